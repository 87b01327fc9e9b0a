import { expect, test } from 'vitest'
import { createDemoCompany, demoPipelines, liveDay } from '../../../connectors/demo/company.ts'
import type { Crm, CrmDeal } from '../../../connectors/demo/types.ts'

const ANCHOR = '2026-11-23'
const hubspot = createDemoCompany({ seed: 7, anchor: ANCHOR, crm: 'hubspot' })
const salesforce = createDemoCompany({ seed: 7, anchor: ANCHOR, crm: 'salesforce' })

const alive = (crm: Crm) => [...crm.deals.values()].filter((deal) => deal.deletedAt === null)
const records = (crm: Crm) => JSON.stringify([[...crm.deals.values()], [...crm.companies.values()]])

function statusOf(crm: Crm, deal: CrmDeal): 'open' | 'won' | 'lost' {
  const stages = crm.pipelines.find((pipeline) => pipeline.id === deal.pipelineId)?.stages ?? []
  const stage = stages.find((one) => one.id === deal.stageId)
  if (stage === undefined) throw new Error(`deal ${deal.id} stands nowhere`)
  if (!stage.closed) return 'open'
  return stage.won ? 'won' : 'lost'
}
const withStatus = (crm: Crm, status: string, pipelines?: readonly string[]) =>
  alive(crm).filter(
    (deal) =>
      statusOf(crm, deal) === status && (pipelines === undefined || pipelines.includes(deal.pipelineId)),
  )
const share = (part: number, whole: number) => part / whole

test('the same seed and anchor give the same company to the last byte', () => {
  const again = createDemoCompany({ seed: 7, anchor: ANCHOR, crm: 'hubspot' })
  expect(records(again) === records(hubspot)).toBe(true)
  const other = createDemoCompany({ seed: 8, anchor: ANCHOR, crm: 'hubspot' })
  expect(records(other) === records(hubspot)).toBe(false)
})

test('days lived after the anchor replay identically, and each brings news', () => {
  const play = () => {
    const crm = createDemoCompany({ seed: 3, anchor: '2026-11-20', crm: 'salesforce' })
    const days = ['2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25']
    const touched = days.map((day) => {
      liveDay(crm, day)
      return [...crm.deals.values()].filter((deal) => deal.updatedAt.startsWith(day)).length
    })
    return { touched, records: records(crm) }
  }
  const [first, second] = [play(), play()]
  expect(first.records === second.records).toBe(true)
  const [saturday = 0, sunday = 0, ...workdays] = first.touched
  expect(saturday + sunday).toBeLessThan(6)
  expect(Math.min(...workdays)).toBeGreaterThan(4)
})

test('a deal edited by a person late in the day does not stop the day', () => {
  const crm = createDemoCompany({ seed: 3, anchor: '2026-11-22', crm: 'salesforce' })
  for (const deal of withStatus(crm, 'open'))
    crm.updateDeal(deal.id, { amount: '777.00' }, '2026-11-23T22:00:00.000Z')
  liveDay(crm, '2026-11-23')
  expect(withStatus(crm, 'open').every((deal) => deal.updatedAt >= '2026-11-23')).toBe(true)
})

test('days are lived in order and once', () => {
  const crm = createDemoCompany({ seed: 3, anchor: '2026-11-22', crm: 'salesforce' })
  expect(() => liveDay(crm, '2026-11-24')).toThrow('The next day is 2026-11-23')
  liveDay(crm, '2026-11-23')
  expect(() => liveDay(crm, '2026-11-23')).toThrow('The next day is 2026-11-24')
})

test('only a demo company can live on', () => {
  const copy = { ...hubspot }
  expect(() => liveDay(copy, '2026-11-24')).toThrow('demo company')
})

test.each([
  ['hubspot', hubspot, 2800, 3300],
  ['salesforce', salesforce, 1400, 1650],
] as const)('%s holds three believable years', (division, crm, least, most) => {
  expect(crm.deals.size).toBeGreaterThan(least)
  expect(crm.deals.size).toBeLessThan(most)
  expect(crm.pipelines.map((pipeline) => pipeline.label)).toEqual([
    'Neugeschäft',
    'Erweiterung',
    'Verlängerung',
  ])
  const all = alive(crm)

  const inCurrency = (code: string) => share(all.filter((deal) => deal.currency === code).length, all.length)
  expect(inCurrency('EUR')).toBeGreaterThan(0.8)
  expect(inCurrency('CHF')).toBeGreaterThan(0.04)
  expect(inCurrency('USD')).toBeGreaterThan(0.02)
  const currencies = new Map(all.map((deal) => [deal.companyId, deal.currency]))
  expect(all.every((deal) => currencies.get(deal.companyId) === deal.currency)).toBe(true)

  const { newBusiness, renewal } = demoPipelines(division)
  const rate = (pipelines: readonly string[]) => {
    const won = withStatus(crm, 'won', pipelines).length
    return share(won, won + withStatus(crm, 'lost', pipelines).length)
  }
  expect(rate(newBusiness)).toBeGreaterThan(0.22)
  expect(rate(newBusiness)).toBeLessThan(0.33)
  expect(rate(renewal)).toBeGreaterThan(0.75)
  expect(rate(renewal)).toBeLessThan(0.92)

  const cycles = withStatus(crm, 'won', newBusiness)
    .map((deal) => (Date.parse(deal.closeDate ?? '') - Date.parse(deal.createdAt)) / 86_400_000)
    .sort((a, b) => a - b)
  expect(cycles[Math.floor(cycles.length * 0.1)]).toBeGreaterThan(25)
  expect(cycles[Math.floor(cycles.length * 0.9)]).toBeLessThan(130)

  const open = withStatus(crm, 'open')
  const overdue = open.filter((deal) => deal.closeDate !== null && deal.closeDate < ANCHOR)
  expect(overdue.length).toBeGreaterThan(2)
  expect(share(overdue.length, open.length)).toBeLessThan(0.2)
  expect(open.some((deal) => deal.amount === null)).toBe(true)
  expect(share(all.filter((deal) => deal.amount === null).length, all.length)).toBeLessThan(0.05)
  expect(withStatus(crm, 'won').every((deal) => Number(deal.amount) > 0)).toBe(true)
  expect(withStatus(crm, 'lost').every((deal) => deal.properties.lost_reason !== null)).toBe(true)
})

test('quarters end in a rush and the running quarter is neither empty nor over', () => {
  const won = withStatus(hubspot, 'won')
  const lastWeeks = won.filter((deal) => /-(03|06|09|12)-(1[7-9]|2\d|3\d)$/.test(deal.closeDate ?? ''))
  // Half a month of three would be a sixth if days were equal.
  expect(share(lastWeeks.length, won.length)).toBeGreaterThan(0.28)
  const quarter = (from: string, to: string) =>
    won.filter((deal) => (deal.closeDate ?? '') >= from && (deal.closeDate ?? '') < to).length
  const running = quarter('2026-10-01', '2027-01-01') / quarter('2026-07-01', '2026-10-01')
  expect(running).toBeGreaterThan(0.2)
  expect(running).toBeLessThan(0.9)
})

test('every team that sells has five people or more, and those who left own nothing new', () => {
  for (const crm of [hubspot, salesforce]) {
    const sizes = crm.teams.map(
      (team) => crm.users.filter((user) => user.active && user.teamId === team.id).length,
    )
    const staffed = sizes.filter((size) => size > 0)
    expect(staffed.length).toBeGreaterThan(2)
    expect(Math.min(...staffed)).toBeGreaterThanOrEqual(5)
    const gone = new Set(crm.users.filter((user) => !user.active).map((user) => user.id))
    expect(gone.size).toBeGreaterThan(0)
    const owners = alive(crm).map((deal) => [deal.ownerId ?? '', deal.createdAt] as const)
    expect(owners.some(([owner]) => gone.has(owner))).toBe(true)
    expect(owners.some(([owner, at]) => gone.has(owner) && at > '2026-03-01')).toBe(false)
  }
})

test('no company is in both CRMs and none has two names', () => {
  const names = [hubspot, salesforce].flatMap((crm) =>
    [...crm.companies.values()].map((company) => company.name),
  )
  expect(new Set(names).size).toBe(names.length)
})

test('history tells the way of a deal in order and ends where the deal stands', () => {
  for (const deal of alive(hubspot)) {
    const stages = deal.history.filter((entry) => entry.field === 'stageId')
    expect(stages.at(-1)?.value).toBe(deal.stageId)
    expect(deal.history.at(-1)?.at.localeCompare(deal.updatedAt)).toBeLessThanOrEqual(0)
  }
  const moved = alive(hubspot).filter((deal) => deal.history.some((entry) => entry.at !== deal.createdAt))
  expect(share(moved.length, alive(hubspot).length)).toBeGreaterThan(0.9)
})

test('renewals come from contracts: each starts where one of the same customer ended', () => {
  const { renewal } = demoPipelines('hubspot')
  const ends = new Set(alive(hubspot).map((deal) => `${deal.companyId} ${deal.properties.contract_end}`))
  const renewals = alive(hubspot).filter((deal) => renewal.includes(deal.pipelineId))
  const followed = renewals.filter((deal) => ends.has(`${deal.companyId} ${deal.properties.contract_start}`))
  // The first year renews contracts from before the CRM.
  expect(share(followed.length, renewals.length)).toBeGreaterThan(0.6)
})
