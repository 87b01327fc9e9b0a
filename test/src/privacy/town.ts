/** A sales organisation whose deals overlap in every way, as a list that is also written to a mirror. */
import type { WorkspaceDb } from '../../../db/client.ts'
import type { Filter } from '../../../src/metrics/types.ts'

export interface Fact {
  readonly id: number
  owner: string
  team: string
  pipeline: string
  type: string
  amount: number
  gone: boolean
}

export interface Town {
  readonly facts: Fact[]
}

const OWNERS = 9
const teams = ['t1', 't2', 't3']
const pipelines = ['new', 'old']
const types = ['a', 'b', 'c']

export function draws(seed: number) {
  let state = (seed * 2_654_435_761) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const some = <T>(list: readonly T[]): T[] => {
    const picked = list.filter(() => next() < 0.5)
    return picked.length === 0 ? [one(list)] : picked
  }
  const owner = () => `h${Math.floor(next() ** 1.5 * OWNERS)}`
  const deal = (id: number): Fact => ({
    ...{ id, owner: owner(), team: one(teams), pipeline: one(pipelines), type: one(types) },
    ...{ amount: 1 + Math.floor(next() * 500), gone: false },
  })
  return {
    one,
    chance: (p: number) => next() < p,
    deal,
    filter(): Filter {
      const parts: Partial<Filter>[] = [
        { teams: some(teams) },
        { pipelines: some(pipelines) },
        { dealTypes: some(types) },
        { minAmountMinor: 1 + Math.floor(next() * 5) * 100 },
      ]
      const first = one(parts)
      return next() < 0.5 ? first : { ...first, ...one(parts) }
    },
    /** What happens in a day: amounts, hand-overs, moves, new deals, deleted ones. */
    change({ facts }: Town): void {
      for (const fact of facts) {
        if (next() < 0.1) fact.amount = 1 + Math.floor(next() * 500)
        if (next() < 0.05) fact.owner = owner()
        if (next() < 0.05) fact.pipeline = one(pipelines)
        if (next() < 0.05) fact.gone = true
      }
      if (next() < 0.7) facts.push(deal(facts.length + 1))
    },
  }
}

export type Draws = ReturnType<typeof draws>

export function town(draw: Draws): Town {
  return { facts: Array.from({ length: 20 + Math.floor(draw.one([0, 10, 30])) }, (_, n) => draw.deal(n + 1)) }
}

export function matches(fact: Fact, filter: Filter | undefined): boolean {
  const { teams: inTeams, pipelines: inPipelines, dealTypes, minAmountMinor = 0 } = filter ?? {}
  return (
    (inTeams?.includes(fact.team) ?? true) &&
    (inPipelines?.includes(fact.pipeline) ?? true) &&
    (dealTypes?.includes(fact.type) ?? true) &&
    fact.amount >= minAmountMinor
  )
}

/** A state of each deal, as if a night had read them all. */
export async function write({ $client }: WorkspaceDb, { facts }: Town): Promise<void> {
  const at = '2026-10-01T08:00:00.000Z'
  await $client.batch(
    [
      `INSERT OR IGNORE INTO pipeline (source, id, label) VALUES ('hubspot', 'new', 'New'), ('hubspot', 'old', 'Old')`,
      ...teams.map((id) => ({
        sql: `INSERT OR IGNORE INTO team (source, id, name) VALUES ('hubspot', ?, ?)`,
        args: [id, id],
      })),
      {
        sql: `INSERT OR IGNORE INTO deal (id, source, external_id, name, created_at, created_day, version, read_at)
          SELECT value ->> 'id', 'hubspot', value ->> 'id', 'D', :at, '2026-10-01', :at, :at FROM json_each(:facts)`,
        args: { at, facts: JSON.stringify(facts) },
      },
      {
        sql: `INSERT INTO revision (deal_id, effective_at, time_from, cause, version, pipeline_id, stage_id, status, amount_minor,
            currency, home_minor, rate, rate_rule, close_date, owner_hash, team_id, type, deleted)
          SELECT value ->> 'id', :at, 'crm', 'read', :at, value ->> 'pipeline', 'open', 'open', value ->> 'amount', 'EUR', value ->> 'amount',
            '1', 'same', '2026-12-20', value ->> 'owner', value ->> 'team', value ->> 'type', value ->> 'gone' FROM json_each(:facts)`,
        args: { at, facts: JSON.stringify(facts) },
      },
      'UPDATE deal SET current_seq = (SELECT MAX(seq) FROM revision r WHERE r.deal_id = deal.id)',
    ],
    'write',
  )
}
