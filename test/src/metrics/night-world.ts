/** Two CRMs of one company as a night's pages tell them: random edits, each played on as many mirrors as one likes. */
import type { Day, DealRecord } from '../../../connectors/contract.ts'
import { addDays, addMs, atLocalTime } from '../../../connectors/values/time.ts'
import { setting } from '../../../db/workspace/schema.ts'
import { LEADING } from '../../../src/metrics/twins.ts'
import type { Workspace } from '../../../src/platform.ts'
import { commitPage } from '../../../src/sync/commit.ts'
import { type Setup, stageKey } from '../../../src/sync/derive.ts'
import { forgetDeleted } from '../../../src/sync/forget.ts'
import { rederive } from '../../../src/sync/rederive.ts'
import { emptySetup } from '../../../src/sync/setup.ts'
import { addRun, night } from '../../support/company.ts'
import fc from '../../support/properties.ts'

export const sources = ['hubspot', 'salesforce'] as const
export const FIRST: Day = '2026-09-24'
export const DEALS = 14
const OWNERS = 8
const ids = Array.from({ length: DEALS }, (_, n) => String(n + 1))

const flags = (closed: boolean, won: boolean, probability: string) => ({ closed, won, probability })
const stages = new Map([
  [stageKey('new', 'open'), flags(false, false, '0.2')],
  [stageKey('new', 'offer'), flags(false, false, '0.5')],
  [stageKey('new', 'won'), flags(true, true, '1')],
  [stageKey('new', 'lost'), flags(true, false, '0')],
])
const teams = (first: string, second: string) =>
  new Map(
    sources.flatMap((source) =>
      Array.from({ length: OWNERS }, (_, n): [string, string] => [`#${source}/${n}`, n % 2 ? first : second]),
    ),
  )
const rates = (factor: string) => new Map([['USD', [{ factor, from: null, to: null }]]])
const plain: Setup = {
  ...{ ...emptySetup, accountCurrency: 'EUR', multiCurrency: true, stages },
  ...{ rates: rates('0.9'), ownerTeams: teams('north', 'south') },
}
/** A stage's flag or probability, a rate, or the teams are others. */
const setups: readonly Setup[] = [
  plain,
  { ...plain, stages: new Map([...stages, [stageKey('new', 'offer'), flags(true, true, '1')]]) },
  { ...plain, stages: new Map([...stages, [stageKey('new', 'open'), flags(false, false, '0.3')]]) },
  { ...plain, rates: rates('0.95') },
  { ...plain, rates: new Map() },
  { ...plain, ownerTeams: teams('south', 'north') },
]

const small = (max: number, min = 0) => fc.noBias(fc.integer({ min, max }))
const edit = fc.record({
  id: fc.constantFrom(...ids),
  stageId: fc.constantFrom('open', 'offer', 'won', 'lost', 'nowhere', null),
  amountMinor: fc.oneof(fc.constant(null), small(100_000)),
  currency: fc.constantFrom('EUR', 'EUR', 'USD'),
  closeIn: fc.oneof(fc.constant(null), small(30, -14)),
  created: small(20, -12),
  forecastCategory: fc.constantFrom('commit', 'best_case', null),
  region: fc.constantFrom('a', 'b', null),
  twin: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...ids) },
  ),
})
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never

const from = fc.constantFrom(...sources)
const event = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      source: from,
      edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('delete' as const), source: from, id: fc.constantFrom(...ids) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      source: from,
      id: fc.constantFrom(...ids),
      into: fc.constantFrom(...ids),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('setup' as const),
      source: from,
      index: small(setups.length - 1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leading' as const), source: from }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('zone' as const),
      zone: fc.constantFrom('Europe/Berlin', 'Pacific/Auckland'),
    }),
  },
)
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never

/** What happens between two nights, and how many days later the second is. */
export const nights = fc.record({
  begin: fc.array(edit, { minLength: DEALS * 2, maxLength: DEALS * 2 }),
  later: fc.array(
    fc.record({
      events: fc.array(event, { maxLength: 4 }),
      days: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: small(9, 2) }),
      /** Told after the night's reading, and before its values are asked for. */
      late: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(event, { minLength: 1, maxLength: 2 }) },
      ),
    }),
    { minLength: 5, maxLength: 7 },
  ),
})
export type Nights = typeof nights extends fc.Arbitrary<infer N> ? N : never

export interface World {
  readonly workspace: Workspace
  readonly setups: Map<string, Setup>
}

/** Everything there is at the beginning, on the day before the first night. */
export async function begin(world: World, edits: Nights['begin']): Promise<void> {
  for (const [n, source] of sources.entries()) {
    const own = edits.slice(n * DEALS, (n + 1) * DEALS).map((one, i) => ({ ...one, id: ids[i] ?? one.id }))
    await play(world, { kind: 'edit', source, edits: own }, FIRST, 0)
    await play(world, { kind: 'setup', source, index: 0 }, FIRST, 1)
  }
}

/** `n` keeps the instants of one day apart. */
export async function play(world: World, event: Event, day: Day, n: number): Promise<void> {
  const { db } = world.workspace
  const now = addMs(night(day), -3_600_000 + n * 60_000)
  switch (event.kind) {
    case 'edit':
      return tell(world, event.source, { records: event.edits.map((one) => record(one, day, now)) }, now)
    case 'delete':
      return tell(world, event.source, { deleted: [{ id: event.id, at: now, mergedInto: null }] }, now)
    case 'merge':
      if (event.id === event.into) return
      return tell(world, event.source, { deleted: [{ id: event.id, at: now, mergedInto: event.into }] }, now)
    case 'setup':
      world.setups.set(event.source, setups[event.index] ?? plain)
      return derived(world, event.source, now)
    case 'leading': {
      const value = JSON.stringify(event.source)
      await db
        .insert(setting)
        .values({ key: LEADING, value })
        .onConflictDoUpdate({ target: setting.key, set: { value } })
      return
    }
    case 'zone':
      Object.assign(world.workspace, { timeZone: event.zone })
      for (const source of sources) await derived(world, source, now)
      return
    default:
      return event satisfies never
  }
}

/** The end of a night: what is gone is forgotten, and both connections are complete. */
export async function end({ workspace }: World, day: Day): Promise<void> {
  await forgetDeleted(workspace.db)
  // In any zone the day is over by then.
  for (const source of sources)
    await addRun(workspace, day, { source, startedAt: `${addDays(day, 2)}T00:30:00.000Z` })
}

function record({ closeIn, created, region, twin, ...rest }: Edit, day: Day, now: string): DealRecord {
  return {
    ...{ ...rest, version: now, createdAt: atLocalTime(addDays(FIRST, created), '23:30', 'Europe/Berlin') },
    ...{ name: `Deal ${rest.id}`, pipelineId: 'new', rate: null, probability: null, type: null },
    closeDate: closeIn === null ? null : addDays(day, closeIn),
    ...{ ownerId: String(Number(rest.id) % OWNERS), teamId: null, companyId: null, twinId: twin },
    ...{ mergedIds: [], problems: [], properties: { region } },
  }
}

async function tell(
  { workspace: { db, timeZone }, setups: of }: World,
  source: string,
  told: {
    readonly records?: DealRecord[]
    readonly deleted?: { id: string; at: string; mergedInto: string | null }[]
  },
  now: string,
): Promise<void> {
  const { rows } = await db.$client.execute({
    sql: "SELECT version FROM stream_state WHERE source = ? AND stream = 'deals'",
    args: [source],
  })
  await commitPage(db, {
    ...{ source, stream: 'deals', runId: 'run', expectedVersion: Number(rows[0]?.version ?? 0) },
    page: {
      ...{ records: told.records ?? [], deleted: told.deleted ?? [], skipped: [], total: null },
      ...{ cursor: { at: 'rest', until: now }, more: false, primary: true },
    },
    ...{ sentAt: now, now, timeZone, homeCurrency: 'EUR', setup: of.get(source) ?? plain },
    hash: async (text) => `#${text}`,
  })
}

async function derived({ workspace: { db, timeZone }, setups: of }: World, source: string, now: string) {
  const setup = of.get(source) ?? plain
  const context = { source, runId: 'run', now, timeZone, homeCurrency: 'EUR', setup }
  for (let done = false; !done; ) done = (await rederive(db, context)).done
}
