/** A small company with a mirror filled by hand: enough deals, owners and runs to measure key results from. */
import { eq, getTableColumns, sql } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, atLocalTime } from '../../connectors/values/time.ts'
import { deal, owner, pipeline, revision, run, source, stage, team } from '../../db/workspace/schema.ts'
import type { Workspace } from '../../src/platform.ts'
import { emptyWorkspace } from './databases.ts'

export const timeZone = 'Europe/Berlin'

export interface DealInput {
  readonly source?: string
  readonly owner: string
  readonly status: 'open' | 'won' | 'lost'
  readonly amountMinor: number | null
  readonly closeDate: Day | null
  readonly createdDay?: Day
  readonly teamId?: string
  readonly problem?: string
  readonly currency?: string
  readonly homeMinor?: number | null
}

export async function company(sources: readonly string[] = ['hubspot']): Promise<Workspace> {
  const db = await emptyWorkspace()
  const at = '2026-09-01T00:00:00.000Z'
  for (const id of sources) {
    const account = JSON.stringify({
      ...{ id: '1', name: 'Muster', timeZone, currency: 'EUR', fiscalYearStartMonth: 1 },
      ...{ uiHost: 'app.example', apiVersion: null, multiCurrency: false, hidden: [] },
    })
    await db.insert(source).values({ id, crm: id.split('-')[0] ?? id, account, createdAt: at })
    await db.insert(pipeline).values({ source: id, id: 'new', label: 'New business' })
    await db.insert(stage).values([
      { source: id, pipelineId: 'new', id: 'open', label: 'Open', position: 1, closed: false, won: false },
      { source: id, pipelineId: 'new', id: 'won', label: 'Won', position: 2, closed: true, won: true },
      { source: id, pipelineId: 'new', id: 'lost', label: 'Lost', position: 3, closed: true, won: false },
    ])
    await db.insert(team).values([
      { source: id, id: 'north', name: 'North' },
      { source: id, id: 'south', name: 'South' },
    ])
    await db
      .insert(owner)
      .values(['a', 'b', 'c', 'd', 'e', 'f'].map((hash) => ({ source: id, hash, active: true })))
  }
  return { id: 'acme', name: 'Acme', timeZone, currency: 'EUR', db }
}

let counter = 0

/** Each is a new deal, effective from the start of its created day. */
export async function addDeals({ db }: Workspace, deals: readonly DealInput[]): Promise<void> {
  for (const one of deals) {
    const createdDay = one.createdDay ?? '2026-09-15'
    const createdAt = atLocalTime(createdDay, '09:00', timeZone)
    const from = one.source ?? 'hubspot'
    const [row] = await db
      .insert(deal)
      .values({
        ...{ source: from, externalId: String(++counter), name: `Deal ${counter}`, createdAt, createdDay },
        ...{ version: createdAt, readAt: createdAt },
      })
      .returning({ id: deal.id })
    const dealId = row?.id ?? 0
    const homeMinor = one.homeMinor === undefined ? one.amountMinor : one.homeMinor
    const [written] = await db
      .insert(revision)
      .values({
        ...{ dealId, effectiveAt: createdAt, timeFrom: 'crm', cause: 'read', version: createdAt },
        ...{ pipelineId: 'new', stageId: one.status, status: one.status, amountMinor: one.amountMinor },
        ...{ currency: one.currency ?? 'EUR', homeMinor, closeDate: one.closeDate, ownerHash: one.owner },
        ...{ rate: '1', rateRule: homeMinor === null ? 'missing' : 'same', teamId: one.teamId ?? 'north' },
        ...{ weightedMinor: homeMinor, probability: '1', problem: one.problem ?? null },
      })
      .returning({ seq: revision.seq })
    await db
      .update(deal)
      .set({ currentSeq: written?.seq ?? 0 })
      .where(eq(deal.id, dealId))
  }
}

/** Deals of one owner, or of everybody, go to another: a state each, as a night tells it. */
export async function handOver({ db }: Workspace, to: string, from?: string): Promise<void> {
  const names = Object.values(getTableColumns(revision)).map(({ name }) => name)
  const copied = names.filter((name) => name !== 'seq' && name !== 'owner_hash').join(', ')
  await db.$client.batch(
    [
      {
        sql: `INSERT INTO revision (${copied}, owner_hash) SELECT ${copied}, :to FROM revision
          WHERE seq IN (SELECT current_seq FROM deal) AND owner_hash = COALESCE(:from, owner_hash)`,
        args: { to, from: from ?? null },
      },
      'UPDATE deal SET current_seq = (SELECT MAX(seq) FROM revision r WHERE r.deal_id = deal.id)',
    ],
    'write',
  )
}

/** A night that closes `day`, complete at 04:30 of the next unless told otherwise. */
export async function addRun(
  { db }: Workspace,
  day: Day,
  { source: from = 'hubspot', status = 'complete', startedAt = night(day) }: RunInput = {},
): Promise<string> {
  const id = `${from} ${day} ${status} ${startedAt}`
  const complete = status === 'complete'
  const seq = sql<number>`(select coalesce(max(seq), 0) from revision)`
  await db.insert(run).values({
    ...{ id, source: from, day, kind: 'night', status, startedAt },
    ...(complete ? { finishedAt: startedAt, dataThrough: startedAt, seq } : {}),
  })
  return id
}

export interface RunInput {
  readonly source?: string
  readonly status?: 'complete' | 'running' | 'failed'
  readonly startedAt?: Instant
}

/** When the night after `day` begins. */
export function night(day: Day): Instant {
  return atLocalTime(addDays(day, 1), '04:30', timeZone)
}
