/**
 * How many people stand behind many selections, followed from night to night by the deals that moved: as `people.ts` counts
 * them, at the cost of what changed. Who they are stays in the database.
 */
import type { InStatement, ResultSet } from '@libsql/client/web'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addMonths } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { certainly } from './atom.ts'
import { keptMoments } from './carried.ts'
import { filterAtoms } from './filter.ts'
import { basisFrom, basisText, hashed } from './fingerprint.ts'
import { lookStatements, TABLE } from './look.ts'
import type { Crossing } from './moved.ts'
import { movedStatement, movedTable, readMoved } from './moved-states.ts'
import type { PeoplePerSource } from './people.ts'
import { keepPeople, type OwnerRow, type Selection } from './people-kept.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import { type Properties, propertyColumns, stateTables } from './state.ts'
import { countedOnce } from './twins.ts'
import type { Filter } from './types.ts'

export type Followed = ReadonlyMap<string, PeoplePerSource>
export const selectionKey = (filter: Filter | undefined): string => JSON.stringify(filter ?? {})

/** Whose deals are counted, and by what name they are kept; `recent`: whether a deal is of the last twelve months. */
export interface Question {
  readonly key: string
  readonly filters: readonly (Filter | undefined)[]
  readonly where: (properties: Properties, recent: Sql) => Sql
  readonly who: (properties: Properties, recent: Sql) => Sql
}

export interface FollowedPeople {
  /** By `selectionKey`. */
  readonly people: Followed
  /** Where what was parted is kept now; null where nothing was asked, or it was changed meanwhile. */
  readonly parted: string | null
}

/** Five round trips; empty where something that all depends on was changed meanwhile. */
export async function followPeople(
  db: WorkspaceDb,
  filters: readonly (Filter | undefined)[],
  today: Day,
  now: Instant,
  parted: Question | null = null,
): Promise<FollowedPeople> {
  const distinct = [...new Map(filters.map((filter) => [selectionKey(filter), filter])).entries()].map(
    ([key, filter]) => peopleOf(key, filter),
  )
  const questions = parted === null ? distinct : [...distinct, parted]
  if (questions.length === 0) return { people: new Map(), parted: null }
  const { rows } = await db.$client.execute(
    `SELECT COALESCE(MAX(seq), 0) AS seq, ${basisText} AS basis FROM revision`,
  )
  const [seq, basis] = [Number(rows[0]?.seq), String(rows[0]?.basis)]
  const properties = propertyColumns(questions.flatMap(namesOf))
  const selections = await Promise.all(
    questions.map(async (question, index) => {
      const print = await fingerprintOf(question, basis)
      return { index, key: question.key, print, question }
    }),
  )
  const heads = await readHeads(db, selections, seq)
  const [moving, anew] = [
    selections.filter(({ print }) => heads.has(print)),
    selections.filter(({ print }) => !heads.has(print)),
  ]
  const [head] = heads.values()
  const deltas = head === undefined ? [] : await deltasOf(db, moving, properties, { ...head, to: seq, today })
  const whole = anew.map((selection) => wholeStatement(selection, properties, { seq, today }))
  const counted = whole.length === 0 ? [] : await db.$client.batch(whole, 'read')
  const written = keepPeople(
    { selections, moving, anew, deltas: rowsOf(deltas), whole: rowsOf(counted) },
    basis,
    {
      ...{ from: head?.from ?? -1, before: head?.before ?? '', seq, today, now },
    },
  )
  const answers = await db.$client.batch(written, 'write')
  const counts = answers.at(-1)?.rows ?? []
  if (counts.length === 0) return { people: new Map(), parted: null }
  const keys = new Map(selections.map(({ print, key }) => [print, key]))
  const found = new Map<string, Map<string, number>>(selections.map(({ key }) => [key, new Map()]))
  for (const row of counts)
    if (row.source !== null)
      found.get(keys.get(String(row.selection)) ?? '')?.set(String(row.source), Number(row.people))
  const print = selections.find(({ question }) => question === parted)?.print ?? null
  if (parted !== null) found.delete(parted.key)
  return { people: found, parted: print }
}

function peopleOf(key: string, filter: Filter | undefined): Question {
  const where = ({ column }: Properties, recent: Sql) =>
    sql`held IS NULL AND owner_hash IS NOT NULL AND ${certainly(filterAtoms(filter, column))}
    AND ${countedOnce(filter)} AND ${recent}`
  return { key, filters: [filter], where, who: () => raw('owner_hash') }
}

function namesOf({ filters }: Question): string[] {
  return filters.flatMap((filter) => filter?.properties?.map(({ name }) => name) ?? [])
}

export function isRecent(since: Sql): Sql {
  return sql`(status = 'open' OR close_date >= ${since} OR created_day >= ${since})`
}

async function fingerprintOf(question: Question, basis: string): Promise<string> {
  const { company, createdDays, properties } = basisFrom(basis)
  const own = propertyColumns(namesOf(question))
  const states = stateTables({ kind: 'known', seq: 0 }, own, ['owner_hash']).map(({ text }) => text)
  const recent = isRecent(raw('since'))
  const asked = [question.where(own, recent), question.who(own, recent)].map(({ text, args }) => [text, args])
  return hashed(
    JSON.stringify([company, createdDays, own.names.length > 0 ? properties : null, states, asked]),
  )
}

interface Asking extends Selection {
  readonly question: Question
}

interface Head {
  readonly from: number
  readonly before: Day
}

/** Those that most stand at; the others are counted anew. */
async function readHeads(
  db: WorkspaceDb,
  selections: readonly Selection[],
  seq: number,
): Promise<ReadonlyMap<string, Head>> {
  const rows = await keptMoments(
    db,
    'carried_selection',
    selections.map(({ print }) => print),
    seq,
  )
  const usable = rows.filter(({ told, most }) => Number(told) <= Number(most))
  const [group = []] = [...Map.groupBy(usable, (row) => `${row.through_seq} ${row.today}`).values()].sort(
    (a, b) => b.length - a.length,
  )
  return new Map(
    group.map((row) => [
      String(row.fingerprint),
      { from: Number(row.through_seq), before: String(row.today) },
    ]),
  )
}

async function deltasOf(
  db: WorkspaceDb,
  selections: readonly Asking[],
  properties: Properties,
  { from, before, to, today }: Head & { readonly to: number; readonly today: Day },
): Promise<ResultSet[]> {
  const since = [before, today].map((day) => addMonths(day, -12)).sort() as [Day, Day]
  const range = since[0] === since[1] ? [] : [since]
  const crossings = (['close_date', 'created_day'] as const).map(
    (by): Crossing => ({ by, days: [range, range], windows: null }),
  )
  const between = { from, to }
  const states = (['from', 'to'] as const).map((at) =>
    movedStatement(at, between, crossings, properties, ['owner_hash']),
  )
  const [old, now] = await db.$client.batch(states, 'read')
  const recent = isRecent(
    sql`CASE moment WHEN 0 THEN ${addMonths(before, -12)} ELSE ${addMonths(today, -12)} END`,
  )
  const asked = selections.map(({ index, question: { who, where } }) => ({
    index,
    select: sql`SELECT asker AS i, source, ${who(properties, recent)} AS who,
      SUM(CASE moment WHEN 0 THEN -1 ELSE 1 END) AS deals FROM ${raw(TABLE)} WHERE ${where(properties, recent)}`,
  }))
  const deals = movedTable(readMoved(old, now), [0, 1], ...crossings)
  return db.$client.batch(lookStatements(asked, deals, 'asker, source, who'), 'read')
}

function wholeStatement(
  { index, question: { who, where } }: Asking,
  properties: Properties,
  { seq, today }: { readonly seq: number; readonly today: Day },
): InStatement {
  const tables = stateTables({ kind: 'known', seq }, properties, ['owner_hash'])
  const recent = isRecent(sql`${addMonths(today, -12)}`)
  const { text, args } =
    sql`WITH ${join(tables, ', ')} SELECT ${raw(String(index))} AS i, source, ${who(properties, recent)} AS who,
    COUNT(*) AS deals FROM s WHERE ${where(properties, recent)} GROUP BY source, who`
  return { sql: text, args: [...args] }
}

function rowsOf(results: readonly ResultSet[]): OwnerRow[] {
  return results.flatMap(({ rows }) =>
    rows.map((row): OwnerRow => [Number(row.i), String(row.source), String(row.who), Number(row.deals)]),
  )
}
