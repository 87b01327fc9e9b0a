import { expect, test } from 'vitest'
import { recordsOf } from '../support/bench.ts'
import { FOUNDED, smallCompany } from '../support/company.ts'
import { idOf, openSalesforce } from './subject.ts'

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
