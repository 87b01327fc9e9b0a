// What people are told is read is what is asked for, by every request of every stream, and nothing more.
// Planted and seen red: `hubspot_owner_id` left out of what HubSpot's list tells; `MasterRecordId` left out of Salesforce's.

import { expect, test } from 'vitest'
import { noContracts, type Stream, streams } from '../../connectors/contract.ts'
import { registry } from '../../connectors/registry.ts'
import { subject as hubspot } from './hubspot/subject.ts'
import { subject as salesforce } from './salesforce/subject.ts'
import { createBench, type Subject } from './support/bench.ts'
import { smallCompany } from './support/company.ts'

const START = '2026-04-10T02:30:00.000Z'

/** `object.field` of each property that a HubSpot request names. */
function askedOfHubspot(told: readonly string[], bodies: readonly string[]): Set<string> {
  const found = new Set<string>()
  for (const address of told) {
    const url = new URL(address)
    const object = /\/objects\/(?:[0-9-]+\/)?([a-z_]+)/.exec(url.pathname)?.[1]
    for (const name of ['properties', 'propertiesWithHistory'])
      for (const list of url.searchParams.getAll(name))
        for (const field of list.split(',')) found.add(`${object}.${field}`)
  }
  for (const body of bodies) {
    const { properties } = JSON.parse(body) as { properties?: readonly string[] }
    for (const field of properties ?? []) found.add(`*.${field}`)
  }
  return found
}

/** `Object.Field` of each SELECT, those inside a composite request included. */
function askedOfSalesforce(told: readonly string[], bodies: readonly string[]): Set<string> {
  const texts = [...told, ...bodies].map((text) => decodeURIComponent(text.replaceAll('+', ' ')))
  const selects = texts.flatMap((text) => [...text.matchAll(/SELECT ([\w, ]+?) FROM (\w+)/g)])
  return new Set(
    selects.flatMap(([, fields = '', object = '']) =>
      fields.split(',').map((field) => `${object}.${field.trim()}`),
    ),
  )
}

const cases: readonly (readonly [Subject, typeof askedOfHubspot, string])[] = [
  [hubspot('HubSpot', {}), askedOfHubspot, 'line_items'],
  [salesforce('Salesforce', {}), askedOfSalesforce, 'contracts'],
]

test.each(cases)('every field that is asked for stands in the list: %#', async (subject, asked, source) => {
  const contracts = { ...noContracts, source: source as 'contracts' }
  await using bench = await createBench(subject, smallCompany(20), START, 10_000, {
    ...{ contracts, thorough: true },
  })
  for (const stream of streams as readonly Stream[]) await bench.walk(stream, null)
  const account = bench.account()
  const told = subject.connector.reads?.({ account, properties: [subject.regionProperty], contracts }) ?? []
  const listed = new Set(told.flatMap(({ object, fields }) => fields.map((field) => `${object}.${field}`)))
  const anywhere = new Set([...listed].map((name) => name.slice(name.indexOf('.') + 1)))
  const found = [...asked(bench.told, bench.bodies)]
  expect(found.length).toBeGreaterThan(25)
  const unlisted = found.filter(
    (name) => !(name.startsWith('*.') ? anywhere.has(name.slice(2)) : listed.has(name)),
  )
  expect(unlisted).toEqual([])
  // And nothing is told that is not asked for: the deal's fields are all in one request.
  const deal = told.find(({ purpose }) => purpose === 'deal')
  const fields = new Set(found.map((name) => name.slice(name.indexOf('.') + 1)))
  expect(deal?.fields.filter((field) => !fields.has(field))).toEqual([])
  expect(deal?.fields).toContain(subject.regionProperty)
})

test('every connector tells what it reads, and nothing of a person beyond whose deal it is', () => {
  for (const { id, reads } of registry) {
    const told = reads?.({ account: null, properties: [], contracts: noContracts }) ?? []
    expect([id, told.length > 5]).toEqual([id, true])
    const fields = told.flatMap((one) => one.fields)
    expect(fields.filter((field) => /email|phone|mobile|firstname|lastname|username/i.test(field))).toEqual(
      [],
    )
    const owner = told.find(({ purpose }) => purpose === 'owner')
    expect(owner?.fields.filter((field) => /name/i.test(field))).toEqual([])
  }
})
