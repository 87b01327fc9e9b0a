/** Which deals can count otherwise at a later moment than at an earlier one, found by index. Pure: SQL out. */
import type { Day } from '../../connectors/contract.ts'
import { catalogue } from './catalogue.ts'
import type { Context, MetricRequest } from './request.ts'
import { type Sql, sql } from './sql.ts'
import { windowDays } from './window.ts'

/** Deals with a revision in `(from, to]`, and their copies in the other CRM: one counts where the other does not. */
export function changedBetween(from: number, to: number): Sql {
  const told = sql`SELECT deal_id FROM revision WHERE seq > ${from} AND seq <= ${to}`
  // The plus keeps the few deals that moved outside: the index on twins would have all that are copies walked.
  const named = sql`SELECT o.id FROM revision n CROSS JOIN deal m ON m.id = n.deal_id CROSS JOIN source t ON t.id <> m.source
    CROSS JOIN deal o ON o.source = t.id AND o.external_id = n.twin_id
    WHERE +n.twin_id IS NOT NULL AND n.deal_id IN (${told})`
  const naming = sql`SELECT n.deal_id FROM deal o CROSS JOIN revision n ON n.twin_id = o.external_id
    CROSS JOIN deal m ON m.id = n.deal_id AND m.source <> o.source WHERE o.id IN (${told})`
  return sql`${told} UNION ${named} UNION ${naming}`
}

type Range = readonly [Day, Day]

/** Days that count at one of the two moments only, `[from, to)`, by the date that the metric goes by. */
export interface Crossing {
  readonly by: 'close_date' | 'created_day'
  /** Those of the earlier moment, and those of the later: maybe more, never fewer. */
  readonly days: readonly [readonly Range[], readonly Range[]]
  /** The only dates that count at each of the two; null: any. */
  readonly windows: readonly [Range, Range] | null
}

/**
 * What the passing of days alone does, of a deal that stayed as it was. Null: no list of days tells, since what a deal went
 * through, or for how long, decides; or the middle one, which no sum tells.
 */
export function crossing(request: MetricRequest, from: Context, to: Context): Crossing | null {
  const { metric, window, params } = request.definition
  const days = (context: Context) => windowDays(window, { ...context, cycle: request.cycle })
  const edges = (): Omit<Crossing, 'by'> => {
    const [before, after] = [days(from), days(to)]
    return {
      days: [
        [...range(before.from, after.from), ...range(after.to, before.to)],
        [...range(after.from, before.from), ...range(before.to, after.to)],
      ],
      windows: [
        [before.from, before.to],
        [after.from, after.to],
      ],
    }
  }
  switch (catalogue[metric].timeBasis) {
    case 'close':
      return params?.statistic === 'median' ? null : { by: 'close_date', ...edges() }
    case 'created':
      return { by: 'created_day', ...edges() }
    case 'day':
      if (metric !== 'overdue_deals') return null
      return {
        by: 'close_date',
        ...{ days: [range(to.day, from.day), range(from.day, to.day)], windows: null },
      }
    default:
      return null
  }
}

function range(from: Day, to: Day): Range[] {
  return from < to ? [[from, to]] : []
}

/** Ids of deals that had such a date in any state that was told: more than need be looked at, never fewer. A SELECT each. */
export function dealsOn(crossings: readonly Crossing[]): Sql[] {
  const ranges = crossings.flatMap(({ by, days }) => days.flat().map((range) => ({ by, range })))
  const distinct = new Map(ranges.map((one) => [JSON.stringify(one), one]))
  return [...distinct.values()].map(({ by, range: [from, to] }) =>
    by === 'close_date'
      ? sql`SELECT deal_id FROM revision
          WHERE close_date >= ${from} AND close_date < ${to} AND deleted = 0 AND time_from <> 'history'`
      : sql`SELECT id FROM deal WHERE created_day >= ${from} AND created_day < ${to}`,
  )
}
