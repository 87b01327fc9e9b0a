/** The ledger of contracts as rows in, contracts out: what each was at any time, by customer. */
import type { InStatement, ResultSet, Row } from '@libsql/client/web'
import type { Day, Instant } from '../../../connectors/contract.ts'
import { ABSURD_MINOR } from '../../../connectors/values/money.ts'
import { localDay } from '../../../connectors/values/time.ts'
import { list, raw, type Sql, sql } from '../sql.ts'
import type { At } from '../types.ts'
import { type Customers, customersOf } from './customers.ts'

/** A state of a contract, in force from the day it took effect. */
export interface Revision {
  readonly seq: number
  readonly from: Day
  readonly amountMinor: number | null
  readonly currency: string | null
  /** In the company's currency; null without rate. */
  readonly homeMinor: number | null
  readonly rate: string | null
  readonly rateRule: string | null
  readonly months: number
  readonly deleted: boolean
}

export interface Contract {
  readonly id: number
  readonly source: string
  readonly externalId: string
  readonly kind: string
  /** One customer, whatever was merged into it. */
  readonly customer: string
  readonly customerId: string | null
  readonly name: string | null
  readonly product: string | null
  readonly startsOn: Day
  /** The first day it does not run any more; null: open. */
  readonly endsOn: Day | null
  readonly replaces: boolean
  /** It cannot be read: it adds nothing and is counted as skipped. */
  readonly held: boolean
  readonly deleted: boolean
  /** In the order in which they were told; those that cannot be read are left out. */
  readonly revisions: readonly Revision[]
}

/** What `contractsFrom` reads, of a contract `c` and its state `r`. */
export const stateColumns = `c.id, c.source, c.external_id, c.kind, r.seq, r.effective_at, r.cause, r.company_id, r.product,
  r.starts_on, r.ends_on, r.amount_minor, r.period_months, r.currency, r.home_minor, r.rate, r.rate_rule,
  r.overlap, r.deleted, r.problem IS NOT NULL AS unreadable`

/** Two statements: the states that count at that moment, and who the customers are. */
export function ledgerStatements(at: At, sources: readonly string[] | undefined): InStatement[] {
  const within = sources === undefined ? sql`1` : sql`c.source IN ${list(sources)}`
  const pieces = [
    sql`SELECT ${raw(stateColumns)}
      FROM contract c CROSS JOIN contract_revision r ON r.contract_id = c.id
      WHERE ${within} AND ${toldAt(at)} ORDER BY c.id, r.seq`,
    sql`SELECT source, id, name, merged_into, version FROM company`,
  ]
  return pieces.map(({ text, args }) => ({ sql: text, args: [...args] }))
}

/** Which states of contracts had been told, or had come about, at a moment. */
function toldAt(at: At): Sql {
  switch (at.kind) {
    case 'now':
      return sql`1`
    case 'known':
      return sql`r.seq <= ${at.seq}`
    case 'asOf':
      return sql`r.effective_at <= ${at.instant}`
    default:
      return at satisfies never
  }
}

/** The answers to `ledgerStatements`; `until`: without what came about after that instant. */
export function readLedger(
  [states, companies]: readonly ResultSet[],
  timeZone: string,
  until?: Instant,
): Contract[] {
  const rows = states?.rows ?? []
  const told = until === undefined ? rows : rows.filter(({ effective_at }) => String(effective_at) <= until)
  return contractsFrom(told, customersOf(companies?.rows ?? []), timeZone)
}

/** Rows of states, those of a contract together and in the order in which they were told. */
export function contractsFrom(states: readonly Row[], customers: Customers, timeZone: string): Contract[] {
  const contracts: Contract[] = []
  let rows: Row[] = []
  for (const row of states) {
    if (rows[0] !== undefined && rows[0].id !== row.id) {
      contracts.push(...contractOf(rows, customers, timeZone))
      rows = []
    }
    rows.push(row)
  }
  return [...contracts, ...contractOf(rows, customers, timeZone)]
}

/** Terms, customer and product are those told last; what it brings is what it brought at the time. */
function contractOf(rows: readonly Row[], customers: Customers, timeZone: string): Contract[] {
  const last = rows.at(-1)
  // Another choice of where contracts come from: it never was one.
  if (last === undefined || (Number(last.deleted) === 1 && last.cause === 'derived')) return []
  const [source, externalId] = [String(last.source), String(last.external_id)]
  const customer = customers.of(source, textOf(last.company_id), `${String(last.kind)} ${externalId}`)
  const [startsOn, endsOn] = [textOf(last.starts_on), textOf(last.ends_on)]
  return [
    {
      ...{ id: Number(last.id), source, externalId, kind: String(last.kind) },
      ...{ customer: customer.key, customerId: customer.id, name: customer.name },
      product: textOf(last.product),
      startsOn: startsOn ?? '',
      endsOn,
      replaces: last.overlap === 'replaces',
      held: isHeld(last, startsOn, endsOn),
      deleted: Number(last.deleted) === 1,
      revisions: rows
        .filter(({ unreadable }) => Number(unreadable) === 0)
        // Where there is only one, it holds at all times: its day is not needed.
        .map((row) => revisionOf(row, rows.length === 1 ? '' : localDay(String(row.effective_at), timeZone))),
    },
  ]
}

function isHeld(last: Row, startsOn: Day | null, endsOn: Day | null): boolean {
  const absurd = [last.amount_minor, last.home_minor].some((minor) => Math.abs(Number(minor)) > ABSURD_MINOR)
  const backwards = startsOn !== null && endsOn !== null && endsOn < startsOn
  return (
    Number(last.unreadable) === 1 ||
    startsOn === null ||
    absurd ||
    backwards ||
    !(Number(last.period_months) > 0)
  )
}

function revisionOf(row: Row, from: Day): Revision {
  return {
    ...{
      seq: Number(row.seq),
      from,
      amountMinor: numberOf(row.amount_minor),
      currency: textOf(row.currency),
    },
    ...{ homeMinor: numberOf(row.home_minor), rate: textOf(row.rate), rateRule: textOf(row.rate_rule) },
    months: Number(row.period_months),
    deleted: Number(row.deleted) === 1,
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
