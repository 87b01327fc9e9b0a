import { expect, test } from 'vitest'
import { smallCompany } from '../../connectors/salesforce/sandbox/company.ts'
import { installWorld } from './world.ts'

const small = () => ({ hubspot: smallCompany(), salesforce: smallCompany() })
const ids = (rows: readonly Record<string, unknown>[]) => rows.map((row) => Object.values(row).join(' '))

test('an administrator from the marketplace gets a company of their account, signed in, with the tokens sealed', async () => {
  const { browser, rows, deps } = await installWorld({ crms: small() })
  const person = browser()
  const back = await person.connect('hubspot')
  expect([back.status, back.headers.get('location')]).toEqual([303, '/install/mapping?source=hubspot'])
  expect(ids(await rows('SELECT id, status FROM workspace'))).toEqual(['hubspot-48110220 active'])
  expect(ids(await rows('SELECT workspace_id, id, account_id, status FROM connection'))).toEqual([
    'hubspot-48110220 hubspot 48110220 active',
  ])
  const [sealed = {}] = await rows('SELECT sealed_config, sealed_grant FROM connection')
  expect(Object.values(sealed).map(String)).toEqual(
    Array(2).fill(expect.stringMatching(/^v2\.1\.[\w-]+\.[\w-]+$/)),
  )
  expect(ids(await rows('SELECT u.email, m.role FROM member m JOIN user u ON u.id = m.user_id'))).toEqual([
    'admin@nordwerk.example administrator',
  ])
  expect((await person.get('/')).status).toBe(200)
  // Nothing of the attempt is left, and the address that came back works no more.
  expect(await rows('SELECT * FROM connect_attempt')).toEqual([])
  expect((await deps.open('hubspot-48110220')).name).not.toBe('')
})

test('a second CRM joins the company of who is signed in', async () => {
  const { browser, rows } = await installWorld({ crms: small() })
  const person = browser()
  await person.connect('hubspot')
  expect(await person.words('/connect/salesforce')).toContain('Salesforce')
  const back = await person.connect('salesforce')
  expect(back.headers.get('location')).toBe('/install/mapping?source=salesforce')
  expect(ids(await rows('SELECT workspace_id, id FROM connection ORDER BY id'))).toEqual([
    'hubspot-48110220 hubspot',
    'hubspot-48110220 salesforce',
  ])
  expect(await rows('SELECT id FROM workspace')).toHaveLength(1)
})

test('who installs again from another browser is let in to the same company, with the newer grant', async () => {
  const { browser, rows } = await installWorld({ crms: small() })
  await browser().connect('salesforce')
  const before = await rows('SELECT grant_version, sealed_grant FROM connection')
  const again = browser()
  const back = await again.connect('salesforce')
  expect(back.status).toBe(303)
  expect(await rows('SELECT id FROM workspace')).toHaveLength(1)
  expect(await rows('SELECT user_id FROM member')).toHaveLength(1)
  const after = await rows('SELECT grant_version, sealed_grant FROM connection')
  expect([before[0]?.grant_version, after[0]?.grant_version]).toEqual([1, 2])
  expect(after[0]?.sealed_grant).not.toBe(before[0]?.sealed_grant)
  expect((await again.get('/')).status).toBe(200)
})

test('the way back works once, in the browser that left, for ten minutes, for its own CRM', async () => {
  const { browser, ahead, rows } = await installWorld({ crms: small() })
  const [person, other] = [browser(), browser()]
  const first = await person.consent('hubspot')
  await other.consent('hubspot')
  // Neither a stranger nor somebody else who is on the way uses it up.
  for (const thief of [browser(), other]) expect((await thief.get(first)).status).toBe(400)
  const elsewhere = first.replace('/connect/hubspot/', '/connect/salesforce/')
  expect((await person.get(elsewhere)).status).toBe(400)
  expect((await person.get(first.replace(/state=[^&]+/, 'state=made-up'))).status).toBe(400)
  expect(await rows('SELECT id FROM workspace')).toEqual([])
  expect((await person.get(first)).status).toBe(303)
  expect((await person.get(first)).status).toBe(400)
  const late = await other.consent('hubspot')
  ahead(10 * 60_000 + 1)
  expect((await other.get(late)).status).toBe(400)
  expect(await other.words(late)).toMatch(/no attempt of this browser/)
})

test('two requests with one answer at once: one is let in, and one company is made', async () => {
  const { browser, rows } = await installWorld({ crms: small() })
  const person = browser()
  const back = await person.consent('hubspot')
  const statuses = await Promise.all([person.get(back), person.get(back), person.get(back)])
  expect(statuses.map(({ status }) => status).sort()).toEqual([303, 400, 400])
  const others = [browser(), browser()]
  const ways = await Promise.all(others.map((other) => other.consent('salesforce')))
  await Promise.all(others.map((other, n) => other.get(ways[n] ?? '')))
  expect(await rows('SELECT id FROM workspace')).toHaveLength(2)
  expect(await rows("SELECT id FROM connection WHERE crm = 'salesforce'")).toHaveLength(1)
})

test('a cookie that somebody made up is none', async () => {
  const { browser } = await installWorld({ crms: small() })
  const person = browser()
  const back = await person.consent('hubspot')
  const kept = person.jar.get('pegel_connect') ?? ''
  const [value] = decodeURIComponent(kept).split('.')
  person.jar.set('pegel_connect', encodeURIComponent(`${value}.${btoa('x'.repeat(32))}`))
  expect((await person.get(back)).status).toBe(400)
  person.jar.set('pegel_connect', kept)
  expect((await person.get(back)).status).toBe(303)
})

test('who declines, and an org that has not installed the app, are told what to do, and nothing is kept', async () => {
  const { browser, rows, salesforce } = await installWorld({ crms: small() })
  const person = browser()
  expect(await person.words(await person.consent('hubspot', 'deny'))).toContain('It was declined in HubSpot')
  salesforce.switches.appInstalled = false
  const refused = await person.consent('salesforce')
  expect(refused).toContain('error=invalid_client')
  expect(await person.words(refused)).toContain('Install the package from AgentExchange first')
  expect(await rows('SELECT id FROM workspace')).toEqual([])
})

test('the button of a marketplace may lead to the callback itself', async () => {
  const { browser } = await installWorld({ crms: small() })
  const back = await browser().get('/connect/hubspot/callback')
  expect([back.status, back.headers.get('location')]).toEqual([303, '/connect/hubspot'])
})

test('a colleague who may agree in the CRM gets no say in a company that exists', async () => {
  const { browser, rows, deps } = await installWorld({ crms: small() })
  await browser().connect('hubspot')
  await deps.directory.$client.execute("UPDATE account SET account_id = 'somebody-else'")
  await deps.directory.$client.execute("UPDATE user SET email = 'first@nordwerk.example'")
  const before = await rows('SELECT sealed_grant FROM connection')
  const colleague = browser()
  const back = await colleague.consent('hubspot')
  expect(await colleague.words(back)).toContain('belongs to a company in Pegel already')
  expect((await colleague.get('/')).headers.get('location')).toBe('/sign-in')
  expect(await rows('SELECT sealed_grant FROM connection')).toEqual(before)
  expect(await rows('SELECT user_id FROM member')).toHaveLength(1)
})

test('an address that a CRM gives its user makes nobody of another company of them', async () => {
  const { browser, rows, deps } = await installWorld({ crms: small() })
  const at = Date.parse('2026-11-01T00:00:00.000Z')
  await deps.directory.$client.batch([
    `INSERT INTO workspace (id, name, database_url, time_zone, currency, created_at)
      VALUES ('victim', 'Victim', 'file:none', 'UTC', 'EUR', '')`,
    `INSERT INTO user (id, name, email, email_verified, created_at, updated_at)
      VALUES ('v', 'V', 'admin@nordwerk.example', 1, ${at}, ${at})`,
    "INSERT INTO member (workspace_id, user_id, role, created_at) VALUES ('victim', 'v', 'administrator', '')",
  ])
  const attacker = browser()
  const back = await attacker.consent('hubspot')
  expect(await attacker.words(back)).toContain('Sign in first')
  expect((await attacker.get('/')).headers.get('location')).toBe('/sign-in')
  expect(await rows('SELECT * FROM session')).toEqual([])
  expect(await rows('SELECT * FROM connection')).toEqual([])
})

test('a deployment for its members makes the first company, and none for strangers after that', async () => {
  const { browser, rows } = await installWorld({ crms: small(), install: 'members' })
  const first = browser()
  expect((await first.connect('hubspot')).status).toBe(303)
  const stranger = browser()
  expect(await stranger.words(await stranger.consent('salesforce'))).toContain('by invitation only')
  expect(await rows('SELECT id FROM connection')).toHaveLength(1)
  expect((await first.connect('salesforce')).status).toBe(303)
})

test('who is signed in without the right to connect is not let near it', async () => {
  const { browser, deps } = await installWorld({ crms: small() })
  const person = browser()
  await person.connect('hubspot')
  const back = await person.consent('salesforce')
  await deps.directory.$client.execute("UPDATE member SET role = 'member'")
  for (const path of [
    '/connect/salesforce',
    '/connect/salesforce/start',
    back,
    '/install/mapping?source=hubspot',
  ])
    expect([path, (await person.get(path)).status]).toEqual([path, 403])
})

test('an answer whose org is not where its address leads is not taken', async () => {
  const { browser, salesforce, rows } = await installWorld({ crms: small() })
  const person = browser()
  const back = await person.consent('salesforce')
  // From the next call on it is another org's data.
  const asked = salesforce.calls.length
  const answered = person.get(back)
  while (salesforce.calls.length === asked) await new Promise((resolve) => setImmediate(resolve))
  salesforce.switches.organization = '9999'
  expect((await answered).status).toBe(400)
  expect(await rows('SELECT id FROM workspace')).toEqual([])
})

test('no secret of an installation stands in an address, a page or a log', async () => {
  const { browser, logged, deps } = await installWorld({ crms: small() })
  const person = browser()
  const pages: string[] = []
  for (const crm of ['hubspot', 'salesforce'] as const) {
    pages.push(await (await person.get(`/connect/${crm}/start`)).text())
    const back = await person.get(await person.consent(crm))
    pages.push(back.headers.get('location') ?? '', await back.text())
    pages.push(await (await person.get(`/install/mapping?source=${crm}`)).text())
  }
  const { rows } = await deps.directory.$client.execute('SELECT id, crm, sealed_grant FROM connection')
  const tokens = await Promise.all(
    rows.map(async ({ id, crm, sealed_grant }) => {
      const place = `hubspot-48110220/${id}/grant@${crm}`
      const { token, refreshToken } = JSON.parse(await deps.sealer.open(String(sealed_grant), place))
      return [token, refreshToken]
    }),
  )
  const secrets = ['the-secret-of-the-app', ...tokens.flat()]
  expect(secrets).toHaveLength(5)
  const shown = pages.join('\n') + JSON.stringify(logged)
  for (const secret of secrets) expect(shown).not.toContain(secret)
})
