/** Objectives and key results of the demo company, with targets a little above what it reached before. */
import type { Definition, Filter } from '../metrics/types.ts'
import type { KeyResultInput } from '../okr/types.ts'
import type { Past } from './past.ts'
import type { DemoText } from './texts.ts'

export interface KeyResultPlan {
  readonly input: Omit<KeyResultInput, 'objectiveId'>
  /** First value of a key result that no metric measures. */
  readonly value: number | null
}

export interface ObjectivePlan {
  readonly title: string
  readonly description: string
  readonly team: string
  readonly keyResults: readonly KeyResultPlan[]
}

export interface Pipelines {
  readonly newBusiness: string[]
  readonly expansion: string[]
  readonly renewal: string[]
}

const empty = {
  origin: 'metric',
  definition: null,
  baseline: null,
  target: null,
  lower: null,
  upper: null,
  requiredShare: 0.9,
  weight: 1,
  cadenceDays: null,
} as const satisfies Partial<KeyResultInput>

export async function plansFor(
  text: DemoText,
  pipelines: Pipelines,
  past: Past,
): Promise<readonly ObjectivePlan[]> {
  const newBusiness: Filter = { pipelines: pipelines.newBusiness }

  async function revenue(title: string, filter: Filter): Promise<KeyResultPlan> {
    const before = mean(numbers(await past.quarters({ metric: 'won_revenue', filter })))
    return reach(title, { metric: 'won_revenue', filter, window: 'cycle' }, 0, nice(before * 1.1))
  }
  async function better(
    title: string,
    metric: Omit<Definition, 'window'>,
    factor: number,
    round: (n: number) => number,
  ) {
    const before = mean(numbers(await past.quarters(metric)))
    return reach(title, { ...metric, window: 'cycle' }, round(before), round(before * factor))
  }
  async function atLeast(
    title: string,
    metric: Omit<Definition, 'window'>,
    share: number,
  ): Promise<KeyResultPlan> {
    const before = mean(numbers(await past.quarters(metric)))
    return hold(title, { ...metric, window: 'cycle' }, Math.floor(before * share * 50) / 50)
  }

  const won = await revenue(text.wonRevenue, newBusiness)
  const goal = won.input.target ?? 1
  const coverage: Definition = {
    metric: 'pipeline_coverage',
    params: { target: { amountMinor: goal } },
    filter: newBusiness,
    window: 'cycle',
  }
  const overdue: Definition = { metric: 'overdue_deals', window: { trailingDays: 365 } }
  const late = (await past.now(overdue)) ?? 0

  return [
    {
      ...text.growth,
      keyResults: [
        won,
        await atLeast(text.winRate, { metric: 'win_rate', filter: newBusiness }, 0.9),
        await better(text.dealSize, { metric: 'average_deal_size', filter: newBusiness }, 1.06, nice),
      ],
    },
    {
      ...text.pipeline,
      keyResults: [
        hold(text.coverage, coverage, 1.5),
        reach(text.overdue, overdue, late, Math.floor(late / 2)),
        await better(
          text.cycleDays,
          { metric: 'sales_cycle_days', params: { statistic: 'median' }, filter: newBusiness },
          0.9,
          Math.round,
        ),
      ],
    },
    {
      ...text.retention,
      keyResults: [
        await revenue(text.expansion, { pipelines: pipelines.expansion }),
        await atLeast(text.renewals, { metric: 'win_rate', filter: { pipelines: pipelines.renewal } }, 0.9),
      ],
    },
    {
      ...text.onboarding,
      keyResults: [
        {
          input: {
            ...empty,
            title: text.goLive,
            kind: 'reach',
            origin: 'manual',
            unit: 'days',
            baseline: 21,
            target: 14,
            cadenceDays: 7,
          },
          value: 18,
        },
        {
          input: {
            ...empty,
            title: text.tickets,
            kind: 'hold',
            origin: 'pushed',
            unit: 'ratio',
            lower: 0.85,
            cadenceDays: 7,
          },
          value: 0.88,
        },
      ],
    },
  ]
}

function reach(title: string, definition: Definition, baseline: number, target: number): KeyResultPlan {
  // The past can coincide with the target; a key result that is reached before it starts is none.
  const apart = baseline === target ? target + 1 : target
  return { input: { ...empty, title, kind: 'reach', definition, baseline, target: apart }, value: null }
}

function hold(title: string, definition: Definition, lower: number): KeyResultPlan {
  return { input: { ...empty, title, kind: 'hold', definition, lower, requiredShare: 0.8 }, value: null }
}

function numbers(values: readonly (number | null)[]): readonly number[] {
  const found = values.filter((value) => value !== null)
  return found.length === 0 ? [0] : found
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Two leading digits: a target people can say. */
function nice(minor: number): number {
  if (minor < 100) return Math.round(minor)
  const step = 10 ** (Math.floor(Math.log10(minor)) - 1)
  return Math.round(minor / step) * step
}
