/**
 * A deal that both sandboxes hold is one contract, as it is one deal: told twice and incomplete until a side is named, then
 * from that side alone, whatever its copy is read from.
 */
import { expect, test } from 'vitest'
import { type ContractMapping, noContracts } from '../../../connectors/contract-mapping.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import { chooseContracts } from '../../../src/okr/contracts.ts'
import { nameLeading } from '../../../src/okr/mapping.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { copiedCompany, MORNING } from './copied-company.ts'

const opportunities: ContractMapping = {
  ...{ ...noContracts, source: 'deals', amount: 'recurring_amount__c', months: 12 },
  ...{ term: 'term_months__c', start: 'contract_start__c', end: 'contract_end__c', adds: ['*'] },
}
const deals: ContractMapping = {
  ...{ ...noContracts, source: 'deals', amount: 'hs_arr', months: 12, term: 'term_months' },
  ...{ start: 'contract_start', end: 'contract_end', adds: ['*'] },
}
const items: ContractMapping = { ...noContracts, source: 'line_items', adds: ['*'] }
const writer = { actor: 'anna', now: MORNING }

test.each([
  ['won deals', deals],
  ['line items', items],
])(
  '%s that were copied are one contract with their original, from the side that was named',
  async (_, mapping) => {
    const { world } = await copiedCompany()
    const { db } = await world.platform.open('acme')
    await chooseContracts(db, 'hubspot', mapping, writer)
    await chooseContracts(db, 'salesforce', opportunities, writer)
    let hour = 3
    const night = async () => {
      hour += 1
      world.set(`2026-03-03T${String(hour).padStart(2, '0')}:40:00.000Z`)
      const done = await runNight(world.platform, 'acme', { kind: 'manual' })
      expect(done).toMatchObject({ dead: [], runs: [{ status: 'complete' }, { status: 'complete' }] })
    }
    const ask = async (connections?: string[]) => {
      const context = {
        day: '2026-03-03',
        timeZone: 'Europe/Berlin',
        currency: 'EUR',
        fiscalYearStartMonth: 1,
      }
      const filter = connections === undefined ? {} : { filter: { connections } }
      const definition = { metric: 'recurring_revenue' as const, window: 'cycle' as const, ...filter }
      const cycle = { from: '2026-01-01', to: '2026-04-01' }
      const [value] = await evaluate(
        db,
        [{ definition, definitionVersion: 1, cycle }],
        { kind: 'now' },
        context,
      )
      return value
    }
    /** Contracts in force of deals that both hold, by side. */
    const pairs = async () => {
      const rows = await world.rows(
        `SELECT c.source, COUNT(*) AS n FROM contract c JOIN contract_revision k ON k.seq = c.current_seq
        WHERE k.deleted = 0 AND k.deal_id IN (SELECT d.external_id FROM deal d JOIN revision r ON r.seq = d.current_seq
            WHERE r.twin_id IS NOT NULL UNION SELECT r.twin_id FROM deal d JOIN revision r ON r.seq = d.current_seq)
        GROUP BY c.source`,
      )
      return Object.fromEntries(rows.map(({ source, n }) => [source, Number(n)]))
    }
    await night()
    const [open, twice] = [await ask(), await pairs()]
    expect(open).toMatchObject({ complete: false, reason: 'leading_side_open' })
    expect(await ask(['salesforce'])).toMatchObject({ complete: true })
    expect(twice.hubspot).toBeGreaterThan(10)
    expect(twice.salesforce).toBeGreaterThan(10)

    await nameLeading(db, 'salesforce', writer)
    await night()
    expect(await pairs()).toEqual({ salesforce: twice.salesforce })
    const once = await ask()
    expect(once).toMatchObject({ complete: true })
    expect(once?.value ?? 0).toBeLessThan(open?.value ?? 0)

    // A side that tells of no contracts can lead for deals and not for them.
    await chooseContracts(db, 'salesforce', noContracts, writer)
    await night()
    expect(await pairs()).toEqual({ hubspot: twice.hubspot })
  },
  120_000,
)
