/** The contracts of one customer, whatever was merged into it: of a company on the screen, or of the one that a deal is with. */
import type { ResultSet } from '@libsql/client/web'
import { type SQL, sql } from 'drizzle-orm'
import type { WorkspaceDb } from '../../db/client.ts'
import { customersOf } from '../metrics/retention/customers.ts'
import { type Contract, contractsFrom, stateColumns } from '../metrics/retention/ledger.ts'

export type Asked =
  | { readonly kind: 'company'; readonly source: string; readonly id: string }
  | { readonly kind: 'deal'; readonly source: string; readonly externalId: string }

/** Two statements for a batch; `contractsOf` reads the answers. */
export function contractQueries(db: WorkspaceDb, asked: Asked) {
  const tables = sql`WITH RECURSIVE asked AS (${companyOf(asked)}),
    up AS (SELECT id FROM asked UNION SELECT c.merged_into FROM up JOIN company c ON c.source = ${asked.source} AND c.id = up.id
      WHERE c.merged_into IS NOT NULL),
    alike AS (SELECT id FROM up UNION SELECT c.id FROM alike a JOIN company c ON c.source = ${asked.source} AND c.merged_into = a.id)`
  const own = sql`SELECT contract_id FROM contract_revision WHERE company_id IN (SELECT id FROM alike) ${ofDeal(asked)}`
  return [
    db.run(sql`${tables} SELECT ${sql.raw(stateColumns)}, r.deal_id FROM contract c CROSS JOIN contract_revision r ON r.contract_id = c.id
      WHERE c.source = ${asked.source} AND c.id IN (${own}) ORDER BY c.id, r.seq`),
    db.run(sql`${tables} SELECT c.source, c.id, c.name, c.merged_into, c.version, c.deleted FROM company c
      WHERE c.source = ${asked.source} AND c.id IN (SELECT id FROM alike)`),
  ] as const
}

function companyOf(asked: Asked): SQL {
  if (asked.kind === 'company') return sql`SELECT ${asked.id} AS id`
  return sql`SELECT DISTINCT company_id AS id FROM contract_revision WHERE deal_id = ${asked.externalId} AND company_id IS NOT NULL`
}

function ofDeal(asked: Asked): SQL {
  return asked.kind === 'company'
    ? sql``
    : sql`UNION SELECT contract_id FROM contract_revision WHERE deal_id = ${asked.externalId}`
}

export interface CustomerContracts {
  /** Of the same customer, and of nobody else. */
  readonly contracts: readonly Contract[]
  /** Ids of the contracts that came from the deal asked about. */
  readonly ofDeal: ReadonlySet<number>
  /** Null: the mirror holds no such company. */
  readonly name: string | null
  readonly known: boolean
}

export function contractsOf(
  [states, companies]: readonly [ResultSet, ResultSet],
  asked: Asked,
  timeZone: string,
): CustomerContracts {
  const customers = customersOf(companies.rows)
  const all = contractsFrom(states.rows, customers, timeZone)
  // Which of its states is the last decides whose it is, and which deal it came from.
  const deals = new Map(states.rows.map((row) => [Number(row.id), row.deal_id]))
  const ofDeal = new Set(
    asked.kind === 'deal'
      ? all.filter(({ id }) => deals.get(id) === asked.externalId).map(({ id }) => id)
      : [],
  )
  const keys = new Set(
    asked.kind === 'company'
      ? [customers.of(asked.source, asked.id, '').key]
      : all.filter(({ id }) => ofDeal.has(id)).map(({ customer }) => customer),
  )
  const { name = null } = asked.kind === 'company' ? customers.of(asked.source, asked.id, '') : {}
  return {
    contracts: all.filter(({ customer }) => keys.has(customer)),
    ofDeal,
    name,
    known: companies.rows.some(({ deleted }) => Number(deleted) === 0) || all.length > 0,
  }
}
