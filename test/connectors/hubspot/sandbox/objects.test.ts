/** Section 5.1 and 5.2 of the facts: paths, lists, single and batch reads. */
import { expect, test } from 'vitest'
import { callerOf, smallAccount, someDeal, T0 } from './account.ts'

const deals = '/crm/objects/2026-09/deals'
const T1 = '2026-03-02T09:30:15.250Z'

function withDeals(count: number) {
  const crm = smallAccount()
  for (let i = 0; i < count; i += 1) crm.createDeal({ ...someDeal, name: `Anlage ${i}` }, T0)
  return crm
}
const idsOf = (reply: { body: { results: { id: string }[] } }) => reply.body.results.map((row) => row.id)

test('5.1 [V] deals answer on the dated path and under 0-3, the old paths are gone', () => {
  const { get, post } = callerOf(withDeals(1))
  expect(get(deals).status).toBe(200)
  expect(idsOf(get('/crm/objects/2026-09/0-3'))).toEqual(['100'])
  const old = [
    get('/crm/v3/objects/deals'),
    get('/crm/v3/owners'),
    get('/crm/v3/pipelines/deals'),
    get('/crm/objects/2026-03/deals'),
    post('/crm/v3/objects/deals/search', {}),
    post('/crm/v4/associations/deals/companies/batch/read', { inputs: [] }),
    post('/oauth/v1/token', {}),
  ]
  expect(old.map((reply) => reply.status)).toEqual(old.map(() => 404))
  expect(old[0]?.headers['content-type']).toContain('text/html')
})

test('5.2 [V] a list gives 10 by default and 100 at most', () => {
  const { get } = callerOf(withDeals(120))
  expect(get(deals).body.results).toHaveLength(10)
  expect(get(`${deals}?limit=100`).body.results).toHaveLength(100)
  for (const limit of ['101', '0', '-1', 'ten']) expect(get(`${deals}?limit=${limit}`).status).toBe(400)
})

test('5.2 [V] the last page has no paging, also when it is full', () => {
  const { get } = callerOf(withDeals(20))
  const first = get(`${deals}?limit=10`).body
  expect(first.paging.next).toMatchObject({ after: expect.any(String), link: expect.any(String) })
  const second = get(`${deals}?limit=10&after=${first.paging.next.after}`)
  expect(second.body.paging).toBeUndefined()
  expect(idsOf(second)).toEqual([...Array(10).keys()].map((i) => String(110 + i)))
})

test.each(['id', 'opaque'] as const)(
  '5.2 a walk by an %s cursor survives deletions and creations',
  (listAfter) => {
    const crm = withDeals(30)
    const { get } = callerOf(crm, { listAfter })
    const first = get(`${deals}?limit=10`)
    crm.deleteDeal('109', T1)
    crm.deleteDeal('110', T1)
    crm.createDeal(someDeal, T1)
    const next = encodeURIComponent(first.body.paging.next.after)
    const rest = get(`${deals}?limit=100&after=${next}`)
    expect(idsOf(rest)[0]).toBe('111')
    expect(idsOf(rest).at(-1)).toBe('130')
    expect(get(`${deals}?after=!!`).status).toBe(400)
  },
)

test('5.2 [U] ids may sort as text', () => {
  const crm = smallAccount()
  for (const id of ['99', '100', '1000']) crm.createDeal(someDeal, T0, id)
  expect(idsOf(callerOf(crm, { idOrder: 'numeric' }).get(deals))).toEqual(['99', '100', '1000'])
  expect(idsOf(callerOf(crm, { idOrder: 'text' }).get(deals))).toEqual(['100', '1000', '99'])
})

test('5.2 [V, S] every property value is text or null, stage and pipeline can be null', () => {
  const crm = smallAccount()
  crm.createDeal({ ...someDeal, amount: null, pipelineId: '', stageId: '', ownerId: null }, T0)
  const { get } = callerOf(crm)
  const properties = 'amount,pipeline,dealstage,hubspot_owner_id,hs_is_closed,hs_object_id,nosuch'
  const [deal] = get(`${deals}?properties=${properties}`).body.results
  expect(deal.properties).toEqual({
    amount: null,
    createdate: '2026-03-01T08:00:00Z',
    dealstage: null,
    hs_is_closed: 'false',
    hs_lastmodifieddate: '2026-03-01T08:00:00Z',
    hs_object_id: '100',
    hubspot_owner_id: null,
    pipeline: null,
  })
  expect(deal).toMatchObject({ id: '100', createdAt: '2026-03-01T08:00:00Z', archived: false })
})

test('5.2 [S] with history 50 records are the maximum, in lists and in batches', () => {
  const { get, post } = callerOf(withDeals(60))
  expect(get(`${deals}?limit=50&propertiesWithHistory=dealstage`).body.results).toHaveLength(50)
  expect(get(`${deals}?limit=51&propertiesWithHistory=dealstage`).status).toBe(400)
  const inputs = [...Array(51).keys()].map((i) => ({ id: String(100 + i) }))
  const body = { properties: [], propertiesWithHistory: ['dealstage'] }
  expect(post(`${deals}/batch/read`, { ...body, inputs }).status).toBe(400)
  expect(post(`${deals}/batch/read`, { ...body, inputs: inputs.slice(1) }).status).toBe(200)
})

test('5.2 [V] history tells old values, newest first', () => {
  const crm = withDeals(1)
  crm.updateDeal('100', { stageId: 'contractsent', amount: null }, T1)
  const { get } = callerOf(crm)
  const deal = get(`${deals}/100?propertiesWithHistory=dealstage,amount`).body
  expect(deal.propertiesWithHistory.dealstage.map((entry: { value: string }) => entry.value)).toEqual([
    'contractsent',
    'qualifiedtobuy',
  ])
  expect(deal.propertiesWithHistory.dealstage[0]).toMatchObject({ timestamp: T1, sourceType: 'CRM_UI' })
  expect(deal.propertiesWithHistory.amount[0].value).toBe('')
})

test('5.2 [S] a GET with too many properties is 414 in HTML', () => {
  const reply = callerOf(withDeals(1)).get(`${deals}?properties=${'a_long_property_name,'.repeat(800)}`)
  expect(reply.status).toBe(414)
  expect(reply.headers['content-type']).toContain('text/html')
})

test('5.2 [D] a batch takes 100 inputs, leaves missing ids out and knows no associations', () => {
  const crm = withDeals(1)
  const inputs = [{ id: '100' }, { id: '999' }]
  const reported = callerOf(crm, { missingInBatch: 'reported' }).post(`${deals}/batch/read`, { inputs })
  expect(reported.status).toBe(207)
  expect(reported.body).toMatchObject({ numErrors: 1, errors: [{ context: { ids: ['999'] } }] })
  const omitted = callerOf(crm, { missingInBatch: 'omitted' }).post(
    `${deals}/batch/read?associations=companies`,
    {
      inputs,
    },
  )
  expect(omitted.status).toBe(200)
  expect(idsOf(omitted)).toEqual(['100'])
  expect(omitted.body.results[0].associations).toBeUndefined()
  const many = [...Array(101).keys()].map((i) => ({ id: String(i + 1) }))
  expect(callerOf(crm).post(`${deals}/batch/read`, { inputs: many }).status).toBe(400)
  expect(callerOf(crm).post(`${deals}/batch/read`, { inputs: [{ id: 100 }] }).status).toBe(400)
})

test('5.2 [D] archived deals are listed only when asked for, for 90 days', () => {
  const crm = withDeals(3)
  crm.deleteDeal('101', T1)
  const soon = callerOf(crm, {}, '2026-03-05T00:00:00.000Z')
  expect(idsOf(soon.get(deals))).toEqual(['100', '102'])
  const bin = soon.get(`${deals}?archived=true`)
  expect(bin.body.results).toMatchObject([{ id: '101', archived: true, archivedAt: T1 }])
  expect(soon.get(`${deals}/101`).status).toBe(404)
  expect(soon.get(`${deals}/101?archived=true`).status).toBe(200)
  const late = callerOf(crm, {}, '2026-06-01T00:00:00.000Z')
  expect(late.get(`${deals}?archived=true`).body.results).toEqual([])
  expect(late.get(`${deals}/101?archived=true`).status).toBe(404)
})

test('5.2 [D] the survivor of a merge names the merged records; the loser is nowhere', () => {
  const crm = withDeals(3)
  crm.mergeDeals('100', '101', T1)
  crm.mergeDeals('100', '102', T1)
  const { get } = callerOf(crm, {}, '2026-03-05T00:00:00.000Z')
  const survivor = get(`${deals}/100?properties=hs_merged_object_ids`).body
  expect(survivor.properties.hs_merged_object_ids).toBe('101;102')
  expect(get(`${deals}?archived=true`).body.results).toEqual([])
  expect(get(`${deals}/101`).status).toBe(404)
  const [redirects] = [callerOf(crm, { mergedRead: 'survivor' }, '2026-03-05T00:00:00.000Z')]
  expect(redirects.get(`${deals}/101`).body.id).toBe('100')
  const binned = callerOf(crm, { mergedInArchive: true }, '2026-03-05T00:00:00.000Z')
  expect(idsOf(binned.get(`${deals}?archived=true`))).toEqual(['101', '102'])
})

test('5.5 [D] associations come with a list when asked for', () => {
  const crm = withDeals(1)
  crm.createDeal({ ...someDeal, companyId: null }, T0)
  const [linked, alone] = callerOf(crm).get(`${deals}?associations=companies`).body.results
  expect(linked.associations.companies.results[0]).toEqual({ id: '9001', type: 'deal_to_company' })
  expect(alone.associations).toBeUndefined()
})

test('3.3 writing is a scope that a reading token has not got', () => {
  const { call } = callerOf(withDeals(1))
  const replies = [
    call('POST', deals, { properties: {} }),
    call('POST', `${deals}/merge`, {}),
    call('PATCH', `${deals}/100`, {}),
    call('DELETE', `${deals}/100`),
  ]
  expect(replies.map((reply) => reply.status)).toEqual([403, 403, 403, 403])
})

test('companies are listed, read in batches and searched like deals', () => {
  const { get, post } = callerOf(smallAccount())
  const companies = '/crm/objects/2026-09/companies'
  const name = 'Hansen Fördertechnik GmbH'
  expect(get(`${companies}?properties=name`).body.results[0].properties.name).toBe(name)
  const batch = post(`${companies}/batch/read`, { inputs: [{ id: '9001' }], properties: ['name'] })
  expect(batch.body.results[0].properties.name).toBe(name)
  expect(post(`${companies}/search`, {}).body.total).toBe(1)
})
