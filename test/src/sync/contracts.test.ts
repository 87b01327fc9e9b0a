/** Contracts of the shipped connectors, over real sockets, from each of their sources. */
import { expect, test } from 'vitest'
import { type ContractMapping, noContracts } from '../../../connectors/contract.ts'
import { liveDay } from '../../../connectors/demo/company.ts'
import type { Crm, CrmDeal } from '../../../connectors/demo/types.ts'
import { lookForContracts } from '../../../src/health/contract-offers.ts'
import { chooseContracts, proposedOf, readContracts } from '../../../src/okr/contracts.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { type CrmName, crms, twoCrms } from './two-crms.ts'
import type { World } from './world.ts'

async function company() {
  const { world, now, sandboxes, connect } = await twoCrms()
  for (const crm of crms) expect(await connect(crm)).toMatchObject({ ok: true })
  const workspace = await world.platform.open('acme')
  const choose = (crm: CrmName, mapping: ContractMapping) =>
    chooseContracts(workspace.db, crm, mapping, { actor: 'anna', now: now() })
  const night = async () => {
    const { runs, dead } = await runNight(world.platform, 'acme', { kind: 'manual', background: 'later' })
    expect(dead).toEqual([])
    expect(runs.map(({ status, failure }) => ({ status, failure }))).toEqual([
      { status: 'complete', failure: null },
      { status: 'complete', failure: null },
    ])
  }
  return { world, workspace, sandboxes, connect, choose, night }
}

/** From the neutral company alone: won deals with recurring money, what they bring a year and how long. */
function truth(crm: Crm): string[] {
  const won = (deal: CrmDeal) =>
    crm.pipelines.find(({ id }) => id === deal.pipelineId)?.stages.find(({ id }) => id === deal.stageId)?.won
  return [...crm.deals.values()]
    .filter((deal) => deal.deletedAt === null && won(deal) && Number(deal.properties.recurring_amount) > 0)
    .map(({ properties, currency }) =>
      [
        properties.contract_start,
        properties.contract_end,
        Math.round(Number(properties.recurring_amount) * 100),
        currency,
      ].join(' '),
    )
    .sort()
}

async function held(world: World, source: CrmName): Promise<string[]> {
  const rows = await world.rows(
    `SELECT k.starts_on, k.ends_on, k.amount_minor * 12 / k.period_months AS year, k.currency FROM contract c
      JOIN contract_revision k ON k.seq = c.current_seq WHERE c.source = ? AND k.deleted = 0`,
    source,
  )
  return rows
    .map(({ starts_on, ends_on, year, currency }) => [starts_on, ends_on, year, currency].join(' '))
    .sort()
}

const hubspotDeals: ContractMapping = {
  ...{ ...noContracts, source: 'deals', amount: 'hs_arr', months: 12, term: 'term_months' },
  ...{ start: 'contract_start', end: 'contract_end', product: 'product_line' },
  ...{ replaces: ['renewal'], adds: ['newbusiness', 'existingbusiness'] },
}
const salesforceContracts: ContractMapping = {
  ...{ ...noContracts, source: 'contracts', amount: 'Annual_Recurring__c', months: 12 },
  ...{ term: 'ContractTerm', start: 'StartDate', end: 'EndDate', endInclusive: true },
  product: 'Product_Line__c',
}

test('while nobody has chosen, a night makes no call for contracts and holds none', async () => {
  const { world, sandboxes, night } = await company()
  await night()
  const asked = [...sandboxes.hubspot.calls, ...sandboxes.salesforce.calls].map(({ path }) => path).join(' ')
  expect(asked).not.toMatch(/line_items|subscriptions/)
  expect(sandboxes.salesforce.queries.join(' ')).not.toMatch(/FROM (Contract|Asset)\b/)
  expect(await world.rows("SELECT * FROM stream_state WHERE stream = 'contracts'")).toEqual([])
  expect(await world.rows('SELECT * FROM contract')).toEqual([])
}, 60_000)

test('contracts of both CRMs are held as they stand there, night for night, to the cent and the day', async () => {
  const { world, sandboxes, choose, night } = await company()
  expect(await choose('hubspot', hubspotDeals)).toEqual({ ok: true })
  expect(await choose('salesforce', salesforceContracts)).toEqual({ ok: true })
  await night()
  for (const crm of crms) {
    const wanted = truth(sandboxes[crm].crm)
    expect(wanted.length).toBeGreaterThan(200)
    expect(await held(world, crm)).toEqual(wanted)
  }
  for (const day of ['2026-03-03', '2026-03-04']) {
    for (const crm of crms) liveDay(sandboxes[crm].crm, day)
    world.set(new Date(Date.parse(`${day}T03:40:00.000Z`) + 86_400_000).toISOString())
    await night()
    for (const crm of crms) expect(await held(world, crm)).toEqual(truth(sandboxes[crm].crm))
  }
  const won = [...sandboxes.hubspot.crm.deals.values()].find(({ stageId }) => stageId === '1106')
  const sold = [...sandboxes.salesforce.crm.deals.values()].find(({ stageId }) => stageId === '15')
  sandboxes.hubspot.crm.deleteDeal(won?.id ?? '', world.platform.now())
  sandboxes.salesforce.crm.deleteDeal(sold?.id ?? '', world.platform.now())
  world.set('2026-03-06T03:40:00.000Z')
  await night()
  for (const crm of crms) expect(await held(world, crm)).toEqual(truth(sandboxes[crm].crm))
  // Nothing new: nothing is written.
  const before = await world.rows('SELECT COUNT(*) AS n FROM contract_revision')
  await night()
  expect(await world.rows('SELECT COUNT(*) AS n FROM contract_revision')).toEqual(before)
}, 120_000)

test.each<[CrmName, ContractMapping]>([
  ['hubspot', { ...noContracts, source: 'line_items' }],
  ['hubspot', { ...noContracts, source: 'subscriptions' }],
  [
    'salesforce',
    {
      ...{ ...noContracts, source: 'deals', amount: 'recurring_amount__c', months: 12 },
      ...{ term: 'term_months__c', start: 'contract_start__c', end: 'contract_end__c' },
    },
  ],
])(
  'another source of %s tells the same contracts, and those of the first are gone',
  async (crm, mapping) => {
    const { world, sandboxes, choose, night } = await company()
    await choose(crm, crm === 'hubspot' ? hubspotDeals : salesforceContracts)
    await night()
    await choose(crm, mapping)
    expect(await held(world, crm)).toEqual([])
    await night()
    expect(await held(world, crm)).toEqual(truth(sandboxes[crm].crm))
    await choose(crm, noContracts)
    expect(await held(world, crm)).toEqual([])
  },
  120_000,
)

test('assets are told by the month, rounded as Salesforce rounds them', async () => {
  const { world, sandboxes, choose, night } = await company()
  await choose('salesforce', {
    ...{ ...noContracts, source: 'assets', amount: 'CurrentMrr', months: 1 },
    ...{ start: 'LifecycleStartDate', end: 'LifecycleEndDate', product: 'Product2Id' },
  })
  await night()
  const days = (list: string[]) => list.map((line) => line.split(' ').slice(0, 2).join(' ')).sort()
  expect(days(await held(world, 'salesforce'))).toEqual(days(truth(sandboxes.salesforce.crm)))
}, 60_000)

test('what a CRM has is proposed with a count and a few contracts, and what nobody decided is listed', async () => {
  const { world, workspace, sandboxes, connect, choose, night } = await company()
  for (const crm of crms)
    expect(await lookForContracts(world.platform, workspace, crm)).toMatchObject({ ok: true })
  const [hubspot, salesforce] = await readContracts(workspace.db)
  if (hubspot === undefined || salesforce === undefined) throw new Error('no connection')
  const proposed = proposedOf(hubspot)
  expect(proposed).toMatchObject({ mapping: hubspotDeals, count: truth(sandboxes.hubspot.crm).length })
  expect(proposed?.sample.length).toBeGreaterThan(2)
  expect(proposedOf(salesforce)).toMatchObject({
    mapping: salesforceContracts,
    count: truth(sandboxes.salesforce.crm).length,
  })
  await choose('hubspot', { ...hubspotDeals, adds: ['newbusiness'] })
  // Connected again, what contracts follow from is still asked for.
  await connect('hubspot')
  await night()
  const [after] = await readContracts(workspace.db)
  expect(after?.contracts).toBe(truth(sandboxes.hubspot.crm).length)
  expect(after?.undecided).toMatchObject([{ type: 'existingbusiness', pipeline: 'Erweiterung' }])
  expect(after?.undecided[0]?.contracts).toBeGreaterThan(20)
}, 60_000)
