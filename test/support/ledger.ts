/** A small world around the ledger: deals told in few words, pages committed one after the other. */
import type { Cursor, DealRecord, Instant, Page, Removal, Skipped } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type StateAt, stateAt } from '../../db/workspace/state.ts'
import { type Commit, commitPage } from '../../src/sync/commit.ts'
import { type Setup, stageKey } from '../../src/sync/derive.ts'
import { type HistoryStep, type Reconstruct, reconstruct } from '../../src/sync/reconstruct.ts'
import { emptySetup } from '../../src/sync/setup.ts'

export const source = 'hubspot'
const won = { closed: true, won: true, probability: '1' }
const lost = { closed: true, won: false, probability: '0' }

export const setup: Setup = {
  ...emptySetup,
  accountCurrency: 'EUR',
  stages: new Map([
    [stageKey('p', 'new'), { closed: false, won: false, probability: '0.2' }],
    [stageKey('p', 'offer'), { closed: false, won: false, probability: '0.5' }],
    [stageKey('p', 'won'), won],
    [stageKey('p', 'lost'), lost],
  ]),
  ownerTeams: new Map([
    ['#hubspot/anna', 'north'],
    ['#hubspot/ben', 'south'],
  ]),
}

export function at(hour: number): Instant {
  return new Date(Date.UTC(2026, 0, 1, hour)).toISOString()
}

export function deal(id: string, hour: number, fields: Partial<DealRecord> = {}): DealRecord {
  return {
    id,
    version: at(hour),
    createdAt: at(0),
    name: `Deal ${id}`,
    pipelineId: 'p',
    stageId: 'new',
    amountMinor: 1000,
    currency: 'EUR',
    rate: null,
    closeDate: '2026-03-31',
    probability: null,
    forecastCategory: null,
    type: null,
    ownerId: 'anna',
    teamId: null,
    companyId: null,
    mergedIds: [],
    properties: {},
    problems: [],
    ...fields,
  }
}

export interface Told {
  readonly records?: readonly DealRecord[]
  readonly deleted?: readonly Removal[]
  readonly skipped?: readonly Skipped[]
  readonly primary?: boolean
  /** Hour of the request. */
  readonly sent: number
  /** Hour of the commit; the request's when not given. */
  readonly now?: number
  readonly setup?: Setup
}

const rest: Cursor = { at: 'rest', until: at(0) }

export function page(told: Told): Page<'deals'> {
  return {
    records: told.records ?? [],
    deleted: told.deleted ?? [],
    skipped: told.skipped ?? [],
    cursor: rest,
    more: false,
    primary: told.primary ?? false,
    total: null,
  }
}

export async function version(db: WorkspaceDb, stream: string): Promise<number> {
  const sql = 'SELECT version FROM stream_state WHERE source = ? AND stream = ?'
  const { rows } = await db.$client.execute({ sql, args: [source, stream] })
  return Number(rows[0]?.version ?? 0)
}

export function commitOf(told: Told): Omit<Commit<'deals'>, 'expectedVersion'> {
  return {
    source,
    stream: 'deals',
    runId: 'run',
    page: page(told),
    sentAt: at(told.sent),
    now: at(told.now ?? told.sent),
    timeZone: 'UTC',
    homeCurrency: 'EUR',
    setup: told.setup ?? setup,
    hash: async (text) => `#${text}`,
  }
}

export async function tell(db: WorkspaceDb, told: Told): Promise<void> {
  await commitPage(db, { ...commitOf(told), expectedVersion: await version(db, 'deals') })
}

export type Row = Readonly<Record<string, unknown>>

export async function ask(db: WorkspaceDb, when: StateAt, deleted = false): Promise<Row[]> {
  const { sql, args } = stateAt(when, { deleted })
  const { rows } = await db.$client.execute({ sql: `${sql} ORDER BY external_id`, args: [...args] })
  return rows.map((row) => ({ ...row }))
}

export async function revisions(db: WorkspaceDb, id: string): Promise<Row[]> {
  const sql = `SELECT r.* FROM revision r JOIN deal d ON d.id = r.deal_id
    WHERE d.source = ? AND d.external_id = ? ORDER BY r.seq`
  const { rows } = await db.$client.execute({ sql, args: [source, id] })
  return rows.map((row) => ({ ...row }))
}

/** Writes a part of the past in a batch of its own. Returns how many of the steps were new. */
export async function fillPast(
  db: WorkspaceDb,
  steps: readonly HistoryStep[],
  context: Reconstruct,
): Promise<number> {
  const [inserted] = await db.$client.batch(reconstruct(steps, context), 'write')
  return inserted?.rowsAffected ?? 0
}
