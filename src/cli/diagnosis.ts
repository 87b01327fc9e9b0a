/** What `doctor` finds out about one connection: read from our own databases, never by a call to the CRM. */
import { and, count, desc, eq, isNotNull } from 'drizzle-orm'
import type { AccountRecord } from '../../connectors/contract.ts'
import { deal, revision, run, skipped, source, streamState } from '../../db/workspace/schema.ts'
import type { Workspace } from '../platform.ts'
import type { HeldFor } from '../sync/derive.ts'
import type { RunFailure } from '../sync/views.ts'

export interface Diagnosis {
  readonly source: string
  readonly crm: string
  readonly status: 'active' | 'reconnect' | 'disconnected' | 'missing'
  /** Why it is not active. */
  readonly reason: RunFailure | null
  readonly lastDay: string | null
  readonly dataThrough: string | null
  readonly lastRun: {
    readonly status: 'running' | 'complete' | 'failed'
    readonly calls: number
    readonly failure: RunFailure | null
  } | null
  readonly skipped: {
    readonly total: number
    readonly first: readonly { readonly stream: string; readonly id: string; readonly reason: string }[]
  }
  /** Deals that are mirrored and count nowhere until their fields can be read. */
  readonly held: {
    readonly total: number
    readonly first: readonly { readonly id: string; readonly problems: readonly HeldFor[] }[]
  }
  readonly parked: readonly { readonly stream: string; readonly failure: RunFailure | null }[]
  readonly hidden: AccountRecord['hidden']
}

const SHOWN = 20

export async function diagnose({ db }: Workspace, id: string): Promise<Diagnosis> {
  const unreadable = and(eq(deal.source, id), eq(revision.deleted, false), isNotNull(revision.problem))
  const [[row], [last], [complete], unread, [unreadTotal], held, [heldTotal], parked] = await db.batch([
    db.select().from(source).where(eq(source.id, id)),
    db.select().from(run).where(eq(run.source, id)).orderBy(desc(run.startedAt)).limit(1),
    db
      .select()
      .from(run)
      .where(and(eq(run.source, id), eq(run.status, 'complete')))
      .orderBy(desc(run.startedAt))
      .limit(1),
    db.select().from(skipped).where(eq(skipped.source, id)).limit(SHOWN),
    db.select({ n: count() }).from(skipped).where(eq(skipped.source, id)),
    db
      .select({ id: deal.externalId, problem: revision.problem })
      .from(deal)
      .innerJoin(revision, eq(revision.seq, deal.currentSeq))
      .where(unreadable)
      .orderBy(deal.externalId)
      .limit(SHOWN),
    db
      .select({ n: count() })
      .from(deal)
      .innerJoin(revision, eq(revision.seq, deal.currentSeq))
      .where(unreadable),
    db
      .select()
      .from(streamState)
      .where(and(eq(streamState.source, id), eq(streamState.status, 'parked'))),
  ])
  return {
    source: id,
    crm: row?.crm ?? id,
    status: (row?.status as Diagnosis['status'] | undefined) ?? 'missing',
    reason: failureOf(row?.statusReason ?? null),
    lastDay: complete?.day ?? null,
    dataThrough: complete?.dataThrough ?? null,
    lastRun:
      last === undefined
        ? null
        : {
            status: last.status as 'running' | 'complete' | 'failed',
            calls: last.calls,
            failure: failureOf(last.failure),
          },
    skipped: {
      total: unreadTotal?.n ?? 0,
      first: unread.map(({ stream, externalId, reason }) => ({ stream, id: externalId, reason })),
    },
    held: {
      total: heldTotal?.n ?? 0,
      first: held.map((one) => ({ id: one.id, problems: JSON.parse(one.problem ?? '[]') as HeldFor[] })),
    },
    parked: parked.map(({ stream, failure }) => ({ stream, failure: failureOf(failure) })),
    hidden: row?.account == null ? [] : (JSON.parse(row.account) as AccountRecord).hidden,
  }
}

function failureOf(json: string | null): RunFailure | null {
  return json === null ? null : (JSON.parse(json) as RunFailure)
}

/** Something only a person, or the next night, can mend; a deal that could not be read is told but is no illness. */
export function isSick({ status, lastRun, parked }: Diagnosis): boolean {
  return status !== 'active' || lastRun?.status === 'failed' || parked.length > 0
}
