/** Contracts of a few customers, as a night would have told them. */
import type { Day } from '../../../connectors/contract.ts'
import type { WorkspaceDb } from '../../../db/client.ts'
import { company, contract, contractRevision, setting } from '../../../db/workspace/schema.ts'

export interface Contracts {
  readonly companies: readonly { readonly id: string; readonly name?: string; readonly mergedInto?: string }[]
  readonly contracts: readonly {
    readonly id: string
    readonly company: string
    readonly product: string
    readonly start: Day
    readonly end: Day | null
    /** Of a year, in minor units. */
    readonly amount: number
    readonly deal?: string
  }[]
}

export async function tellContracts(db: WorkspaceDb, { companies, contracts }: Contracts): Promise<void> {
  const [source, at] = ['hubspot', '2026-10-01T08:00:00.000Z']
  await db.insert(setting).values({ key: `contracts:${source}`, value: '{"source":"deals"}' })
  await db.insert(company).values(companies.map((one) => ({ source, version: at, ...one })))
  for (const [
    n,
    { id, company: companyId, product, start, end, amount, deal = null },
  ] of contracts.entries()) {
    const seq = n + 1
    await db.insert(contract).values({ id: n + 1, source, externalId: id, kind: 'deal', currentSeq: seq })
    await db.insert(contractRevision).values({
      ...{
        seq,
        contractId: n + 1,
        effectiveAt: at,
        timeFrom: 'crm',
        cause: 'read',
        version: at,
        companyId,
        product,
      },
      ...{
        dealId: deal,
        startsOn: start,
        endsOn: end,
        amountMinor: amount,
        homeMinor: amount,
        periodMonths: 12,
      },
      ...{ currency: 'EUR', rate: '1', rateRule: 'same', overlap: 'adds' },
    })
  }
}
