/** Three goals for sales to start from, with targets a little above what the company reached in its last four quarters. */
import type { WorkspaceDb } from '../../db/client.ts'
import type { Definition, Filter } from '../metrics/types.ts'
import { readContracts } from '../okr/contracts.ts'
import type { Past } from '../okr/past.ts'
import { readUses, type Use } from './settings.ts'

export const templateIds = ['growth', 'pipeline', 'customers'] as const
export type TemplateId = (typeof templateIds)[number]

export const draftKeys = [
  'wonRevenue',
  'winRate',
  'dealSize',
  'coverage',
  'overdue',
  'cycleDays',
  'nrr',
  'logos',
  'expansion',
  'renewals',
] as const
export type DraftKey = (typeof draftKeys)[number]

/** In the unit of its metric: minor units, 0..1, days. */
export interface Draft {
  readonly key: DraftKey
  readonly definition: Definition
  readonly aim:
    | { readonly kind: 'reach'; readonly baseline: number; readonly target: number }
    | { readonly kind: 'hold'; readonly lower: number }
}

export interface Template {
  readonly id: TemplateId
  readonly drafts: readonly Draft[]
  /** That it would have, if the past had values for them. */
  readonly without: readonly DraftKey[]
}

/** What templates go by: which pipelines are what, and whether contracts are read. */
export interface Setting {
  readonly filters: Readonly<Record<Exclude<Use, 'none'>, Filter | null>>
  readonly contracts: boolean
}

export async function settingOf(db: WorkspaceDb): Promise<Setting> {
  const connections = await readContracts(db)
  const said = await Promise.all(connections.map(({ id }) => readUses(db, id)))
  const all = said.flatMap((uses) => Object.entries(uses))
  const of = (wanted: Use) => all.filter(([, use]) => use === wanted).map(([id]) => id)
  const filter = (wanted: Use): Filter | null => {
    const pipelines = of(wanted)
    return pipelines.length === 0 ? null : { pipelines }
  }
  // Where every pipeline is new business, all deals are.
  const everything = all.length === of('new').length
  return {
    filters: {
      new: everything ? {} : filter('new'),
      expansion: filter('expansion'),
      renewal: filter('renewal'),
    },
    contracts: connections.some(({ mapping }) => mapping !== null && mapping.source !== 'none'),
  }
}

type Made = Draft | DraftKey

export async function templatesFor(
  { filters, contracts }: Setting,
  past: Past,
): Promise<readonly Template[]> {
  const drafts = draftsFrom(past)
  const { new: fresh, expansion, renewal } = filters
  const goal = fresh === null ? null : await drafts.wonRevenue(fresh)
  const growth =
    fresh === null || goal === null ? [] : [goal, await drafts.winRate(fresh), await drafts.dealSize(fresh)]
  const pipeline = [
    ...(fresh === null || goal === null ? [] : [drafts.coverage(fresh, goal)]),
    await drafts.overdue(),
    await drafts.cycleDays(fresh ?? {}),
  ]
  const customers = [
    ...(contracts
      ? [await drafts.kept('nrr', 'net_revenue_retention'), await drafts.kept('logos', 'logo_retention')]
      : []),
    ...(expansion === null ? [] : [await drafts.expansion(expansion)]),
    ...(renewal === null ? [] : [await drafts.renewals(renewal)]),
  ]
  return [template('growth', growth), template('pipeline', pipeline), template('customers', customers)]
}

function template(id: TemplateId, made: readonly Made[]): Template {
  return {
    id,
    drafts: made.filter((one) => typeof one !== 'string'),
    without: made.filter((one) => typeof one === 'string'),
  }
}

/** Each is a draft, or its name where the past has nothing to draw a target from: none is made up. */
function draftsFrom(past: Past) {
  async function usual(definition: Omit<Definition, 'window'>): Promise<number | null> {
    const known = (await past.quarters(definition)).filter((value) => value !== null)
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
  }

  async function revenue(key: 'wonRevenue' | 'expansion', filter: Filter): Promise<Made> {
    const before = await usual({ metric: 'won_revenue', filter })
    const target = before === null ? 0 : nice(before * 1.1)
    return target <= 0
      ? key
      : reach(key, { metric: 'won_revenue', ...only(filter), window: 'cycle' }, 0, target)
  }

  async function atLeast(
    key: DraftKey,
    definition: Omit<Definition, 'window'>,
    share: number,
    window: Definition['window'] = 'cycle',
  ): Promise<Made> {
    const before = await usual(definition)
    // Two points of percent are as fine as anybody agrees on.
    const lower = before === null ? 0 : Math.floor(before * share * 50) / 50
    return lower <= 0 ? key : { key, definition: { ...definition, window }, aim: { kind: 'hold', lower } }
  }

  return {
    wonRevenue: (filter: Filter) => revenue('wonRevenue', filter),
    expansion: (filter: Filter) => revenue('expansion', filter),
    winRate: (filter: Filter) => atLeast('winRate', { metric: 'win_rate', ...only(filter) }, 0.9),
    renewals: (filter: Filter) => atLeast('renewals', { metric: 'win_rate', ...only(filter) }, 0.9),
    kept: (key: 'nrr' | 'logos', metric: Definition['metric']) =>
      atLeast(key, { metric }, 1, { trailingDays: 365 }),

    async dealSize(filter: Filter): Promise<Made> {
      const definition = { metric: 'average_deal_size', ...only(filter) } as const
      const before = await usual(definition)
      if (before === null || before <= 0) return 'dealSize'
      return reach('dealSize', { ...definition, window: 'cycle' }, nice(before), nice(before * 1.06))
    },

    /** One and a half times what is to be won. */
    coverage(filter: Filter, goal: Made): Made {
      if (typeof goal === 'string' || goal.aim.kind !== 'reach') return 'coverage'
      const params = { target: { amountMinor: goal.aim.target } }
      const definition: Definition = { metric: 'pipeline_coverage', params, ...only(filter), window: 'cycle' }
      return { key: 'coverage', definition, aim: { kind: 'hold', lower: 1.5 } }
    },

    async overdue(): Promise<Made> {
      const definition: Definition = { metric: 'overdue_deals', window: { trailingDays: 365 } }
      const late = await past.now(definition)
      return late === null || late < 2 ? 'overdue' : reach('overdue', definition, late, Math.floor(late / 2))
    },

    async cycleDays(filter: Filter): Promise<Made> {
      const definition = {
        metric: 'sales_cycle_days',
        params: { statistic: 'median' },
        ...only(filter),
      } as const
      const before = await usual(definition)
      if (before === null || before < 5) return 'cycleDays'
      return reach(
        'cycleDays',
        { ...definition, window: 'cycle' },
        Math.round(before),
        Math.round(before * 0.9),
      )
    },
  }
}

/** No filter is no filter, and not an empty one. */
function only(filter: Filter): { readonly filter?: Filter } {
  return Object.keys(filter).length === 0 ? {} : { filter }
}

function reach(key: DraftKey, definition: Definition, baseline: number, target: number): Draft {
  // A key result that is reached before it starts is none.
  return {
    key,
    definition,
    aim: { kind: 'reach', baseline, target: target === baseline ? target + 1 : target },
  }
}

/** Two leading digits: a target people can say. */
function nice(minor: number): number {
  if (minor < 100) return Math.round(minor)
  const step = 10 ** (Math.floor(Math.log10(minor)) - 1)
  return Math.round(minor / step) * step
}
