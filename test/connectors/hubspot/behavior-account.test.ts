import { expect, test } from 'vitest'
import type { HttpResponse } from '../../../connectors/contract.ts'
import { failure } from '../../../connectors/hubspot/failure.ts'
import { mergeInHubspot } from '../../../connectors/hubspot/sandbox/merge.ts'
import { recordsOf } from '../support/bench.ts'
import { smallCompany } from '../support/company.ts'
import { openHubspot } from './subject.ts'

const NOW = '2026-04-10T02:30:00.000Z'
const failed = (status: number, body: object, headers: Record<string, string> = {}) =>
  failure({ status, headers, body: JSON.stringify(body) } satisfies HttpResponse, NOW)

test('Archived deals never show up in a search', async () => {
  await using bench = await openHubspot(smallCompany(5))
  const [listed] = await bench.walk('deals', null)
  bench.pass(86_400_000)
  bench.crm.deleteDeal('2', bench.now())
  bench.pass(3_600_000)
  const [changed] = await bench.walk('deals', listed?.cursor ?? null)
  expect(changed).toMatchObject({ records: [], deleted: [] })
  const [bin] = await bench.walk('removals', null)
  expect(bin?.deleted).toEqual([{ id: '2', at: '2026-04-11T02:30:00.000Z', mergedInto: null }])
  // The next night asks for the whole bin again: it has no change time to ask by.
  expect((await bench.pull('removals', bin?.cursor ?? null)).deleted).toHaveLength(1)
})

test('A merge is told by the survivor', async () => {
  for (const mergedInArchive of [true, false]) {
    await using bench = await openHubspot(smallCompany(5), { mergedInArchive })
    bench.crm.mergeDeals('1', '2', bench.now())
    bench.crm.mergeDeals('1', '3', bench.now())
    const deals = recordsOf(await bench.walk('deals', null))
    expect(deals.find((deal) => deal.id === '1')?.mergedIds).toEqual(['2', '3'])
    expect(deals.map((deal) => deal.id)).toEqual(['1', '4', '5'])
  }
})

test('A survivor may be gone before we read the merge', async () => {
  for (const mergeMakesNewId of [false, true]) {
    await using bench = await openHubspot(smallCompany(5), { mergeMakesNewId })
    const [listed] = await bench.walk('deals', null)
    bench.pass(3_600_000)
    const merged = bench.now()
    mergeInHubspot(bench.crm, { mergeMakesNewId }, '1', '2', merged)
    bench.pass(60_000)
    const at = bench.now()
    bench.crm.deleteDeal(mergeMakesNewId ? '6' : '1', at)
    bench.pass(3_600_000)
    const [changed] = await bench.walk('deals', listed?.cursor ?? null)
    expect(changed).toMatchObject({ records: [], deleted: [] })
    const [bin] = await bench.walk('removals', null)
    const told = mergeMakesNewId
      ? [
          { id: '1', at, mergedInto: '6' },
          { id: '2', at, mergedInto: '6' },
          { id: '6', at, mergedInto: null },
        ]
      : [
          { id: '2', at, mergedInto: '1' },
          { id: '1', at, mergedInto: null },
        ]
    expect(bin?.deleted).toEqual(told)
  }
})

test('A merged company is told by its survivor too', async () => {
  await using bench = await openHubspot(smallCompany(0))
  const properties = { name: 'Rohr', hs_lastmodifieddate: NOW, hs_merged_object_ids: '8;9' }
  bench.intercept.answer = () =>
    new Response(JSON.stringify({ total: 1, results: [{ id: '7', properties }] }))
  const { records } = await bench.pull('companies', null)
  expect(records.map(({ id, name, mergedInto }) => [id, name, mergedInto])).toEqual([
    ['7', 'Rohr', null],
    ['8', null, '7'],
    ['9', null, '7'],
  ])
})

test('Owners who left come only when asked for', async () => {
  await using bench = await openHubspot(smallCompany(0))
  const pages = await bench.walk('owners', null)
  expect(pages.map((page) => page.records.map((owner) => owner.active))).toEqual([
    [true, true, true, true, true],
    [false],
  ])
})

test('An owner is not a user', async () => {
  await using bench = await openHubspot(smallCompany(6))
  const owners = new Set(recordsOf(await bench.walk('owners', null)).map((owner) => owner.id))
  const deals = recordsOf(await bench.walk('deals', null))
  expect(deals.filter((deal) => deal.ownerId === null || !owners.has(deal.ownerId))).toEqual([])
})

test('Only the primary team counts', async () => {
  for (const guestTeams of [true, false]) {
    await using account = await openHubspot(smallCompany(0), { guestTeams })
    const owners = recordsOf(await account.walk('owners', null))
    expect(owners.map((owner) => owner.teamId)).toEqual(['31', '32', '31', '32', '31', '32'])
  }
  await using bench = await openHubspot(smallCompany(0))
  const teams = [
    { id: '1', name: 'Guest', primary: false },
    { id: '2', name: 'Home', primary: true },
  ]
  bench.intercept.answer = () =>
    new Response(
      JSON.stringify({
        results: [
          { id: '5', teams },
          { id: '6', teams: teams.slice(0, 1) },
        ],
      }),
    )
  const { records } = await bench.pull('owners', null)
  expect(records.map((owner) => owner.teamId)).toEqual(['2', null])
})

test('Teams need a scope of their own', async () => {
  await using bench = await openHubspot(smallCompany(0), { missingScopes: ['settings.users.teams.read'] })
  const teams = new Set(recordsOf(await bench.walk('teams', null)).map((team) => team.id))
  expect(teams).toEqual(new Set(['31', '32']))
  expect(bench.account()?.hidden.map((one) => one.field)).toEqual(['teams'])
})

test('Exchange rates need a scope of their own', async () => {
  await using bench = await openHubspot(smallCompany(0), { missingScopes: ['settings.currencies.read'] })
  expect(recordsOf(await bench.walk('currencies', null))).toEqual([])
  expect(bench.account()?.hidden.map((one) => one.field)).toEqual(['exchange rates'])
})

test('Company names need a scope of their own', async () => {
  await using bench = await openHubspot(smallCompany(0), { missingScopes: ['crm.objects.companies.read'] })
  const pages = await bench.walk('companies', null)
  expect(recordsOf(pages)).toEqual([])
  expect(pages.at(-1)?.cursor).toMatchObject({ at: 'list', after: null })
  expect(bench.account()?.hidden.map((one) => one.object)).toEqual(['companies'])
})

test('An unknown property is left out without a word', async () => {
  const crm = smallCompany(1)
  await using known = await openHubspot(crm)
  expect(known.account()?.hidden).toEqual([])
  await using lost = await openHubspot({ ...smallCompany(1), customFields: [] })
  expect(lost.account()?.hidden).toEqual([
    { object: 'deals', field: 'region', effect: 'Deals are read without region.' },
  ])
})

test('Whether the scope of deals opens their property names is not sure', async () => {
  const scope = 'crm.schemas.deals.read'
  const missingScopes = [scope]
  await using closed = await openHubspot(smallCompany(2), { propertiesScope: scope, missingScopes })
  expect(closed.account()?.hidden.map((one) => one.field)).toEqual(['property names'])
  expect(recordsOf(await closed.walk('deals', null))).toHaveLength(2)
  await using open = await openHubspot(smallCompany(2), { missingScopes })
  expect(open.account()?.hidden).toEqual([])
})

test('Whether the scope of deals opens their pipelines is not sure', async () => {
  const scope = 'crm.schemas.deals.read'
  const missingScopes = [scope]
  await expect(openHubspot(smallCompany(2), { pipelinesScope: scope, missingScopes })).rejects.toMatchObject({
    failure: { kind: 'forbidden', missing: scope },
  })
  await using open = await openHubspot(smallCompany(2), { missingScopes })
  expect(recordsOf(await open.walk('pipelines', null))).toHaveLength(1)
})

test('The account tells no fiscal year', async () => {
  await using bench = await openHubspot({ ...smallCompany(0), fiscalYearStartMonth: 7 })
  expect(bench.account()?.fiscalYearStartMonth).toBeNull()
})

test("The day's limit is a 429 like any other", () => {
  const day = failed(429, { errorType: 'RATE_LIMIT', policyName: 'DAILY' })
  expect(day).toEqual({ kind: 'rate_limited', scope: 'day', retryAfterMs: 3_600_000 })
})

test('A search that is too fast names no policy', () => {
  expect(failed(429, { errorType: 'RATE_LIMIT' })).toMatchObject({ scope: 'burst', retryAfterMs: 1000 })
})

test('Retry-After is promised for no 429', () => {
  const body = { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' }
  expect(failed(429, body)).toMatchObject({ retryAfterMs: 10_000 })
  expect(failed(429, body, { 'retry-after': '2' })).toMatchObject({ retryAfterMs: 2000 })
})

test('An account that moves answers 477', () => {
  expect(failed(477, {}, { 'retry-after': '7200' })).toMatchObject({
    kind: 'unavailable',
    retryAfterMs: 7_200_000,
  })
})

test('A missing scope is not a bad token', async () => {
  await using bench = await openHubspot(smallCompany(0))
  const errors = [{ context: { requiredGranularScopes: ['crm.objects.owners.read'] } }]
  bench.intercept.answer = () =>
    new Response(JSON.stringify({ category: 'MISSING_SCOPES', errors }), { status: 403 })
  const calls = bench.told.length
  expect(await bench.failure('owners')).toMatchObject({
    kind: 'forbidden',
    missing: 'crm.objects.owners.read',
  })
  expect(bench.told).toHaveLength(calls + 1)
})

test('A wrong client is never a revoked customer', () => {
  expect(failed(400, { error: 'invalid_client', status: 'BAD_CLIENT_ID' }).kind).toBe('misconfigured')
  expect(failed(400, { status: 'BAD_CLIENT_SECRET' }).kind).toBe('misconfigured')
  expect(failed(400, { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' }).kind).toBe('unauthorized')
})

test('The client asks for v3', async () => {
  await using bench = await openHubspot(smallCompany(3))
  for (const stream of ['pipelines', 'teams', 'owners', 'currencies', 'companies', 'removals'] as const)
    await bench.walk(stream, null)
  const [page] = await bench.walk('deals', null)
  await bench.walk('deals', page?.cursor ?? null)
  const undated = bench.told.filter((address) => !/\/20\d\d-\d\d(\/|$|\?)/.test(address))
  expect(undated).toEqual([])
})

test('The client never sends', async () => {
  await using bench = await openHubspot(smallCompany(3))
  await bench.walk('deals', null)
  await bench.walk('owners', null)
  // What the sandbox served is what went through our transport.
  expect(bench.sandbox.calls).toHaveLength(bench.told.length)
})
