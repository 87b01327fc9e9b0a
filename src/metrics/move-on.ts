/**
 * Sums of an earlier moment carried on to a later one: what the deals that moved added then is taken away, what they add now
 * is added. Whole numbers throughout, so the result is that of a recount, to the bit.
 */
import type { InStatement, ResultSet, Row } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'
import type { Evaluated } from './evaluate.ts'
import { type Asked, lookStatements, TABLE } from './look.ts'
import { mirrorStatements, readMirror } from './mirror.ts'
import { type Crossing, crossing } from './moved.ts'
import { type MovedStates, movedOf, movedStatement, movedTable, readMoved } from './moved-states.ts'
import { parts } from './parts.ts'
import { type Context, type MetricRequest, namedKeyResult, planOf } from './request.ts'
import { isCarried, shareOf, shareStatements } from './share.ts'
import { raw, type Sql } from './sql.ts'
import { type Properties, propertyColumns } from './state.ts'
import { sums } from './sums.ts'
import type { At } from './types.ts'
import { metricValue } from './value.ts'

/** Sums of a request at a moment as known, by the names of `sumColumns`; as `evaluateSums` told them. */
export type Standing = Readonly<Record<string, number>>

/** A moment of the ledger and the day it is looked at from. */
export interface Moment {
  readonly seq: number
  readonly context: Context
}

const counts = ['counted', 'held', 'unknowns', 'gaps', 'left_out', 'nil', 'twice', 'numerator', 'denominator']
export const sumColumns = [...counts, 'e0', 'e1', 'e2', 'e3', 'e4']

/** Whether sums of the one moment can be carried on to the other. */
export function canMoveOn(request: MetricRequest, from: Context, to: Context): boolean {
  return crossing(request, from, to) !== null
}

/**
 * In the order of the requests, each with the standing of `from`, in two round trips. `newest`: nothing was told since `to`,
 * so that the value is that of now, as a recount would be asked for.
 */
export async function moveOn(
  db: WorkspaceDb,
  requests: readonly MetricRequest[],
  standings: readonly Standing[],
  from: Moment,
  to: Moment,
): Promise<Evaluated[]> {
  return (await moveAndCheck(db, requests, standings, from, to)).moved
}

/** `sample`: places of those that are checked on a share of the deals; `differing` are those that were carried on wrongly. */
export async function moveAndCheck(
  db: WorkspaceDb,
  requests: readonly MetricRequest[],
  standings: readonly Standing[],
  from: Moment,
  to: Moment,
  { newest = false, sample = [] }: { readonly newest?: boolean; readonly sample?: readonly number[] } = {},
): Promise<{ readonly moved: Evaluated[]; readonly differing: readonly number[] }> {
  const known: At = { kind: 'known', seq: to.seq }
  const named = requests.flatMap((request) => namedKeyResult(request) ?? [])
  const properties = propertyColumns(
    requests.flatMap(({ definition }) => definition.filter?.properties?.map(({ name }) => name) ?? []),
  )
  const groups = groupsOf(requests, from, to)
  const crossings = groups.map(({ crossed }) => crossed)
  const between = { from: from.seq, to: to.seq }
  const states = (['from', 'to'] as const).map((at) => movedStatement(at, between, crossings, properties))
  const told = await db.$client.batch(
    [
      ...mirrorStatements(newest ? { kind: 'now' } : known, named),
      ...states,
      'SELECT MAX(id) AS newest FROM deal',
    ],
    'read',
  )
  const moved = readMoved(told.at(-3), told.at(-2))
  const share = shareOf(Number(told.at(-1)?.rows[0]?.newest ?? 0), to.context.day)
  const looked = readMirror(told.slice(0, -3))
  // Something came in meanwhile: it is no part of the moment the values stand for.
  const late = newest && looked.seq !== to.seq
  const meta = late ? mirrorStatements(known, named) : []
  const looks = groups.flatMap((group) => lookAt(requests, group, properties, moved, from, to))
  const chosen = sample.flatMap((n) => requests[n] ?? [])
  const again = groupsOf(chosen, from, to).flatMap((group) =>
    lookAt(chosen, group, properties, movedOf(moved, share), from, to),
  )
  const counted = shareStatements(chosen, share, [from, to])
  const found = await db.$client.batch([...meta, ...looks, ...again, ...counted], 'read')
  const [carriedEnd, againEnd] = [meta.length + looks.length, meta.length + looks.length + again.length]
  const carried = byName(found.slice(carriedEnd, againEnd))
  const half = counted.length / 2
  const [before, after] = [0, 1].map((moment) =>
    byName(found.slice(againEnd + moment * half, againEnd + (moment + 1) * half)),
  )
  const differing = sample.filter((_, n) => {
    const [then, now] = [before?.get(n), after?.get(n)]
    return !isCarried(sumColumns, [then, now], [carried.get(n * 2), carried.get(n * 2 + 1)])
  })
  const mirror = late ? readMirror(found.slice(0, meta.length)) : looked
  const at: At = newest && !late ? { kind: 'now' } : known
  const rows = byName(found.slice(meta.length, carriedEnd))
  const values = requests.map((request, index): Evaluated => {
    const plan = planOf(request, at, to.context, mirror.targets)
    const [old, now] = [rows.get(index * 2), rows.get(index * 2 + 1)]
    const summed = sumColumns.map((column): [string, number | null] => [
      column,
      (standings[index]?.[column] ?? 0) - Number(old?.[column] ?? 0) + Number(now?.[column] ?? 0),
    ])
    const row = { ...Object.fromEntries(summed), median: null } as unknown as Row
    return { value: metricValue(request, plan, row, mirror, at, to.context), sums: row }
  })
  return { moved: values, differing }
}

function byName(results: readonly ResultSet[]): ReadonlyMap<number, Row> {
  return new Map(results.flatMap(({ rows }) => rows.map((row) => [Number(row.i), row])))
}

interface Group {
  readonly crossed: Crossing
  readonly members: readonly number[]
}

/** Definitions that the same days make a difference to look at the same deals. */
function groupsOf(requests: readonly MetricRequest[], from: Moment, to: Moment): Group[] {
  const crossings = requests.map((request) => crossing(request, from.context, to.context))
  const groups = Map.groupBy(requests.keys(), (index) => JSON.stringify(crossings[index]))
  return [...groups].map(([key, members]) => ({
    crossed: JSON.parse(key) as Crossing,
    members: [...members],
  }))
}

/** What the deals that moved add at the two moments: `i` is twice the index, and one more for the later. */
function lookAt(
  requests: readonly MetricRequest[],
  { crossed, members }: Group,
  properties: Properties,
  moved: MovedStates,
  from: Moment,
  to: Moment,
): InStatement[] {
  const both: Asked[] = []
  const apart: [Asked[], Asked[]] = [[], []]
  for (const index of members) {
    const request = requests[index]
    if (request === undefined) continue
    const [before, after] = [from, to].map(({ seq, context }) => {
      const plan = planOf(request, { kind: 'known', seq }, context, new Map())
      return { index, select: sums(name, parts(request.definition, plan, properties, own, source), plan) }
    })
    if (before === undefined || after === undefined) continue
    // Asked alike at both moments, once is enough.
    if (isSame(before.select, after.select)) both.push(after)
    else {
      apart[0].push(before)
      apart[1].push(after)
    }
  }
  return [
    ...lookStatements(both, movedTable(moved, [0, 1], crossed)),
    ...lookStatements(apart[0], movedTable(moved, [0], crossed)),
    ...lookStatements(apart[1], movedTable(moved, [1], crossed)),
  ]
}

const name = raw('asker * 2 + moment')
const own = ['asker', 'moment']
const source = { table: TABLE, once: true }

function isSame(one: Sql, other: Sql): boolean {
  return one.text === other.text && one.args.every((value, n) => value === other.args[n])
}
