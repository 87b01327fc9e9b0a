/**
 * Five hundred seeded changes, made twice: to the rows the oracle asks and to the CRM the connectors read. Which change it
 * is stands in the file's own words; neither side computes it from the other.
 */

import { mavenStages } from '../../connectors/demo/maven.ts'
import type { Crm } from '../../connectors/demo/types.ts'
import type { MavenOracle, Opportunity } from '../oracles/maven.ts'

export async function changeBoth(
  oracle: MavenOracle,
  crm: Crm,
  seed: number,
  count: number,
  at: string,
): Promise<void> {
  const random = mulberry(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const rows = new Map(oracle.rows.map((row) => [row.opportunity_id, { ...row }]))
  const dealIds = new Map(
    [...crm.deals.values()].map((deal) => [deal.properties.opportunity_id ?? '', deal.id]),
  )
  const day = () =>
    `2017-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`
  const value = () => String(1 + Math.floor(random() * 26_000))

  const kinds: readonly ((row: Opportunity) => Partial<Opportunity> | null)[] = [
    () => ({ deal_stage: 'Won', close_date: day(), close_value: value() }),
    () => ({ deal_stage: 'Lost', close_date: day(), close_value: '0' }),
    () => ({ close_value: value() }),
    () => ({ close_date: day() }),
    () => ({ product: pick(oracle.products) }),
    // An open deal with a date and an amount, as a forecast would have it.
    (row) => (isClosed(row) ? null : { close_date: day(), close_value: `${value()}.55` }),
    () => ({ deal_stage: 'Engaging', close_date: '', close_value: '' }),
    () => ({ close_value: '' }),
  ]
  for (let i = 0; i < count; i += 1) {
    const row = pick([...rows.values()])
    const dealId = dealIds.get(row.opportunity_id) ?? ''
    if (random() < 0.05) {
      rows.delete(row.opportunity_id)
      await oracle.remove(row.opportunity_id)
      crm.deleteDeal(dealId, at)
      continue
    }
    const change = pick(kinds)(row)
    if (change === null) continue
    const next: Opportunity = { ...row, ...change }
    rows.set(row.opportunity_id, next)
    await oracle.put(next)
    const { properties } = crm.deals.get(dealId) ?? { properties: {} }
    crm.updateDeal(
      dealId,
      {
        stageId: mavenStages[next.deal_stage as keyof typeof mavenStages],
        closeDate: next.close_date === '' ? null : next.close_date,
        amount: next.close_value === '' ? null : next.close_value,
        properties: { ...properties, product: next.product },
      },
      at,
    )
  }
}

function isClosed({ deal_stage }: Opportunity): boolean {
  return deal_stage === 'Won' || deal_stage === 'Lost'
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
