/**
 * After the set-up changed: the deals whose state now means something else get a revision, cause `derived`, effective
 * when seen. In chunks, each written only where the deal still is what was looked at, so that it may run beside pages
 * and be repeated at will.
 */

import type { InStatement } from '@libsql/client/web'
import type { Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { newestSeq } from './commit-deals.ts'
import {
  type Derived,
  deriveFacts,
  type Facts,
  keptTeam,
  type Rate,
  type Setup,
  type Status,
  type Told,
} from './derive.ts'
import { keepPass, lastPass, type Pass } from './pass.ts'
import { redate } from './redate.ts'

export interface Rederive {
  readonly source: string
  readonly runId: string
  readonly now: Instant
  readonly timeZone: string
  readonly homeCurrency: string
  readonly setup: Setup
}

/** Two round trips a chunk, one when nothing in it changed. */
const CHUNK = 4000

export interface Rederived {
  /** 0 when nothing that a state depends on has changed since the last complete pass. */
  readonly checked: number
  readonly written: number
  /**
   * False when `chunks` were used up first: call again, it goes on from there. Also after the company's days were moved to
   * another time zone, because the stream of deals stands elsewhere then.
   */
  readonly done: boolean
}

export async function rederive(
  db: WorkspaceDb,
  context: Rederive,
  chunks = Number.POSITIVE_INFINITY,
): Promise<Rederived> {
  const fingerprint = await fingerprintOf(context)
  const before = await lastPass(db, context.source)
  // All deals are read anew after it: until then nothing is said of them.
  if (before !== null && (before.timeZone !== context.timeZone || before.dating !== undefined))
    return { checked: await redate(db, context, before, chunks), written: 0, done: false }
  let after: number | null = before?.fingerprint === fingerprint ? before.after : 0
  let [checked, written] = [0, 0]
  for (let used = 0; after !== null && used < chunks; used += 1) {
    const deals = await chunkAfter(db, context.source, after)
    const last = deals.length < CHUNK ? undefined : deals.at(-1)
    after = last?.dealId ?? null
    const pass: Pass = { fingerprint, after, timeZone: context.timeZone }
    written += await write(
      db,
      context,
      deals.flatMap((deal) => changed(deal, context)),
      pass,
      used + 1 >= chunks,
    )
    checked += deals.length
  }
  return { checked, written, done: after === null }
}

interface Known {
  readonly dealId: number
  readonly seq: number
  readonly facts: Facts
  readonly status: Status | null
  readonly teamId: string | null
  /** The derived columns as they stand, to compare. */
  readonly values: readonly (string | number | null)[]
}

const derivedColumns = [
  'status',
  'currency',
  'home_minor',
  'rate',
  'rate_rule',
  'team_id',
  'probability',
  'weighted_minor',
  'problem',
] as const

function derivedValues(derived: Derived, teamId: string | null): (string | number | null)[] {
  const { status, currency, homeMinor, rate, rateRule, probability, weightedMinor, problems } = derived
  const problem = problems.length === 0 ? null : JSON.stringify(problems)
  return [status, currency, homeMinor, rate, rateRule, teamId, probability, weightedMinor, problem]
}

/** Deals that are gone keep the state they ended in; a restore derives afresh. */
export const chunk = `SELECT d.id, d.told, r.seq, r.pipeline_id, r.stage_id, r.amount_minor, r.close_date, r.owner_hash,
    ${derivedColumns.map((column) => `r.${column}`).join(', ')}
  FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
  WHERE d.source = :source AND d.id > :after AND r.deleted = 0 ORDER BY d.id LIMIT ${CHUNK}`

async function chunkAfter(db: WorkspaceDb, source: string, after: number): Promise<Known[]> {
  const { rows } = await db.$client.execute({ sql: chunk, args: { source, after } })
  return rows.map((row) => {
    const told = JSON.parse(String(row.told)) as Told
    const facts: Facts = {
      ...told,
      pipelineId: row.pipeline_id as string | null,
      stageId: row.stage_id as string | null,
      amountMinor: row.amount_minor as number | null,
      closeDate: row.close_date as string | null,
      ownerHash: row.owner_hash as string | null,
    }
    return {
      dealId: Number(row.id),
      seq: Number(row.seq),
      facts,
      status: row.status as Status | null,
      teamId: row.team_id as string | null,
      values: derivedColumns.map((column) => row[column] as string | number | null),
    }
  })
}

function changed(deal: Known, context: Rederive): unknown[][] {
  const { setup, homeCurrency, now, timeZone } = context
  const derived = deriveFacts(deal.facts, { setup, homeCurrency, today: localDay(now, timeZone) })
  const values = derivedValues(derived, keptTeam(deal, derived))
  return values.every((value, index) => value === deal.values[index])
    ? []
    : [[deal.dealId, deal.seq, ...values]]
}

const copied = [
  'pipeline_id',
  'stage_id',
  'amount_minor',
  'close_date',
  'type',
  'forecast_category',
  'company_id',
  'twin_id',
  'owner_hash',
  'properties',
] as const

const page = `WITH page AS MATERIALIZED (SELECT key AS n, value ->> 0 AS deal_id, value ->> 1 AS seq, ${derivedColumns
  .map((column, index) => `value ->> ${index + 2} AS ${column}`)
  .join(', ')} FROM json_each(:rows))`

// Only where the current revision still is the one that was looked at: a page in between has derived it afresh.
export const derivedRevisions = `${page} INSERT INTO revision
    (deal_id, effective_at, time_from, cause, run_id, version, ${[...derivedColumns, ...copied].join(', ')})
  SELECT d.id, :now, 'seen', 'derived', :run, d.version,
    ${[...derivedColumns.map((c) => `p.${c}`), ...copied.map((c) => `c.${c}`)].join(', ')}
  FROM page p CROSS JOIN deal d ON d.id = p.deal_id AND d.current_seq = p.seq
  CROSS JOIN revision c ON c.seq = p.seq ORDER BY p.n`

export const derivedPointers = `WITH page AS MATERIALIZED (SELECT value ->> 0 AS deal_id FROM json_each(:rows))
  UPDATE deal AS d SET current_seq = ${newestSeq} WHERE d.id IN (SELECT deal_id FROM page)`

/** The place reached goes with the rows, so that a pass that is cut short goes on where it was. */
async function write(
  db: WorkspaceDb,
  context: Rederive,
  rows: readonly unknown[][],
  pass: Pass,
  pause: boolean,
): Promise<number> {
  const place = [keepPass(context.source, pass), ...(pass.after === null ? [wholeIn(context)] : [])]
  if (rows.length === 0) {
    if (pass.after === null || pause) await db.$client.batch(place, 'write')
    return 0
  }
  const json = JSON.stringify(rows)
  const [inserted] = await db.$client.batch(
    [
      { sql: derivedRevisions, args: { rows: json, now: context.now, run: context.runId } },
      { sql: derivedPointers, args: { rows: json } },
      ...place,
    ],
    'write',
  )
  return inserted?.rowsAffected ?? 0
}

/** With the last chunk all deals are in the company's currency, where that was changed. */
function wholeIn({ source, homeCurrency, now }: Rederive): InStatement {
  return {
    sql: `UPDATE home_currency SET whole_seq = (SELECT COALESCE(MAX(seq), 0) FROM revision), whole_at = :now
      WHERE source = :source AND currency = :currency AND whole_seq IS NULL`,
    args: { source, now, currency: homeCurrency },
  }
}

/** Everything a derived column depends on beside the facts; the day only where rates end or begin on days. */
async function fingerprintOf({ setup, homeCurrency, now, timeZone }: Rederive): Promise<string> {
  const { stages, rates, ownerTeams, typed = new Map<string, Rate[]>(), ...account } = setup
  const dated = [...rates.values(), ...typed.values()]
    .flat()
    .some(({ from, to }) => from !== null || to !== null)
  const day = dated ? localDay(now, timeZone) : null
  const text = JSON.stringify([
    account,
    homeCurrency,
    day,
    [...stages],
    [...rates],
    [...ownerTeams],
    ...typed,
  ])
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
