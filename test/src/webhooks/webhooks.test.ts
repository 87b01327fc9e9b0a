import { describe, expect, test } from 'vitest'
import { connection, workspace as workspaceTable } from '../../../db/directory/schema.ts'
import type { AppDeps } from '../../../src/app-env.ts'
import { type Message, WorkspaceMissing } from '../../../src/platform.ts'
import { now, publicUrl, running } from '../../support/app.ts'
import { company } from '../../support/company.ts'
import { changeOf, hubspot, SECRET, type Sent, salesforce } from './signed.ts'

const url = `${publicUrl}/webhooks/hubspot`
const OWN = 'the secret of one private app'

/** Three portals: 11 and 22 of Acme, 33 of another company; 22 signs with its own secret. An org of Acme's. */
async function program(over: Partial<AppDeps> = {}) {
  const sent: Message[] = []
  const other = { ...(await company()), id: 'other' }
  const site = await running({
    pushSecrets: { hubspot: [SECRET] },
    queue: { send: async (message) => void sent.push(message) },
    ...over,
  })
  const open = async (id: string) => {
    if (id === 'other') return other
    if (id === 'acme') return site.workspace
    throw new WorkspaceMissing(id)
  }
  Object.assign(site.deps, { open: over.open ?? open })
  const { directory } = site.deps
  for (const id of ['other', 'gone'])
    await directory.insert(workspaceTable).values({
      ...{ id, name: id, databaseUrl: `file:${id}.db`, timeZone: 'Europe/Berlin', currency: 'EUR' },
      createdAt: now,
    })
  const row = (
    workspaceId: string,
    id: string,
    crm: string,
    accountId: string,
    config: object,
    status = 'active',
  ) => ({
    ...{ workspaceId, id, crm, accountId, label: id, status, createdAt: now },
    sealedConfig: JSON.stringify(config),
  })
  const token = { token: 'pat-eu1' }
  await directory.insert(connection).values([
    row('acme', 'hubspot', 'hubspot', '11', token),
    row('acme', 'hubspot-2', 'hubspot', '22', { ...token, clientSecret: OWN }),
    row('other', 'hubspot', 'hubspot', '33', token),
    row('gone', 'hubspot', 'hubspot', '44', token),
    row('acme', 'hubspot-3', 'hubspot', '55', token, 'reconnect'),
    row('acme', 'salesforce', 'salesforce', '00D000000000001EAA', {
      ...{ instanceUrl: 'https://acme.my.salesforce.com', clientId: 'id', clientSecret: OWN },
    }),
  ])
  async function marks() {
    const found: string[] = []
    for (const { id, db } of [site.workspace, other]) {
      const { rows } = await db.$client.execute('SELECT source, external_id FROM changed ORDER BY 1, 2')
      found.push(...rows.map((one) => `${id}/${one.source}/${one.external_id}`))
    }
    return found
  }
  const post = (given: Sent, path = '/webhooks/hubspot') => site.request(path, { method: 'POST', ...given })
  return { ...site, marks, post, sent }
}

describe('a push that is signed', () => {
  test('marks the deals it names, and says nothing back', async () => {
    const { post, marks, sent, logged } = await program()
    const response = await post(hubspot([changeOf(11, 501), changeOf(11, 502)], { at: now, url }))
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(await marks()).toEqual(['acme/hubspot/501', 'acme/hubspot/502'])
    expect(sent).toEqual([{ kind: 'changed', workspaceId: 'acme', source: 'hubspot' }])
    expect(logged.filter(({ event }) => event.startsWith('push'))).toEqual([
      {
        event: 'pushed',
        fields: { crm: 'hubspot', connections: 1, notices: 2, fresh: 2, repeated: 0, failed: 0 },
      },
    ])
  })

  test('may be a batch of a hundred over many portals: each company gets its own, unknown ones are dropped', async () => {
    const { post, marks } = await program()
    const portals = [11, 22, 33, 44, 55, 99]
    const events = Array.from({ length: 100 }, (_, n) => changeOf(portals[n % 6] ?? 0, 1000 + n))
    expect((await post(hubspot(events, { at: now, url }))).status).toBe(204)
    const counts = Map.groupBy(await marks(), (mark) => mark.slice(0, mark.lastIndexOf('/')))
    expect([...counts].map(([place, found]) => [place, found.length])).toEqual([
      ['acme/hubspot', 17],
      ['acme/hubspot-2', 17],
      ['other/hubspot', 17],
    ])
  })

  test('of unknown portals alone is taken and dropped', async () => {
    const { post, marks } = await program()
    expect((await post(hubspot([changeOf(99, 1)], { at: now, url }))).status).toBe(204)
    expect(await marks()).toEqual([])
  })

  test('by a connection with a secret of its own is believed for that connection and no other', async () => {
    const { post, marks } = await program()
    const events = [changeOf(22, 1), changeOf(11, 2), changeOf(33, 3)]
    expect((await post(hubspot(events, { at: now, url, secret: OWN }))).status).toBe(204)
    expect(await marks()).toEqual(['acme/hubspot-2/1'])
  })

  test('of a portal that two companies have connected is for both; a secret of the one speaks for the one', async () => {
    const { post, marks, deps } = await program()
    await deps.directory.insert(connection).values({
      ...{
        workspaceId: 'other',
        id: 'hubspot-9',
        crm: 'hubspot',
        accountId: '22',
        label: 'x',
        createdAt: now,
      },
      sealedConfig: JSON.stringify({ token: 'pat-eu1', clientSecret: 'their own secret' }),
    })
    const given = (secret: string, id: number) => hubspot([changeOf(22, id)], { at: now, url, secret })
    expect((await post(given(OWN, 1))).status).toBe(204)
    expect((await post(given('their own secret', 2))).status).toBe(204)
    expect((await post(given(SECRET, 3))).status).toBe(204)
    expect(await marks()).toEqual([
      'acme/hubspot-2/1',
      'acme/hubspot-2/3',
      'other/hubspot-9/2',
      'other/hubspot-9/3',
    ])
  })

  test('by the package of a Salesforce org is believed by the secret of its connection', async () => {
    const { post, marks } = await program()
    const event = { id: '006000000000001AAA', change: 'UPDATE', key: 'k1', at: now }
    const given = salesforce({ orgId: '00D000000000001EAA', events: [event] }, { secret: OWN, at: now })
    expect((await post(given, '/webhooks/salesforce')).status).toBe(204)
    expect(await marks()).toEqual(['acme/salesforce/006000000000001AAA'])
  })

  test('a Salesforce org that two companies have connected is believed by the secret of each for itself', async () => {
    const { post, marks, deps } = await program()
    const config = { instanceUrl: 'https://acme.my.salesforce.com', clientId: 'id', clientSecret: 'theirs' }
    await deps.directory.insert(connection).values({
      ...{
        workspaceId: 'other',
        id: 'salesforce',
        crm: 'salesforce',
        accountId: '00D000000000001EAA',
        label: 'x',
      },
      ...{ createdAt: now, sealedConfig: JSON.stringify(config) },
    })
    const event = { id: '006000000000001AAA', change: 'UPDATE', key: 'k1', at: now }
    const told = { orgId: '00D000000000001EAA', events: [event] }
    const given = salesforce(told, { secret: 'theirs', at: now })
    expect((await post(given, '/webhooks/salesforce')).status).toBe(204)
    expect(await marks()).toEqual(['other/salesforce/006000000000001AAA'])
  })

  test('is signed for the public address, escapes and query as they came, whatever a proxy made of the host', async () => {
    const path = '/webhooks/hubspot?from=a%40b&x=%20'
    const { app, marks } = await program()
    const { body, headers } = hubspot([changeOf(11, 1)], { at: now, url: publicUrl + path })
    const inside = new Request(`http://10.0.0.7:3000${path}`, { method: 'POST', body, headers })
    expect((await app.request(inside)).status).toBe(204)
    expect(await marks()).toEqual(['acme/hubspot/1'])
  })

  test('twice is taken once', async () => {
    const { post, workspace, sent } = await program()
    const given = hubspot([changeOf(11, 1), changeOf(11, 1)], { at: now, url })
    for (let n = 0; n < 3; n += 1) expect((await post(given)).status).toBe(204)
    const { rows } = await workspace.db.$client.execute('SELECT external_id, version FROM changed')
    expect(rows.map((row) => ({ ...row }))).toEqual([{ external_id: '1', version: 1 }])
    expect(sent).toHaveLength(1)
  })

  test('is asked for again where a company cannot take it now; the others have it', async () => {
    const { post, marks, deps } = await program()
    const { open } = deps
    const failing: AppDeps['open'] = async (id) => {
      if (id === 'other') throw new Error('no database')
      return open(id)
    }
    const given = hubspot([changeOf(11, 1), changeOf(33, 2)], { at: now, url })
    Object.assign(deps, { open: failing })
    const response = await post(given)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60'])
    expect(await marks()).toEqual(['acme/hubspot/1'])
    Object.assign(deps, { open })
    expect((await post(given)).status).toBe(204)
    expect(await marks()).toEqual(['acme/hubspot/1', 'other/hubspot/2'])
  })
})

describe('a push that is not believed', () => {
  const event = [changeOf(11, 501)]
  const good = hubspot(event, { at: now, url })
  const forgeries: readonly (readonly [string, Sent])[] = [
    ['without a signature', { ...good, headers: { 'content-type': 'application/json' } }],
    ['with another secret', hubspot(event, { at: now, url, secret: 'guessed' })],
    ['with an empty secret', hubspot(event, { at: now, url, secret: '' })],
    ['for another address', hubspot(event, { at: now, url: 'https://elsewhere.example/webhooks/hubspot' })],
    ['with another body', { ...good, body: good.body.replace('501', '502') }],
    ['six minutes old: a replay', hubspot(event, { at: '2026-11-24T08:54:00.000Z', url })],
    ['of the future', hubspot(event, { at: '2026-11-24T09:06:00.000Z', url })],
    ['that is no JSON', hubspot('{', { at: now, url, secret: 'guessed' })],
    ['with the secret of a connection that is not named', hubspot(event, { at: now, url, secret: OWN })],
    [
      'with the secret of a connection among too many others',
      hubspot(
        [22, 61, 62, 63, 64, 65].map((portal) => changeOf(portal, 1)),
        { at: now, url, secret: OWN },
      ),
    ],
  ]
  test.each(forgeries)('%s is refused, and leaves no trace of itself', async (_, given) => {
    const { post, marks, sent, logged } = await program()
    const response = await post(given)
    expect([response.status, await response.text()]).toEqual([401, ''])
    expect(await marks()).toEqual([])
    expect(sent).toEqual([])
    expect(logged).toEqual([{ event: 'push_refused', fields: { crm: 'hubspot' } }])
  })

  test('of HubSpot is refused where nobody has a secret', async () => {
    const { post } = await program({ pushSecrets: {} })
    expect((await post(hubspot(event, { at: now, url }))).status).toBe(401)
  })

  test('that is too large is not read to its end', async () => {
    const { app } = await program()
    let read = 0
    const body = new ReadableStream({
      pull(controller) {
        read += 1
        controller.enqueue(new Uint8Array(64 * 1024).fill(32))
      },
    })
    const request = new Request(url, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect((await app.request(request)).status).toBe(413)
    expect(read).toBeLessThan(20)
  })

  test('in bytes that are no text is refused', async () => {
    const { app } = await program()
    const request = new Request(url, { method: 'POST', body: new Uint8Array([0xff, 0xfe, 0x22]) })
    expect((await app.request(request)).status).toBe(401)
  })

  test('of no CRM, or by another method, finds nothing', async () => {
    const { post, request, signIn } = await program()
    expect((await post(good, '/webhooks/pipedrive')).status).toBe(404)
    const cookie = await signIn('administrator')
    expect((await request('/webhooks/hubspot', { cookie })).status).toBe(404)
  })

  test('a session or a form of ours opens no door for it', async () => {
    const { request, signIn, marks } = await program()
    const cookie = await signIn('administrator')
    const headers = { ...good.headers, origin: publicUrl, 'x-hubspot-signature-v3': 'AAAA' }
    const response = await request('/webhooks/hubspot', { method: 'POST', body: good.body, headers, cookie })
    expect(response.status).toBe(401)
    expect(await marks()).toEqual([])
  })
})

test('neither answers nor log lines hold anything of a push but counts', async () => {
  const { post, logged } = await program()
  const events = [changeOf(11, 501, { propertyValue: 'Zahnrad AG', sourceId: 'userId:77' })]
  const responses = [
    await post(hubspot(events, { at: now, url })),
    await post(hubspot(events, { at: now, url, secret: 'guessed' })),
  ]
  const texts = [...(await Promise.all(responses.map((one) => one.text()))), JSON.stringify(logged)].join(' ')
  for (const secret of ['Zahnrad', 'userId', '501', SECRET, OWN]) expect(texts).not.toContain(secret)
})
