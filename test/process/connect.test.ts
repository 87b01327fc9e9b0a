/** A real company's way in, and what a refused or revoked access does, on the command line and against CRMs on sockets. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { DEFAULT_TOKEN } from '../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../connectors/salesforce/sandbox/index.ts'
import { smallCompany } from '../connectors/support/company.ts'
import { crms } from './crms.ts'

const WON = JSON.stringify({ metric: 'won_revenue', window: { from: '2026-01-01', to: '2027-01-01' } })

test('with the right token a company is connected, synced and measured', async () => {
  const { hubspot, salesforce, pegel, connect } = await crms()
  expect(await connect('hubspot')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Europe/Berlin, EUR'),
  })
  expect(await connect('salesforce')).toMatchObject({ code: 0 })
  const synced = await pegel.cli(['sync', '--json'])
  expect(synced.code).toBe(0)
  expect(JSON.parse(synced.out).runs).toMatchObject([
    { source: 'hubspot', status: 'complete', skipped: 0 },
    { source: 'salesforce', status: 'complete', skipped: 0 },
  ])
  const won = [hubspot, salesforce].flatMap(({ crm }) =>
    [...crm.deals.values()].filter(({ stageId }) => stageId === 'closedwon'),
  )
  const value = JSON.parse((await pegel.cli(['metric', WON, '--json'])).out)
  expect(value).toMatchObject({ sampleSize: won.length, complete: true })
  expect(await pegel.cli(['doctor'])).toMatchObject({ code: 0 })
})

test.each([
  ['en', /^hubspot: The CRM refuses access\. \(.+\)\n$/, /no company yet/],
  ['de', /^hubspot: Das CRM lehnt den Zugang ab\. \(.+\)\n$/, /noch kein Unternehmen/],
])(
  'a wrong token is told in plain words (%s), and the right one is taken afterwards',
  async (LANG, words, empty) => {
    const { pegel, hubspot } = await crms()
    const settings = { LANG }
    const from = (input: string) =>
      pegel.cli(['connect', 'hubspot', '--token-file', '-'], { input, settings })
    const refused = await from('pat-wrong-wrong')
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(words) })
    expect(refused.err).not.toContain('pat-wrong')
    expect(hubspot.calls.length).toBeLessThanOrEqual(2)
    expect(await pegel.cli(['doctor'], { settings })).toMatchObject({
      code: 1,
      err: expect.stringMatching(empty),
    })
    expect(await from('')).toMatchObject({ code: 1, err: expect.stringContaining('token') })
    expect(await from(DEFAULT_TOKEN)).toMatchObject({ code: 0 })
  },
)

test("Salesforce's wrong secret, a missing one and a foreign host are told apart", async () => {
  const { pegel, connect, salesforce } = await crms()
  expect(await connect('salesforce', 'wrong-wrong')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^salesforce: .*invalid client credentials/),
  })
  const flow = ['connect', 'salesforce', '--client-credentials', '--instance']
  expect(await pegel.cli([...flow, salesforce.url])).toMatchObject({
    code: 1,
    err: expect.stringContaining('SALESFORCE_CLIENT_SECRET'),
  })
  const foreign = await pegel.cli([...flow, 'https://example.com'], {
    settings: { SALESFORCE_CLIENT_SECRET: 'x' },
  })
  expect(foreign).toMatchObject({ code: 1, out: '' })
  expect(foreign.err.trim().split('\n')).toHaveLength(1)
})

test('an access revoked later leaves the values with their age, makes no further calls and says what to do', async () => {
  const { hubspot, pegel, connect, later } = await crms()
  for (const crm of ['hubspot', 'salesforce'] as const) await connect(crm)
  await pegel.cli(['sync'])
  const before = JSON.parse((await pegel.cli(['metric', WON, '--json'])).out)
  const known: { source: string; dataThrough: string }[] = JSON.parse(
    (await pegel.cli(['doctor', '--json'])).out,
  ).connections

  hubspot.fault({ match: '', times: 10_000, kind: 'unauthorized' })
  const failed = await pegel.cli(['sync', '--now', later(60)])
  expect(failed).toMatchObject({ code: 1, err: expect.stringContaining('Not complete: hubspot') })
  expect(failed.out).toMatch(/salesforce +\S+ +complete/)

  const doctor = await pegel.cli(['doctor'])
  expect(doctor).toMatchObject({ code: 1, err: 'Needs you: hubspot\n' })
  expect(doctor.out).toContain('npm run pegel -- connect hubspot --token-file <path>')
  expect(JSON.parse((await pegel.cli(['doctor', '--json'])).out).connections).toMatchObject([
    { source: 'hubspot', status: 'reconnect', dataThrough: expect.any(String) },
    { source: 'salesforce', status: 'active' },
  ])

  const calls = hubspot.calls.length
  expect(await pegel.cli(['sync', '--now', later(60)])).toMatchObject({ code: 1 })
  expect(hubspot.calls).toHaveLength(calls)
  const kept = JSON.parse((await pegel.cli(['metric', WON, '--json'])).out)
  expect(kept.value).toBe(before.value)
  // The age of the CRM that stands still, whichever of the two was read first before.
  expect(kept.dataThrough).toBe(known.find(({ source }) => source === 'hubspot')?.dataThrough)

  hubspot.clearFaults()
  expect(await connect('hubspot')).toMatchObject({ code: 0 })
  expect(await pegel.cli(['sync', '--now', later(60)])).toMatchObject({ code: 0 })
  expect(await pegel.cli(['doctor'])).toMatchObject({ code: 0 })
})

test('an org that approved a user for the app is connected by its key, and without any flow it is told which there are', async () => {
  const { pegel } = await crms()
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const certificate = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const org = await startSalesforceSandbox({
    ...{ crm: smallCompany(12), now: () => new Date().toISOString(), clientId: 'the-app' },
    ...{ certificate, approvedUsers: ['integration@example.com'] },
  })
  onTestFinished(() => org.close())
  const settings = { SALESFORCE_CLIENT_ID: 'the-app' }
  const flow = ['connect', 'salesforce', '--instance', org.url]
  expect(await pegel.cli(flow, { settings })).toMatchObject({
    code: 1,
    err: expect.stringContaining('--key-file'),
  })
  const input = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const as = (user: string) => pegel.cli([...flow, '--user', user, '--key-file', '-'], { settings, input })
  expect(await as('somebody@example.com')).toMatchObject({ code: 1 })
  expect(await as('integration@example.com')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Europe/Berlin'),
  })
  expect(await pegel.cli(['sync', '--json'])).toMatchObject({ code: 0 })
})
