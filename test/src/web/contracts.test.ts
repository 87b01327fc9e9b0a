/** Planted and seen red: amounts shown to who may see none, a choice by who may not, an offer that is not there taken for none. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type ContractMapping, noContracts } from '../../../connectors/contract.ts'
import { audit } from '../../../db/workspace/schema.ts'
import { offersKey } from '../../../src/okr/contracts.ts'
import { jsonOf, now, problemOf, type Running, running } from '../../support/app.ts'

const mapping: ContractMapping = {
  ...{ ...noContracts, source: 'deals', amount: 'hs_arr', months: 12, term: 'term_months' },
  replaces: ['renewal'],
}
const offers = [
  {
    ...{ mapping, count: 1_295 },
    sample: [
      {
        ...{ id: '7', kind: 'deal', version: now, companyId: '1', product: 'Robots', dealId: '7' },
        ...{ startsOn: '2026-01-01', endsOn: '2027-01-01', amountMinor: 4_321_00, periodMonths: 12 },
        ...{ currency: 'EUR', rate: null, overlap: null, problems: [] },
      },
    ],
  },
  { mapping: { ...noContracts, source: 'line_items' }, count: 12, sample: [] },
]

async function looked(): Promise<Running> {
  const program = await running()
  await program.workspace.db.$client.execute({
    sql: 'INSERT INTO setting (key, value) VALUES (?, ?)',
    args: [offersKey('hubspot'), JSON.stringify({ at: now, offers })],
  })
  await program.deps.directory.$client.execute({
    sql: `INSERT INTO connection (id, workspace_id, crm, account_id, label, sealed_config, status, created_at)
      VALUES ('hubspot', 'acme', 'hubspot', '1', 'hubspot', '{}', 'active', ?)`,
    args: [now],
  })
  return program
}

async function page({ request }: Running, cookie: string): Promise<string> {
  const response = await request('/health', { cookie, headers: { 'accept-language': 'en' } })
  expect(response.status).toBe(200)
  return response.text()
}

function post({ request }: Running, cookie: string, path: string, fields: Record<string, string>) {
  const headers = { origin: 'http://localhost:8787', 'content-type': 'application/x-www-form-urlencoded' }
  return request(path, { method: 'POST', cookie, headers, body: new URLSearchParams(fields).toString() })
}

async function chosen({ workspace }: Running): Promise<unknown> {
  const { rows } = await workspace.db.$client.execute(
    "SELECT value FROM setting WHERE key = 'contracts:hubspot'",
  )
  return rows.length === 0 ? null : JSON.parse(String(rows[0]?.value))
}

test('the proposal is shown with its reason and a few contracts, and an administrator takes it', async () => {
  const program = await looked()
  const [administrator, auditor] = [await program.signIn('administrator'), await program.signIn('auditor')]
  const open = await page(program, administrator)
  expect(open).toContain(
    'Proposed: won deals, hs_arr a year, because the CRM has 1,295 records with recurring money.',
  )
  const told = await page(program, auditor)
  expect(told).toContain('Proposed: won deals')
  expect(told).not.toMatch(/4,321|Robots|Take this/)

  const take = { source: 'hubspot', offer: '0' }
  expect((await post(program, auditor, '/health/contracts/choose', take)).status).toBe(403)
  for (const wrong of [
    { ...take, offer: '7' },
    { ...take, offer: '' },
    { ...take, source: 'pipedrive' },
  ])
    expect((await post(program, administrator, '/health/contracts/choose', wrong)).status).toBe(404)
  expect(await chosen(program)).toBeNull()
  expect((await post(program, administrator, '/health/contracts/choose', take)).status).toBe(303)
  expect(await chosen(program)).toEqual(mapping)
  expect(await page(program, administrator)).toContain('Source: won deals, hs_arr a year.')
  const { rows } = await program.workspace.db.$client.execute(
    "SELECT properties FROM source WHERE id = 'hubspot'",
  )
  expect(JSON.parse(String(rows[0]?.properties))).toEqual(expect.arrayContaining(['hs_arr', 'term_months']))

  // What is open is decided by type, and said once.
  for (const overlap of ['replaces', 'adds'])
    await post(program, administrator, '/health/contracts/overlap', {
      source: 'hubspot',
      [overlap]: 'newbusiness',
    })
  expect(await chosen(program)).toEqual({ ...mapping, adds: ['newbusiness'] })
  await post(program, administrator, '/health/contracts/choose', { source: 'hubspot', offer: 'none' })
  expect(await chosen(program)).toEqual(noContracts)
  const actions = await program.workspace.db.select().from(audit)
  expect(actions.filter(({ action }) => action === 'mapping.contracts')).toHaveLength(4)
})

test('over the API the choice is read and made, and a source that the CRM does not have is refused', async () => {
  const program = await looked()
  const [administrator, auditor] = [await program.signIn('administrator'), await program.signIn('auditor')]
  const change = (cookie: string, json: object) =>
    program.request('/api/mapping/contracts', { method: 'PATCH', cookie, json })
  const answer = z.looseObject({
    connections: z.array(z.looseObject({ offers: z.array(z.looseObject({})) })),
  })
  const told = await jsonOf(await program.request('/api/mapping/contracts', { cookie: auditor }), answer)
  expect(told.connections[0]).toMatchObject({ id: 'hubspot', mapping: null, proposed: 0, contracts: 0 })
  expect(told.connections[0]?.offers.map(({ count, sample }) => [count, sample])).toEqual([
    [1_295, []],
    [12, []],
  ])
  expect((await change(auditor, { connection: 'hubspot', mapping })).status).toBe(403)
  for (const wrong of [
    { ...mapping, source: 'assets' },
    { ...mapping, amount: 'a; DROP' },
    { ...mapping, months: null, term: null },
    { ...mapping, months: 0 },
  ])
    expect(
      await problemOf(await change(administrator, { connection: 'hubspot', mapping: wrong })),
    ).toMatchObject({
      status: 422,
    })
  expect(await chosen(program)).toBeNull()
  expect((await change(administrator, { connection: 'hubspot', mapping })).status).toBe(200)
  expect(await chosen(program)).toEqual(mapping)
})
