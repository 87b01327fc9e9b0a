import { expect, test } from 'vitest'
import { salesforce } from '../../../connectors/salesforce/index.ts'
import { plainSend } from '../../../connectors/transport.ts'
import { recordsOf } from '../support/bench.ts'
import { FOUNDED, smallCompany } from '../support/company.ts'
import { CLIENT, idOf, openSalesforce } from './subject.ts'

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

test('A field that is hidden makes a whole statement fail', async () => {
  await using bench = await openSalesforce(smallCompany(20), {
    hidden: [
      'Opportunity.Amount',
      'Opportunity.Type',
      'OpportunityStage.DefaultProbability',
      'Account.Name',
      'User.UserRoleId',
      'User.UserType',
      'UserRole.ParentRoleId',
      'Opportunity.region__c',
    ],
  })
  const hidden = bench.account()?.hidden.map(({ object, field }) => `${object}.${field}`)
  expect(hidden).toEqual([
    'Opportunity.Amount',
    'Opportunity.Type',
    'OpportunityStage.DefaultProbability',
    'Account.Name',
    'User.UserRoleId',
    'User.UserType',
    'UserRole.ParentRoleId',
    'Property.region__c',
  ])
  const deals = recordsOf(await bench.walk('deals', null))
  expect(deals).toHaveLength(20)
  for (const deal of deals)
    expect(deal).toMatchObject({
      amountMinor: null,
      type: null,
      properties: { region__c: null },
      problems: [{ field: 'amount', code: 'hidden' }],
    })
  const [pipeline] = recordsOf(await bench.walk('pipelines', null))
  expect(pipeline?.stages.map((stage) => stage.probability)).toEqual([null, null, null, null])
  expect(recordsOf(await bench.walk('companies', null)).map((one) => one.name)).toEqual(Array(7).fill(null))
  expect(recordsOf(await bench.walk('teams', null))).toHaveLength(2)
  expect(recordsOf(await bench.walk('owners', null)).every((owner) => owner.teamId === null)).toBe(true)
})

test('A field may change without a change of its record', async () => {
  const properties = ['Age__c', 'AgeInDays', 'region__c']
  await using bench = await openSalesforce(smallCompany(3), { formulas: ['Age__c'] }, { properties })
  expect(bench.account()?.hidden).toEqual([
    {
      object: 'Property',
      field: 'Age__c',
      effect: 'Deals are read without Age__c: its value changes and nothing tells when.',
    },
    {
      object: 'Property',
      field: 'AgeInDays',
      effect: 'Deals are read without AgeInDays: its value changes and nothing tells when.',
    },
  ])
  const deals = recordsOf(await bench.walk('deals', null))
  expect(deals.map((deal) => deal.properties).slice(0, 2)).toEqual([
    { Age__c: null, AgeInDays: null, region__c: 'North' },
    { Age__c: null, AgeInDays: null, region__c: null },
  ])
  expect(bench.told.some((url) => /Age/.test(url))).toBe(false)
})

test('A company may be a person', async () => {
  for (const [personAccounts, nameless] of [
    [
      ['901', '903'],
      ['901', '903'],
    ],
    [[], []],
    [null, []],
  ] as const) {
    await using bench = await openSalesforce(smallCompany(3), { personAccounts })
    expect(bench.account()?.hidden).toEqual([])
    const companies = recordsOf(await bench.walk('companies', null))
    expect(companies).toHaveLength(7)
    const without = companies.filter((company) => company.name === null).map((company) => company.id)
    expect(without.toSorted()).toEqual(nameless.map((id) => idOf('company', id)).toSorted())
  }
})

test('An org without record types has no field for them, which hides nothing', async () => {
  const crm = smallCompany(4)
  crm.pipelines.splice(0, 1, ...crm.pipelines.map((pipeline) => ({ ...pipeline, id: '1' })))
  for (const id of crm.deals.keys()) crm.updateDeal(id, { pipelineId: '1' }, FOUNDED)
  const hides = ['Opportunity.RecordTypeId']
  for (const [switches, hidden] of [
    [{ recordTypes: false }, []],
    [{ recordTypes: false, hidden: ['RecordType'] }, []],
    [{ recordTypes: true }, []],
    [{ recordTypes: true, hidden: hides }, hides],
    [{ recordTypes: true, hidden: ['RecordType.IsActive', ...hides] }, [...hides, 'RecordType.IsActive']],
  ] as const) {
    await using bench = await openSalesforce(crm, switches)
    expect(bench.account()?.hidden.map(({ object, field }) => `${object}.${field}`)).toEqual(hidden)
    const known = recordsOf(await bench.walk('pipelines', null)).map((one) => one.id)
    const deals = recordsOf(await bench.walk('deals', null))
    expect(deals).toHaveLength(4)
    for (const deal of deals) expect(known).toContain(deal.pipelineId)
  }
})

test('An object that is hidden does not exist', async () => {
  await using bench = await openSalesforce(smallCompany(5), {
    viewRoles: false,
    hidden: ['Account', 'User', 'RecordType'],
  })
  for (const stream of ['teams', 'owners', 'companies'] as const)
    expect(await bench.walk(stream, null)).toMatchObject([{ records: [], deleted: [], skipped: [] }])
  // The next night's walk reaches up to that night, although there was nothing to ask.
  const [first] = await bench.walk('companies', null)
  bench.pass(86_400_000)
  const [second] = await bench.walk('companies', first?.cursor ?? null)
  expect(second?.cursor).toEqual({ at: 'rest', until: '2026-04-11T02:29:00.000Z' })
  expect(recordsOf(await bench.walk('pipelines', null)).map((one) => one.id)).toEqual(['master'])
  expect(recordsOf(await bench.walk('deals', null))).toHaveLength(5)
})

test('What no number can do without is asked for and not worked around', async () => {
  const opened = openSalesforce(smallCompany(1), { hidden: ['Opportunity.CloseDate'] })
  await expect(opened).rejects.toMatchObject({
    failure: { kind: 'forbidden', missing: 'Opportunity.CloseDate' },
  })
})

test('Orgs are upgraded one after the other', async () => {
  for (const [has, used] of [
    ['66.0', '66.0'],
    ['68.0', '68.0'],
    ['71.0', '68.0'],
  ] as const) {
    await using bench = await openSalesforce(smallCompany(3), { apiVersion: has })
    expect(bench.account()?.apiVersion).toBe(used)
    expect(recordsOf(await bench.walk('deals', null))).toHaveLength(3)
    expect(bench.sandbox.calls.at(-1)?.path).toContain(`/services/data/v${used}/query`)
  }
})

test('A part of a composite may fail in a composite that succeeds', async () => {
  await using bench = await openSalesforce(smallCompany(1))
  const part = (httpStatusCode: number, body: unknown) => ({
    compositeResponse: [{ referenceId: 'Opportunity', httpStatusCode, body }],
  })
  async function failing(status: number, errorCode: string) {
    const answers = [json([{ version: '68.0' }]), json(part(status, [{ errorCode, message: 'own words' }]))]
    bench.intercept.answer = () => answers.shift() ?? json([])
    return bench.failure('account')
  }
  // Not there is not the same as not now.
  expect(await failing(404, 'NOT_FOUND')).toMatchObject({ kind: 'forbidden', missing: 'Opportunity' })
  expect(await failing(403, 'INSUFFICIENT_ACCESS')).toMatchObject({ kind: 'forbidden' })
  expect(await failing(403, 'REQUEST_LIMIT_EXCEEDED')).toMatchObject({ kind: 'rate_limited' })
  expect(await failing(503, 'SERVER_UNAVAILABLE')).toMatchObject({ kind: 'unavailable' })
})

test('An org with one currency does not tell which', async () => {
  const one = { multiCurrency: false } as const
  for (const [organizationCurrency, told] of [
    [false, null],
    [true, 'EUR'],
  ] as const) {
    await using bench = await openSalesforce(
      smallCompany(3),
      { ...one, organizationCurrency },
      { currency: 'EUR' },
    )
    expect(bench.account()).toMatchObject({ currency: told, multiCurrency: false, hidden: [] })
    const amounts = recordsOf(await bench.walk('deals', null)).map((deal) => [
      deal.amountMinor,
      deal.currency,
    ])
    expect(amounts).toEqual([
      [null, 'EUR'],
      [3701, 'EUR'],
      [7402, 'EUR'],
    ])
    expect(await bench.walk('currencies', null)).toMatchObject([{ records: [], more: false }])
  }
})

test('A rate says how much of the currency one of ours is', async () => {
  for (const rateDigits of [null, 6]) {
    await using bench = await openSalesforce(smallCompany(1), { rateDigits })
    const rates = recordsOf(await bench.walk('currencies', null))
    const told = rates.map((rate) => [rate.currency, Number(rate.factor).toFixed(5)])
    expect(told.toSorted()).toEqual([
      ['CHF', '1.05000'],
      ['EUR', '1.00000'],
      ['USD', '0.92000'],
    ])
  }
})

test('A dated rate stands beside the plain one and takes its place', async () => {
  for (const lastRateEnds of ['9999-12-31', null] as const) {
    const crm = smallCompany(1)
    crm.rates.push({ currency: 'USD', factor: '0.5', from: '2026-02-01' })
    await using bench = await openSalesforce(crm, { lastRateEnds })
    const rates = recordsOf(await bench.walk('currencies', null))
    const dollars = rates.filter((rate) => rate.currency === 'USD')
    expect(dollars.toSorted((a, b) => Number(b.factor) - Number(a.factor))).toEqual([
      { currency: 'USD', factor: '0.92', from: '0001-01-01', to: '2026-02-01' },
      { currency: 'USD', factor: '0.5', from: '2026-02-01', to: null },
    ])
    // A currency without dated rates keeps its plain one.
    expect(rates.find((rate) => rate.currency === 'EUR')).toEqual({
      currency: 'EUR',
      factor: '1',
      from: null,
      to: null,
    })
  }
})

test('Where a dated rate is broken the plain one stands in for its days', async () => {
  const crm = smallCompany(1)
  for (const [from, factor] of [
    ['2026-02-01', '0'],
    ['2026-03-01', '0.5'],
  ] as const)
    crm.rates.push({ currency: 'USD', factor, from })
  await using bench = await openSalesforce(crm)
  const pages = await bench.walk('currencies', null)
  expect(pages.flatMap((page) => page.skipped)).toHaveLength(1)
  const dollars = recordsOf(pages).filter((rate) => rate.currency === 'USD')
  expect(dollars.map(({ factor, from, to }) => [from, to, factor]).toSorted()).toEqual([
    ['0001-01-01', '2026-02-01', '0.92'],
    ['2026-02-01', '2026-03-01', '0.5'],
    ['2026-03-01', null, '0.5'],
  ])
})

test('A cursor may end before its list does', async () => {
  await using bench = await openSalesforce(smallCompany(1), { pageRows: 1 })
  const gone = [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'own words' }]
  let asked = 0
  bench.intercept.answer = (address) => {
    if (!address.includes('/query/')) return null
    asked += 1
    return json(gone, 400)
  }
  expect(await bench.failure('currencies')).toMatchObject({ kind: 'unavailable', retryAfterMs: 10_000 })
  expect(asked).toBe(1)
  bench.intercept.answer = null
  expect(recordsOf(await bench.walk('currencies', null))).toHaveLength(3)
})

test('Currencies can be neither sorted nor walked by id', async () => {
  await using bench = await openSalesforce(smallCompany(1), { pageRows: 1 })
  const rates = recordsOf(await bench.walk('currencies', null))
  expect(rates.map((rate) => rate.currency).toSorted()).toEqual(['CHF', 'EUR', 'USD'])
})

test('All pipelines share one list of stages', async () => {
  const crm = smallCompany(4)
  const [pipeline] = crm.pipelines
  if (pipeline === undefined) throw new Error('no pipeline')
  crm.pipelines.splice(
    0,
    1,
    { ...pipeline, id: '1' },
    { ...pipeline, id: '2', label: 'Renewal', archived: true },
  )
  for (const id of crm.deals.keys()) crm.updateDeal(id, { pipelineId: Number(id) % 2 ? '1' : '2' }, FOUNDED)
  for (const recordTypes of [true, false]) {
    await using bench = await openSalesforce(crm, { recordTypes })
    const pipelines = recordsOf(await bench.walk('pipelines', null))
    expect(pipelines.map(({ label, archived }) => [label, archived]).toSorted()).toEqual(
      recordTypes
        ? [
            ['Master', false],
            ['New business', false],
            ['Renewal', true],
          ]
        : [['Master', false]],
    )
    for (const { stages } of pipelines) expect(stages).toEqual(pipelines[0]?.stages)
    const known = pipelines.map((one) => one.id)
    for (const deal of recordsOf(await bench.walk('deals', null))) expect(known).toContain(deal.pipelineId)
  }
})

test('No record type may be written as the id of the master', async () => {
  for (const masterRecordType of ['null', 'id'] as const) {
    await using bench = await openSalesforce(smallCompany(5), { masterRecordType })
    const deals = recordsOf(await bench.walk('deals', null))
    expect(deals.map((deal) => deal.pipelineId)).toEqual(Array(5).fill('master'))
  }
})

test('Some users are no people, and some can own nothing', async () => {
  await using bench = await openSalesforce(smallCompany(1))
  const owners = recordsOf(await bench.walk('owners', null))
  // Six people and the integration user, which owns what nobody else does; not the one that runs automations.
  expect(owners).toHaveLength(7)
  expect(owners.filter((owner) => owner.teamId === null)).toHaveLength(1)
  expect(owners.filter((owner) => !owner.active).map((owner) => owner.id)).toEqual([idOf('user', '705')])
})

test('A token tells no lifetime, and the next one may tell another address', async () => {
  await using bench = await openSalesforce(smallCompany(3), { tokenLifetimeMs: 900_000 })
  const asked = () =>
    bench.sandbox.calls.filter((call) => call.path.startsWith('/services/oauth2/token')).length
  expect(asked()).toBe(1)
  bench.pass(3_600_000)
  expect(recordsOf(await bench.walk('deals', null))).toHaveLength(3)
  expect(asked()).toBe(2)
  bench.org.switches.instanceUrl = 'https://acme.my.salesforce.com/'
  const grant = await authorized(bench.sandbox.url)
  expect(grant.baseUrl).toBe('https://acme.my.salesforce.com')
  // Kept for half a day at most, so that a move is noticed by the next night.
  expect(grant.expiresAt).toBe('2026-04-10T14:30:00.000Z')
  expect(salesforce.hosts(configOf(bench.sandbox.url))).toContain('.my.salesforce.com')
})

test('A used-up day is a 403 like a busy moment', async () => {
  await using bench = await openSalesforce(smallCompany(3))
  bench.sandbox.fault({ match: '', times: 1000, kind: 'rate_limit' })
  expect(await bench.failure('deals')).toEqual({
    kind: 'rate_limited',
    scope: 'burst',
    retryAfterMs: 120_000,
  })
  bench.sandbox.clearFaults()
  bench.org.switches.dailyRequests = 10
  bench.org.switches.requestsByOthers = 10
  expect(await bench.failure('deals')).toEqual({
    kind: 'rate_limited',
    scope: 'day',
    retryAfterMs: 3_600_000,
  })
})

test('A grant that is refused is not always gone', async () => {
  await using bench = await openSalesforce(smallCompany(1))
  for (const [reason, kind] of [
    ['ip restricted', 'misconfigured'],
    ['inactive user', 'unauthorized'],
  ] as const) {
    bench.org.switches.grantsRefused = reason
    await expect(authorized(bench.sandbox.url)).rejects.toMatchObject({ failure: { kind, detail: reason } })
  }
  bench.org.switches.grantsRefused = null
  bench.org.switches.clientCredentials = false
  await expect(authorized(bench.sandbox.url)).rejects.toMatchObject({ failure: { kind: 'misconfigured' } })
  bench.org.switches.clientCredentials = true
  bench.org.switches.tokenRefused = { error: 'invalid_request', description: 'own words' }
  await expect(authorized(bench.sandbox.url)).rejects.toMatchObject({ failure: { kind: 'misconfigured' } })
})

const configOf = (instanceUrl: string) => ({ instanceUrl, ...CLIENT })

async function authorized(instanceUrl: string) {
  const now = () => '2026-04-10T02:30:00.000Z'
  const hosts = [new URL(instanceUrl).host]
  const send = plainSend({
    connector: salesforce,
    hosts,
    fetch,
    now,
    sleep: async () => undefined,
    random: () => 0.5,
  })
  return salesforce.authorize(configOf(instanceUrl), send, now())
}
