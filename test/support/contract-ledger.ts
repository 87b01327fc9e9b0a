/** Contracts without a CRM: what a test says of them, as rows of their ledger. */
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import * as tables from '../../db/workspace/schema.ts'
import { emptyTables, T0 } from './contract-tables.ts'

export interface ContractRow {
  readonly id: string
  readonly source?: string
  readonly kind?: string
  readonly states: readonly ContractState[]
}

/** What is left out is as in `plain`. */
export interface ContractState {
  /** By default in the order of the rows. */
  readonly seq?: number
  readonly effectiveAt?: string
  readonly cause?: 'read' | 'removed' | 'derived'
  readonly company?: string | null
  readonly product?: string | null
  readonly start?: Day | null
  readonly end?: Day | null
  readonly amount?: number | null
  /** As `amount` unless given. */
  readonly home?: number | null
  readonly months?: number
  readonly currency?: string
  readonly rate?: string | null
  readonly rateRule?: string | null
  readonly overlap?: 'replaces' | 'adds' | null
  readonly deleted?: boolean
  readonly problem?: boolean
}

export interface ContractContent {
  readonly contracts: readonly ContractRow[]
  readonly sources?: readonly string[]
  /** Connections whose contracts somebody chose; by default all. */
  readonly chosen?: readonly string[]
  readonly companies?: readonly {
    readonly source?: string
    readonly id: string
    readonly name?: string
    readonly mergedInto?: string
  }[]
}

/** Empties what it writes to, and writes. */
export async function writeContracts(db: WorkspaceDb, content: ContractContent): Promise<void> {
  const { contracts, sources = ['hubspot'], companies = [] } = content
  const chosen = content.chosen ?? sources
  let seq = 0
  const identities = contracts.map(({ id, source = 'hubspot', kind = 'deal' }, index) => ({
    ...{ id: index + 1, source, externalId: id, kind },
  }))
  const revisions = contracts.flatMap(({ states }, index) =>
    states.map((state) => {
      seq += 1
      return {
        ...{ seq: state.seq ?? seq, contractId: index + 1, effectiveAt: state.effectiveAt ?? T0 },
        ...{ timeFrom: 'crm', cause: state.cause ?? 'read', version: state.effectiveAt ?? T0 },
        ...{
          companyId: state.company === undefined ? 'acme' : state.company,
          product: state.product ?? null,
        },
        ...{ startsOn: state.start === undefined ? '2026-01-01' : state.start, endsOn: state.end ?? null },
        amountMinor: state.amount === undefined ? 12_000 : state.amount,
        homeMinor: state.home === undefined ? (state.amount ?? 12_000) : state.home,
        ...{ periodMonths: state.months ?? 12, currency: state.currency ?? 'EUR' },
        ...{ rate: state.rate ?? null, rateRule: state.rateRule ?? null, overlap: state.overlap ?? null },
        ...{ deleted: state.deleted ?? false, problem: state.problem ? '[{"field":"amount"}]' : null },
      }
    }),
  )
  await emptyTables(db)
  for (const id of sources) {
    await db.insert(tables.source).values({ id, crm: id, account: '{"currency":"EUR"}', createdAt: T0 })
    await db.insert(tables.run).values({
      ...{ id: `run-${id}`, source: id, day: '2025-12-31', kind: 'night', status: 'complete' },
      ...{ startedAt: T0, finishedAt: T0, dataThrough: T0, seq: 0 },
    })
  }
  for (const id of chosen)
    await db.insert(tables.setting).values({ key: `contracts:${id}`, value: '{"source":"deals"}' })
  if (companies.length > 0)
    await db.insert(tables.company).values(
      companies.map(({ source = 'hubspot', id, name, mergedInto }) => ({
        ...{ source, id, version: T0, name: name ?? null, mergedInto: mergedInto ?? null },
      })),
    )
  for (let at = 0; at < identities.length; at += 500)
    await db.insert(tables.contract).values(identities.slice(at, at + 500))
  for (let at = 0; at < revisions.length; at += 500)
    await db.insert(tables.contractRevision).values(revisions.slice(at, at + 500))
}
