/** Contracts and their ledger: recurring money of a customer for a time, and every state that each was in. */
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Identity of a contract. What it was at any time stands in its revisions. */
export const contract = sqliteTable(
  'contract',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    source: text().notNull(),
    /** Of the deal, line item, subscription, contract, asset or opportunity that it is. */
    externalId: text('external_id').notNull(),
    /** deal, line_item, subscription, contract, asset, opportunity. */
    kind: text().notNull(),
    /** The revision told last. */
    currentSeq: integer('current_seq'),
  },
  (t) => [
    uniqueIndex('contract_external').on(t.source, t.kind, t.externalId),
    index('contract_current').on(t.currentSeq),
  ],
)

/** Only appended to, as `revision`, and with the same counter: `nextSeqs` of `seq.ts` gives `seq`. */
export const contractRevision = sqliteTable(
  'contract_revision',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    contractId: integer('contract_id').notNull(),
    effectiveAt: text('effective_at').notNull(),
    /** Where `effectiveAt` comes from: crm, event, seen. */
    timeFrom: text('time_from').notNull(),
    /** Why the row was written: read, removed, derived. */
    cause: text().notNull(),
    runId: text('run_id'),
    version: text().notNull(),
    companyId: text('company_id'),
    /** What is sold, by the CRM's own id or name: a renewal follows a contract of the same. */
    product: text(),
    /** The deal it came from, by the CRM's id. */
    dealId: text('deal_id'),
    startsOn: text('starts_on'),
    /** The first day on which it does not run any more; null is an open end. */
    endsOn: text('ends_on'),
    /** For `periodMonths` months. */
    amountMinor: integer('amount_minor'),
    periodMonths: integer('period_months'),
    currency: text(),
    /** As on a deal: in the company's currency, by that factor, by that rule. */
    homeMinor: integer('home_minor'),
    rate: text(),
    rateRule: text('rate_rule'),
    /** replaces, adds; null: nobody has decided, and it adds. */
    overlap: text(),
    /** Deleted in the CRM, or no contract any more: its deal was reopened, the choice of the source is another. */
    deleted: integer({ mode: 'boolean' }).notNull().default(false),
    /** JSON `{field, code, raw}[]`: it is held, counted, and adds nothing. */
    problem: text(),
  },
  (t) => [
    index('contract_revision_contract').on(t.contractId, t.seq, t.effectiveAt),
    // Beside a record in the CRM the contracts of one customer are asked for.
    index('contract_revision_company').on(t.companyId, t.contractId),
    index('contract_revision_deal').on(t.dealId, t.contractId),
  ],
)
