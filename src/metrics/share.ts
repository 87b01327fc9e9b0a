/**
 * The check of what is carried on: of a share of all deals, each night another, the sums are counted at both moments. What they
 * differ by is what was carried for those deals, to the bit, or the carrying is wrong. Pure: SQL out, numbers in.
 */
import type { InStatement, Row } from '@libsql/client/web'
import type { Day } from '../../connectors/contract.ts'
import { daysBetween } from '../../connectors/values/time.ts'
import { type Context, type MetricRequest, planOf } from './request.ts'
import { type Sql, sql } from './sql.ts'
import { sumStatements } from './sums.ts'

/** Numbers of deals `[from, to)`. */
export interface Share {
  readonly from: number
  readonly to: number
}

/** So many nights until every deal was looked at; of fewer deals than `SMALL` all are, each night. */
const NIGHTS = 64
const SMALL = 2000

export function shareOf(newest: number, day: Day): Share {
  if (newest < SMALL) return { from: 0, to: newest + 1 }
  const turn = daysBetween('2026-01-01', day) % NIGHTS
  const place = (n: number) => 1 + Math.floor((newest * n) / NIGHTS)
  const nth = (turn + NIGHTS) % NIGHTS
  return { from: place(nth), to: place(nth + 1) }
}

export interface At {
  readonly seq: number
  readonly context: Context
}

/** Two rows a request, of the earlier and of the later moment: `i` is twice its place, and one more. */
export function shareStatements(
  requests: readonly MetricRequest[],
  { from, to }: Share,
  moments: readonly [At, At],
): InStatement[] {
  const deals: Sql = sql`SELECT id FROM deal WHERE id >= ${from} AND id < ${to}`
  return moments.flatMap(({ seq, context }) => {
    const at = { kind: 'known', seq } as const
    const plans = requests.map((request) => planOf(request, at, context, new Map(), deals))
    return sumStatements(requests, plans, at, deals)
  })
}

export type SumsOf = (row: Row | undefined, column: string) => number
export const numberIn: SumsOf = (row, column) => Number(row?.[column] ?? 0)

/** What was carried is what counting finds. */
export function isCarried(
  columns: readonly string[],
  [before, after]: readonly [Row | undefined, Row | undefined],
  [taken, added]: readonly [Row | undefined, Row | undefined],
): boolean {
  return columns.every(
    (column) =>
      numberIn(after, column) - numberIn(before, column) ===
      numberIn(added, column) - numberIn(taken, column),
  )
}
