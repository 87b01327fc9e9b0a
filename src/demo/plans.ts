/** Objectives and key results of the demo company, with targets a little above what it reached before. */
import type { Composite } from '../metrics/composite/types.ts'
import type { Definition, Filter } from '../metrics/types.ts'
import type { Past } from '../okr/past.ts'
import { type Native, nativePlans } from './natives.ts'
import { empty, floored, type KeyResultPlan, mean, nice, numbers } from './plan.ts'
import type { DemoText } from './texts.ts'

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

export async function plansFor(
  text: DemoText,
  pipelines: Pipelines,
  past: Past,
  native: Native | null,
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
    return hold(title, { ...metric, window: 'cycle' }, floored(before * share))
  }

  async function acrossCrms(title: string): Promise<KeyResultPlan> {
    const terms = [
      { metric: 'win_rate', weight: '0.6', filter: { connections: ['hubspot'] } },
      { metric: 'win_rate', weight: '0.4', filter: { connections: ['salesforce'] } },
    ] as const satisfies Composite['terms']
    let before = 0
    for (const { metric, filter, weight } of terms)
      before += Number(weight) * mean(numbers(await past.quarters({ metric, filter })))
    return {
      input: {
        ...{ ...empty, title, kind: 'hold', origin: 'composite', requiredShare: 0.8 },
        ...{ composite: { operation: 'weighted', window: 'cycle', terms }, lower: floored(before * 0.9) },
      },
      value: null,
    }
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
  const asked = native === null ? null : await nativePlans(text, native, past)

  return [
    {
      ...text.growth,
      keyResults: [
        won,
        await atLeast(text.winRate, { metric: 'win_rate', filter: newBusiness }, 0.9),
        await better(text.dealSize, { metric: 'average_deal_size', filter: newBusiness }, 1.06, nice),
        await acrossCrms(text.bothCrms),
        ...(asked === null ? [] : [asked.won]),
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
        ...(asked === null ? [] : [asked.open]),
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
