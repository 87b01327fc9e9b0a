import { expect, test } from 'vitest'
import { ConnectorError, type Pull } from '../../../connectors/contract.ts'
import type { Switches } from '../../../connectors/salesforce/sandbox/index.ts'
import { recordsOf } from '../support/bench.ts'
import { FOUNDED, smallCompany } from '../support/company.ts'
import { idOf, openSalesforce } from './subject.ts'

type More = Partial<Pick<Pull<unknown>, 'thorough'>>

/** What one call of the first set-up stream tells, and what the others tell when they are asked one by one. */
async function told(switches: Partial<Switches>, more: More, crm = smallCompany(3)) {
  await using bench = await openSalesforce(crm, switches, more)
  const before = bench.sandbox.calls.length
  const [page, ...further] = await bench.walk('pipelines', null)
  expect(further).toEqual([])
  const calls = bench.sandbox.calls.slice(before).map(({ method, path }) => `${method} ${path}`)
  const single = {
    teams: recordsOf(await bench.walk('teams', null)),
    owners: recordsOf(await bench.walk('owners', null)),
    currencies: recordsOf(await bench.walk('currencies', null)),
  }
  const also = page?.also ?? {}
  const rest = { deleted: [], skipped: [], cursor: page?.cursor, more: false }
  for (const one of Object.values(also)) expect(one).toMatchObject(rest)
  return { calls, also, single, stages: page?.records[0]?.stages.length, names: Object.keys(also).toSorted() }
}

const COMPOSITE = 'POST /services/data/v68.0/composite'

test('A composite takes five queries and counts as one call', async () => {
  const night = await told({}, {})
  expect(night.calls).toEqual([COMPOSITE])
  expect(night.names).toEqual(['currencies', 'owners'])
  expect(night.also.owners?.records).toEqual(night.single.owners)
  expect(night.also.currencies?.records).toEqual(night.single.currencies)
  expect(night.stages).toBe(4)
  // The sixth, of the teams, is asked for once a week.
  const weekly = await told({}, { thorough: true })
  expect(weekly.calls).toEqual([COMPOSITE, COMPOSITE])
  expect(weekly.names).toEqual(['currencies', 'owners', 'teams'])
  expect(weekly.also.teams?.records).toEqual(weekly.single.teams)
  expect(weekly.single.teams).toHaveLength(2)
  // An org with one currency has no rates to ask for.
  const plain = await told({ multiCurrency: false }, { thorough: true })
  expect(plain.calls).toEqual([COMPOSITE])
  expect(plain.also.currencies?.records).toEqual([])
  expect(plain.names).toEqual(['currencies', 'owners', 'teams'])
})

test('What is hidden or not there is so in a composite, too', async () => {
  const hidden = {
    viewRoles: false,
    hidden: ['User', 'CurrencyType', 'RecordType', 'OpportunityStage.SortOrder'],
  }
  const bare = await told(hidden, { thorough: true })
  expect(bare.calls).toEqual([COMPOSITE])
  expect(bare.names).toEqual(['currencies', 'owners', 'teams'])
  expect(Object.values(bare.also).map((page) => page.records)).toEqual([[], [], []])
  expect(bare.stages).toBe(4)
  // An org without dated rates has no such object; the plain ones are told.
  const plain = await told({ datedRates: false }, {})
  expect(plain.also.currencies?.records).toHaveLength(3)
  expect(plain.also.currencies?.records).toEqual(plain.single.currencies)
})

test('An org may become another overnight', async () => {
  const was = { multiCurrency: false, recordTypes: false }
  for (const [becomes, detail] of [
    [{ multiCurrency: true }, 'The org has several currencies now.'],
    [{ recordTypes: true }, 'The org has record types now.'],
    [{}, null],
  ] as const) {
    const crm = smallCompany(3)
    crm.pipelines.splice(0, 1, ...crm.pipelines.map((pipeline) => ({ ...pipeline, id: '1' })))
    for (const id of crm.deals.keys()) crm.updateDeal(id, { pipelineId: '1' }, FOUNDED)
    await using bench = await openSalesforce(crm, was)
    const before = bench.sandbox.calls.length
    Object.assign(bench.org.switches, becomes)
    const told = await bench.pull('pipelines', null).then(
      () => null,
      (error: unknown) => (error instanceof ConnectorError ? error.failure : error),
    )
    const refused = { kind: 'refused', status: 200, code: 'ACCOUNT_CHANGED', detail }
    expect(told).toEqual(detail === null ? null : refused)
    expect(bench.sandbox.calls).toHaveLength(before + 1)
  }
})

test('A list that goes on is left to its own stream', async () => {
  const crm = smallCompany(3)
  for (let n = 0; n < 2_100; n += 1)
    crm.users.push({ id: String(10_000 + n), name: 'x', email: 'x', teamId: '31', active: true })
  const night = await told({}, { thorough: true }, crm)
  expect(night.names).toEqual(['currencies', 'teams'])
  expect(night.single.owners).toHaveLength(2_107)
  expect(night.single.owners.map((owner) => owner.id)).toContain(idOf('user', '12099'))
  // Rates and stages are read to their end at once, as short as the pages may be.
  const short = await told({ pageRows: 2 }, { thorough: true })
  expect(short.names).toEqual(['currencies', 'teams'])
  expect(short.also.currencies?.records).toHaveLength(3)
  expect(short.stages).toBe(4)
})

test('A part that fails fails its own stream', async () => {
  await using bench = await openSalesforce(smallCompany(3))
  const failing = async (name: string, status: number, errorCode: string) => {
    const rows = { totalSize: 0, done: true, records: [] }
    const compositeResponse = ['stages', 'types', 'users', 'plain', 'dated'].map((referenceId) => ({
      referenceId,
      httpStatusCode: referenceId === name ? status : 200,
      body: referenceId === name ? [{ errorCode, message: 'own words' }] : rows,
    }))
    bench.intercept.answer = () =>
      new Response(JSON.stringify({ compositeResponse }), { headers: { 'content-type': 'application/json' } })
    return Object.keys((await bench.pull('pipelines', null)).also ?? {}).toSorted()
  }
  expect(await failing('users', 400, 'QUERY_TIMEOUT')).toEqual(['currencies'])
  expect(await failing('plain', 503, 'SERVER_UNAVAILABLE')).toEqual(['owners'])
  expect(await failing('dated', 400, 'INVALID_TYPE')).toEqual(['currencies', 'owners'])
  expect(await failing('dated', 400, 'QUERY_TIMEOUT')).toEqual(['owners'])
  for (const name of ['stages', 'types'])
    await expect(failing(name, 400, 'INVALID_FIELD')).rejects.toMatchObject({
      failure: { kind: 'refused', code: 'INVALID_FIELD' },
    })
})
