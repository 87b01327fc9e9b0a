/** Which deals can have moved between two values, found by the ledger and not by walking all. Pure: SQL out. */
import { addDays, startOfDay } from '../../connectors/values/time.ts'
import { catalogue } from '../metrics/catalogue.ts'
import { stalledParams } from '../metrics/catalogue-pipeline.ts'
import { changedBetween } from '../metrics/moved.ts'
import { join, type Sql, sql } from '../metrics/sql.ts'
import { type Days, windowDays } from '../metrics/window.ts'
import { aboutOf, type End, lensName, type Pair } from './lenses.ts'

export function changedDeals({ opening, closing }: Pair): Sql {
  const seqs = [opening.value.seq, closing.value.seq]
  return changedBetween(Math.min(...seqs), Math.max(...seqs))
}

/** Deals without a revision in between that look otherwise by the closing's day or definition; null: none can. */
export function crossingDeals(pair: Pair): Sql | null {
  const rest = sql`id NOT IN (${changedDeals(pair)})`
  const past = 'closing'
  const [before, defined, after] = (['opening', 'defined', 'closing'] as const).map((era) =>
    lensName({ era, past }, pair),
  )
  if (before !== defined) return sql`SELECT id FROM deal WHERE ${rest}`
  if (defined === after) return null
  const crossed = crossedBy(pair)
  return crossed === null
    ? sql`SELECT id FROM deal WHERE ${rest}`
    : sql`SELECT id FROM deal WHERE id IN (${crossed}) AND ${rest}`
}

/** By the day that lies between; null: what a deal went through can count otherwise at any time. */
function crossedBy(pair: Pair): Sql | null {
  const { metric, params } = pair.closing.made.definition
  const { opening, closing, company } = pair
  switch (catalogue[metric].timeBasis) {
    case 'close':
      return dated(edges(pair))
    case 'created':
      return sql`SELECT id FROM deal WHERE ${between('created_day', edges(pair))}`
    case 'day': {
      if (metric !== 'stalled_deals') return dated([[aboutOf(opening), aboutOf(closing)]])
      const { days } = stalledParams.parse(params ?? {})
      const since = (end: End) => startOfDay(addDays(aboutOf(end), 1 - days), company.timeZone)
      return sql`SELECT deal_id FROM revision WHERE ${between('effective_at', [[since(opening), since(closing)]])}`
    }
    case 'history':
      return null
    default:
      return null
  }
}

/** By the index `revision_close`: a state as known is neither gone nor one that a history told. */
function dated(ranges: readonly Range[]): Sql {
  const pieces = ranges.map(
    (range) => sql`SELECT deal_id FROM revision
      WHERE deleted = 0 AND time_from <> 'history' AND ${between('close_date', [range])}`,
  )
  return join(pieces, ' UNION ')
}

type Range = readonly [string, string]

/** What lies in one of the two windows and not in the other. */
function edges({ opening, closing, company }: Pair): readonly [Range, Range] {
  const { definition, cycle } = closing.made
  const window = (end: End): Days => windowDays(definition.window, { ...company, day: aboutOf(end), cycle })
  const [one, other] = [window(opening), window(closing)]
  return [
    [one.from, other.from],
    [one.to, other.to],
  ]
}

function between(column: 'close_date' | 'created_day' | 'effective_at', ranges: readonly Range[]): Sql {
  const pieces = ranges.map(([one, other]) => {
    const [low, high] = one < other ? [one, other] : [other, one]
    return { text: `${column} >= ? AND ${column} < ?`, args: [low, high] }
  })
  return {
    text: `(${pieces.map(({ text }) => text).join(' OR ')})`,
    args: pieces.flatMap(({ args }) => args),
  }
}
