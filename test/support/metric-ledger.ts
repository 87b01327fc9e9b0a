/** Ledger rows without a CRM: what a test says of a deal, as the revisions that a sync would have written. */
import type { Day, Instant, Problem } from '../../connectors/contract.ts'
import { addMs, localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import * as tables from '../../db/workspace/schema.ts'
import { LEADING } from '../../src/metrics/twins.ts'

export const T0 = '2026-01-01T00:00:00.000Z'

/** A deal's state; what is left out is as in `PLAIN`. */
export interface LedgerState {
  readonly pipelineId?: string | null
  readonly stageId?: string | null
  readonly status?: 'open' | 'won' | 'lost' | null
  readonly amountMinor?: number | null
  readonly currency?: string | null
  /** As `amountMinor` unless given. */
  readonly homeMinor?: number | null
  /** Decimal text; of an amount in another currency. */
  readonly rate?: string | null
  readonly weightedMinor?: number | null
  readonly probability?: string | null
  readonly closeDate?: Day | null
  readonly teamId?: string | null
  readonly type?: string | null
  readonly forecastCategory?: string | null
  readonly ownerHash?: string | null
  readonly twinId?: string | null
  readonly properties?: Readonly<Record<string, string | null>> | null
  readonly deleted?: boolean
  readonly mergedInto?: string | null
  readonly problem?: readonly (Omit<Problem, 'field' | 'code'> & {
    readonly field: string
    readonly code: string
  })[]
}

export interface LedgerRevision extends LedgerState {
  readonly effectiveAt?: Instant
  readonly timeFrom?: 'crm' | 'event' | 'seen' | 'history'
  /** Columns that a reconstructed revision does not know. */
  readonly unknown?: readonly string[]
}

export interface LedgerDeal {
  readonly id: string
  readonly source?: string
  readonly name?: string | null
  readonly createdDay?: Day
  /** In our commit order. */
  readonly revisions: readonly LedgerRevision[]
}

export interface LedgerRun {
  readonly source?: string
  readonly id?: string
  readonly dataThrough?: Instant
  readonly finishedAt?: Instant
  readonly status?: 'running' | 'complete' | 'failed'
  readonly seq?: number
}

export interface LedgerContent {
  /** Key results that a coverage can name. */
  readonly keyResults?: readonly { readonly id: string; readonly target: number | null }[]
  /** By default one, `hubspot`, in EUR. */
  readonly sources?: readonly {
    readonly id: string
    readonly currency?: string | null
    readonly status?: string
    readonly properties?: readonly string[]
  }[]
  /** By default one complete run of each source at `T0`, before every revision. */
  readonly runs?: readonly LedgerRun[]
  readonly deals?: readonly LedgerDeal[]
  readonly skipped?: readonly { readonly source?: string; readonly stream?: string; readonly id: string }[]
  /** Connections whose history was read, before their first night ended. */
  readonly histories?: readonly string[]
  readonly stages?: readonly LedgerStage[]
  /** The connection whose deals count where both hold one. */
  readonly leading?: string | null
}

export interface LedgerStage {
  readonly source?: string
  readonly pipelineId?: string
  readonly id: string
  readonly position: number
  /** By default open. */
  readonly status?: 'open' | 'won' | 'lost'
}

const PLAIN = {
  source: 'hubspot',
  createdDay: '2026-01-10',
  effectiveAt: '2026-01-10T12:00:00.000Z',
} as const

/** Writes everything at once into a workspace. Revisions get their `seq` in the order of `order`, else deal by deal. */
export async function writeLedger(
  db: WorkspaceDb,
  content: LedgerContent,
  order?: readonly { readonly deal: number; readonly revision: number }[],
): Promise<void> {
  const { sources = [{ id: 'hubspot' }], deals = [], skipped = [] } = content
  const runs = content.runs ?? sources.map(({ id }) => ({ source: id, id: `run-${id}` }))
  for (const { id, currency = 'EUR', status = 'active', properties = [] } of sources) {
    await db.insert(tables.source).values({
      id,
      crm: id.startsWith('salesforce') ? 'salesforce' : 'hubspot',
      account: JSON.stringify({ currency }),
      status,
      properties: JSON.stringify(properties),
      createdAt: T0,
    })
  }
  if (content.leading != null)
    await db.insert(tables.setting).values({ key: LEADING, value: JSON.stringify(content.leading) })
  await writeHistories(db, content.histories ?? [])
  await inChunks(content.stages?.map(stageRow) ?? [], 500, (rows) => db.insert(tables.stage).values(rows))
  if (content.keyResults !== undefined) await writeKeyResults(db, content.keyResults)
  const plan =
    order ?? deals.flatMap(({ revisions }, deal) => revisions.map((_, revision) => ({ deal, revision })))
  const revisions = plan.map(({ deal, revision }, index) => {
    const state = deals[deal]?.revisions[revision]
    if (state === undefined) throw new Error(`no revision ${revision} of deal ${deal}`)
    return revisionRow(index + 1, deal + 1, state)
  })
  const currentSeq = (deal: number) =>
    revisions.filter((row) => row.dealId === deal + 1 && row.timeFrom !== 'history').at(-1)?.seq ?? null
  await inChunks(
    deals.map((deal, index) => dealRow(index + 1, deal, currentSeq(index))),
    500,
    (rows) => db.insert(tables.deal).values(rows),
  )
  await inChunks(revisions, 500, (rows) => db.insert(tables.revision).values(rows))
  await inChunks(
    runs.map((run, index) => runRow(run, index)),
    500,
    (rows) => db.insert(tables.run).values(rows),
  )
  await inChunks(
    skipped.map(({ source = PLAIN.source, stream = 'deals', id }) => ({
      source,
      stream,
      externalId: id,
      reason: 'amount "?" is no number',
      runId: `run-${source}`,
      seenAt: T0,
    })),
    500,
    (rows) => db.insert(tables.skipped).values(rows),
  )
}

const CLEARED = [
  'revision',
  'deal',
  'setting',
  'run',
  'skipped',
  'source',
  'stage',
  'stream_state',
  'key_result',
  'objective',
  'cycle',
  'sqlite_sequence',
]

/** Empties what `writeLedger` fills, so that one database serves many random histories. */
export async function clearLedger(db: WorkspaceDb): Promise<void> {
  await db.$client.batch(
    CLEARED.map((table) => `DELETE FROM ${table}`),
    'write',
  )
}

async function writeHistories(db: WorkspaceDb, sources: readonly string[]): Promise<void> {
  for (const source of sources) {
    const state = { source, stream: 'history', status: 'done', walkedAt: T0, updatedAt: T0 }
    await db.insert(tables.streamState).values(state)
    const run = { id: `history-${source}`, source, day: '2000-01-01', kind: 'history', status: 'complete' }
    await db.insert(tables.run).values({ ...run, startedAt: LONG_AGO, finishedAt: LONG_AGO })
  }
}
const LONG_AGO = '2000-01-01T00:00:00.000Z'

function stageRow({ source = PLAIN.source, pipelineId = 'new', status = 'open', ...stage }: LedgerStage) {
  const closed = status !== 'open'
  return { ...stage, source, pipelineId, label: stage.id, closed, won: status === 'won' }
}

async function writeKeyResults(
  db: WorkspaceDb,
  list: NonNullable<LedgerContent['keyResults']>,
): Promise<void> {
  const [cycleId, objectiveId] = ['cycle', 'objective']
  const plain = { createdAt: T0, title: 'Umsatz' }
  const days = { startsOn: '2026-01-01', endsOn: '2026-04-01' }
  await db.insert(tables.cycle).values({ id: cycleId, name: 'Q1', ...days, createdAt: T0 })
  await db.insert(tables.objective).values({ id: objectiveId, cycleId, team: 'Nord', ...plain })
  const money = { kind: 'reach', origin: 'metric', unit: 'money' }
  await db.insert(tables.keyResult).values(list.map((each) => ({ ...each, objectiveId, ...money, ...plain })))
}

function dealRow(id: number, deal: LedgerDeal, currentSeq: number | null) {
  const { source = PLAIN.source, createdDay = PLAIN.createdDay, name = null } = deal
  const createdAt = `${createdDay}T12:00:00.000Z`
  return { id, source, externalId: deal.id, name, createdAt, createdDay, currentSeq, version: T0, readAt: T0 }
}

function revisionRow(seq: number, dealId: number, state: LedgerRevision) {
  const { amountMinor = 10_000, currency = 'EUR', status = 'open' } = state
  const homeMinor = state.homeMinor === undefined ? amountMinor : state.homeMinor
  return {
    seq,
    dealId,
    effectiveAt: state.effectiveAt ?? PLAIN.effectiveAt,
    timeFrom: state.timeFrom ?? 'crm',
    cause: state.timeFrom === 'history' ? 'reconstructed' : 'read',
    version: T0,
    pipelineId: state.pipelineId === undefined ? 'new' : state.pipelineId,
    stageId: state.stageId === undefined ? status : state.stageId,
    status,
    amountMinor,
    currency,
    homeMinor,
    rate: state.rate ?? null,
    rateRule: ruleOf(amountMinor, homeMinor, state.rate),
    weightedMinor: state.weightedMinor ?? null,
    probability: state.probability ?? null,
    closeDate: state.closeDate === undefined ? '2026-03-31' : state.closeDate,
    teamId: state.teamId ?? null,
    type: state.type ?? null,
    forecastCategory: state.forecastCategory ?? null,
    ownerHash: state.ownerHash ?? null,
    twinId: state.twinId ?? null,
    properties: state.properties ? JSON.stringify(state.properties) : null,
    deleted: state.deleted ?? false,
    mergedInto: state.mergedInto ?? null,
    unknown: state.unknown === undefined ? null : JSON.stringify(state.unknown),
    problem: state.problem === undefined ? null : JSON.stringify(state.problem),
  }
}

function ruleOf(amountMinor: number | null, homeMinor: number | null, rate: string | null | undefined) {
  if (amountMinor === null) return null
  if (homeMinor === null) return 'missing'
  return rate == null ? 'same' : 'account'
}

function runRow(run: LedgerRun, index: number) {
  const {
    source = PLAIN.source,
    id = `run-${source}-${index}`,
    dataThrough = T0,
    status = 'complete',
    seq = 0,
  } = run
  const startedAt = addMs(T0, index)
  const finishedAt = run.finishedAt ?? dataThrough
  return {
    id,
    source,
    day: localDay(dataThrough, 'UTC'),
    kind: 'night',
    status,
    startedAt,
    finishedAt,
    dataThrough,
    seq,
  }
}

/** A statement takes a limited number of values. */
async function inChunks<T>(
  rows: readonly T[],
  size: number,
  write: (rows: T[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += size) await write(rows.slice(start, start + size))
}
