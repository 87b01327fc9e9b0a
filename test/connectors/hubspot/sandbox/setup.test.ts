/** Sections 3.2, 3.3, 5.4 and 5.5 of the facts: set-up, people, money, and who may ask. */
import { expect, test } from 'vitest'
import { createCrm } from '../../../../connectors/demo/crm.ts'
import { callerOf, smallAccount, someDeal, T0 } from './account.ts'

const pipelines = '/crm/pipelines/2026-09/deals'
const owners = '/crm/owners/2026-09'
const currencies = '/settings/currencies/2026-09'
const associations = '/crm/associations/2026-09/deals/companies/batch/read'

test('5.5 [V] account details', () => {
  expect(callerOf(smallAccount()).get('/account-info/2026-09/details').body).toEqual({
    portalId: 48_110_220,
    accountType: 'STANDARD',
    timeZone: 'Europe/Berlin',
    companyCurrency: 'EUR',
    additionalCurrencies: ['CHF'],
    utcOffset: '+01:00',
    utcOffsetMilliseconds: 3_600_000,
    uiDomain: 'app-eu1.hubspot.com',
    dataHostingLocation: 'eu1',
  })
})

test('5.4 [D] stage probabilities are text from 0.0 to 1.0; isClosed is there or not', () => {
  const crm = smallAccount()
  const stages = (isClosed: boolean) =>
    callerOf(crm, { stageIsClosed: isClosed })
      .get(pipelines)
      .body.results[0].stages.map((stage: { metadata: object }) => stage.metadata)
  expect(stages(false)).toEqual(['0.4', '0.9', '1.0', '0.0'].map((probability) => ({ probability })))
  expect(stages(true)).toMatchObject([
    { isClosed: 'false' },
    { isClosed: 'false' },
    { isClosed: 'true' },
    { isClosed: 'true' },
  ])
  const { get } = callerOf(crm)
  expect(get(pipelines).body.paging).toBeUndefined()
  expect(get(`${pipelines}/default`).body.label).toBe('Neugeschäft')
  expect(get(`${pipelines}/default/stages`).body.results).toHaveLength(4)
  expect(get(`${pipelines}/nosuch`).status).toBe(404)
})

test('archived pipelines and stages are listed or absent', () => {
  const crm = smallAccount()
  const [pipeline] = crm.pipelines
  const [, stage] = pipeline?.stages ?? []
  if (stage === undefined) throw new Error('no stage')
  stage.archived = true
  const count = (archivedPipelines: 'absent' | 'listed') =>
    callerOf(crm, { archivedPipelines }).get(pipelines).body.results[0].stages.length
  expect([count('absent'), count('listed')]).toEqual([3, 4])
})

test('5.5 [D] deactivated owners come only with archived=true and have no userId', () => {
  const { get } = callerOf(smallAccount())
  expect(get(owners).body.results).toMatchObject([
    { id: '501', userId: 9_000_501, archived: false, teams: [{ id: '2', name: 'Nord', primary: true }] },
  ])
  expect(get(`${owners}?archived=true`).body.results).toMatchObject([
    { id: '502', userId: null, userIdIncludingInactive: 9_000_502, archived: true },
  ])
  const bare = callerOf(smallAccount(), { archivedOwnerTeams: false }).get(`${owners}?archived=true`)
  expect(bare.body.results[0].teams).toBeUndefined()
})

test('5.5 [V] an owner may be a guest in a team that is told before the own one', () => {
  const { get } = callerOf(smallAccount(), { guestTeams: true })
  const guest = { id: '1', name: 'Vertrieb', primary: false }
  expect(get(`${owners}/501`).body.teams).toEqual([guest, { id: '2', name: 'Nord', primary: true }])
})

test('5.5 [V] an owner is found by owner id or by user id', () => {
  const { get } = callerOf(smallAccount())
  expect(get(`${owners}/501`).body.email).toBe('jana@nordwerk.example')
  expect(get(`${owners}/9000501?idProperty=userId`).body.id).toBe('501')
  expect(get(`${owners}/9000501`).status).toBe(404)
  expect(get(`${owners}?email=nobody@nordwerk.example`).body.results).toEqual([])
})

test('5.5 [V, U] owners page by 100 and the largest page is 100 or 500', () => {
  const crm = smallAccount()
  for (let i = 0; i < 150; i += 1)
    crm.users.push({ id: String(600 + i), name: 'A B', email: `${i}@x.example`, teamId: null, active: true })
  const { get } = callerOf(crm)
  const first = get(owners).body
  expect(first.results).toHaveLength(100)
  const rest = get(`${owners}?after=${first.paging.next.after}`).body
  expect(rest.results).toHaveLength(51)
  expect(rest.paging).toBeUndefined()
  expect(get(`${owners}?limit=500`).status).toBe(400)
  expect(callerOf(crm, { ownersMaxLimit: 500 }).get(`${owners}?limit=500`).body.results).toHaveLength(151)
})

test('5.1 teams come flat with their users, from the 2026-03 path', () => {
  expect(callerOf(smallAccount()).get('/settings/users/2026-03/teams').body.results).toEqual([
    { id: '1', name: 'Vertrieb', userIds: [], secondaryUserIds: [] },
    { id: '2', name: 'Nord', userIds: ['9000501'], secondaryUserIds: [] },
  ])
})

test('5.1 [V] property lists name calculated and custom properties', () => {
  const { get } = callerOf(smallAccount())
  const results: { name: string; calculated: boolean; hubspotDefined: boolean }[] = get(
    '/crm/properties/2026-09/deals',
  ).body.results
  const of = (name: string) => results.find((property) => property.name === name)
  expect(of('amount_in_home_currency')).toMatchObject({ calculated: true, hubspotDefined: true })
  expect(of('region')).toMatchObject({ calculated: false, hubspotDefined: false })
  expect(get('/crm/properties/2026-09/deals?archived=true').body.results).toEqual([])
})

test('5.5 [V] exchange rates page, current ones do not', () => {
  const crm = smallAccount()
  crm.rates.push({ currency: 'CHF', factor: '1.10', from: '2026-02-01' })
  crm.rates.push({ currency: 'CHF', factor: '1.20', from: '2026-09-01' })
  const { get } = callerOf(crm)
  const page = get(`${currencies}/exchange-rates?limit=2`).body
  expect(page.results).toHaveLength(2)
  const last = get(`${currencies}/exchange-rates?limit=2&after=${page.paging.next.after}`).body
  expect(last.results).toMatchObject([{ conversionRate: 1.2, effectiveAt: '2026-08-31T22:00:00.000Z' }])
  expect(get(`${currencies}/exchange-rates/current`).body).toEqual({
    results: [
      expect.objectContaining({
        fromCurrencyCode: 'CHF',
        toCurrencyCode: 'EUR',
        conversionRate: 1.1,
        visibleInUI: true,
      }),
    ],
  })
  expect(get(`${currencies}/company-currency`).body.currencyCode).toBe('EUR')
})

test('5.5 [D, U] the associations batch: 1,000 inputs, number or text, with and without report', () => {
  const crm = smallAccount()
  crm.createDeal(someDeal, T0)
  crm.createDeal({ ...someDeal, companyId: null }, T0)
  const body = { inputs: [{ id: '100' }, { id: '101' }] }
  const quiet = callerOf(crm, { companyIdAs: 'number', withoutAssociation: 'omitted' }).post(
    associations,
    body,
  )
  expect(quiet.status).toBe(200)
  expect(quiet.body.results).toMatchObject([{ from: { id: '100' }, to: [{ toObjectId: 9001 }] }])
  expect(quiet.body.results[0].to[0].associationTypes.map((type: { typeId: number }) => type.typeId)).toEqual(
    [341, 5],
  )
  const loud = callerOf(crm, { companyIdAs: 'string', withoutAssociation: 'reported' }).post(
    associations,
    body,
  )
  expect(loud.status).toBe(207)
  expect(loud.body).toMatchObject({ numErrors: 1, results: [{ to: [{ toObjectId: '9001' }] }] })
  const many = { inputs: Array.from({ length: 1001 }, (_, i) => ({ id: String(i + 1) })) }
  expect(callerOf(crm).post(associations, many).status).toBe(400)
})

test.each([
  ['oauth', '/account-info/2026-09/details'],
  ['crm.objects.deals.read', '/crm/objects/2026-09/deals'],
  ['crm.objects.deals.read', pipelines],
  ['crm.objects.owners.read', owners],
  ['crm.objects.companies.read', '/crm/objects/2026-09/companies'],
  ['settings.users.teams.read', '/settings/users/2026-03/teams'],
  ['settings.currencies.read', `${currencies}/exchange-rates/current`],
])('3.3 [S] without %s, %s is refused by name', (scope, path) => {
  const named = callerOf(smallAccount(), { missingScopes: [scope] }).get(path)
  expect(named).toMatchObject({
    status: 403,
    body: { category: 'MISSING_SCOPES', errors: [{ context: { requiredGranularScopes: [scope] } }] },
  })
  const bare = callerOf(smallAccount(), { missingScopes: [scope], namesMissingScope: false }).get(path)
  expect(bare.body.errors).toBeUndefined()
})

test('3.3 [U] pipelines and property names open with the scope of deals or with one of their own', () => {
  const scope = 'crm.schemas.deals.read'
  const properties = '/crm/properties/2026-09/deals'
  const statuses = (switches: object) => {
    const { get } = callerOf(smallAccount(), { missingScopes: [scope], ...switches })
    return [pipelines, `${pipelines}/default/stages`, properties].map((path) => get(path).status)
  }
  expect(statuses({})).toEqual([200, 200, 200])
  expect(statuses({ pipelinesScope: scope })).toEqual([403, 403, 200])
  expect(statuses({ propertiesScope: scope })).toEqual([200, 200, 403])
})

test('a wrong or absent token is 401 and costs nothing of the budget', () => {
  const { call } = callerOf(smallAccount(), { unauthorized: 'invalid' })
  const wrong = call('GET', owners, undefined, { authorization: 'Bearer nonsense' })
  expect(wrong).toMatchObject({ status: 401, body: { category: 'INVALID_AUTHENTICATION' } })
  expect(call('GET', owners).headers['x-hubspot-ratelimit-remaining']).toBe('109')
  const expired = callerOf(smallAccount()).call('GET', owners, undefined, { authorization: '' })
  expect(expired).toMatchObject({ status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } })
})

test('3.2 [D, S] the token endpoint wants a form body and refuses with 400', () => {
  const { call } = callerOf(smallAccount())
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const token = (body: string, headers: Record<string, string> = form) =>
    call('POST', '/oauth/2026-09/token', body, headers)
  const app = 'client_id=a&client_secret=b'
  expect(token(`grant_type=refresh_token&refresh_token=x&${app}`)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' },
  })
  expect(token(`grant_type=authorization_code&redirect_uri=u&code=x&${app}`).body.status).toBe(
    'BAD_AUTH_CODE',
  )
  expect(token(`grant_type=password&${app}`).body.status).toBe('BAD_GRANT_TYPE')
  expect(token('grant_type=refresh_token').body).toMatchObject({
    error: 'invalid_client',
    status: 'BAD_CLIENT_ID',
  })
  expect(token(`{"grant_type":"refresh_token"}`, { 'content-type': 'application/json' }).body.status).toBe(
    'BAD_CLIENT_ID',
  )
})

test('5.6 [U] a single-currency account may leave the currency code empty', () => {
  const crm = createCrm({ name: 'X', timeZone: 'UTC', currency: 'USD', fiscalYearStartMonth: 1 })
  crm.createDeal({ ...someDeal, currency: 'USD' }, T0, '100')
  const code = (singleCurrencyCode: 'empty' | 'present') =>
    callerOf(crm, { singleCurrencyCode }).get('/crm/objects/2026-09/deals/100?properties=deal_currency_code')
      .body.properties.deal_currency_code
  expect([code('empty'), code('present')]).toEqual([null, 'USD'])
})
