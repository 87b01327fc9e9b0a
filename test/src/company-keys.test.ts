/** Each company's secrets under its own key, wrapped by a master key that may change while everything runs. */
import { expect, test } from 'vitest'
import type { DirectoryDb } from '../../db/client.ts'
import { connection, dataKey, embedding, workspace } from '../../db/directory/schema.ts'
import { embeddingPlace } from '../../src/card/embed/keys.ts'
import { companySealer, keyMemory } from '../../src/company-keys.ts'
import { renewCompanyKey, rewrap } from '../../src/rewrap.ts'
import { createSealer, SealError } from '../../src/secrets.ts'
import { configPlace, grantPlace } from '../../src/sync/grants.ts'
import { emptyDirectory } from '../support/databases.ts'

const key = (id: string, fill: number) => ({ id, bytes: new Uint8Array(32).fill(fill) })
const NOW = '2026-11-24T09:00:00.000Z'
const place = configPlace('acme', 'hubspot', 'hubspot')

async function company(directory: DirectoryDb, id: string): Promise<void> {
  await directory
    .insert(workspace)
    .values({ id, name: id, databaseUrl: `file:${id}.db`, timeZone: 'UTC', currency: 'EUR', createdAt: NOW })
}

async function instance(directory: DirectoryDb, ...keys: ReturnType<typeof key>[]) {
  const master = await createSealer(keys)
  return {
    master,
    sealer: companySealer({ directory, master, memory: keyMemory(), nowMs: () => Date.now() }),
  }
}

async function two() {
  const directory = await emptyDirectory()
  await company(directory, 'acme')
  await company(directory, 'globex')
  return directory
}

test('a secret opens at its own place alone: company, connection, field, provider and version are bound', async () => {
  const directory = await two()
  const { sealer } = await instance(directory, key('a', 1))
  const sealed = await sealer.seal('secret', place)
  await sealer.seal('other', configPlace('globex', 'hubspot', 'hubspot'))
  expect(sealed).toMatch(/^v2\.1\./)
  expect(await sealer.open(sealed, place)).toBe('secret')
  const elsewhere = [
    configPlace('globex', 'hubspot', 'hubspot'),
    configPlace('acme', 'hubspot-2', 'hubspot'),
    grantPlace('acme', 'hubspot', 'hubspot'),
    configPlace('acme', 'hubspot', 'salesforce'),
    'acme/hubspot/config',
  ]
  for (const other of elsewhere) await expect(sealer.open(sealed, other)).rejects.toThrow(SealError)
  for (const text of [
    sealed.replace('v2.1.', 'v2.2.'),
    sealed.replace('v2.', 'v3.'),
    `${sealed}.x`,
    'v2.1',
    '',
  ])
    await expect(sealer.open(text, place)).rejects.toThrow(SealError)
})

test('each company has a key of its own, made once however many come first', async () => {
  const directory = await two()
  const many = await Promise.all(Array.from({ length: 8 }, () => instance(directory, key('a', 1))))
  const sealed = await Promise.all(many.map(({ sealer }) => sealer.seal('secret', place)))
  for (const text of sealed) expect(await many[0]?.sealer.open(text, place)).toBe('secret')
  await many[0]?.sealer.seal('x', configPlace('globex', 'hubspot', 'hubspot'))
  const rows = await directory.select().from(dataKey)
  expect(rows.map(({ workspaceId, version }) => [workspaceId, version]).toSorted()).toEqual([
    ['acme', 1],
    ['globex', 1],
  ])
  expect(new Set(rows.map(({ wrapped }) => wrapped)).size).toBe(2)
})

test('a wrapped key that is moved to another company does not unwrap', async () => {
  const directory = await two()
  const { sealer } = await instance(directory, key('a', 1))
  const sealed = await sealer.seal('secret', place)
  await directory.$client.execute("UPDATE data_key SET workspace_id = 'globex'")
  const { sealer: later } = await instance(directory, key('a', 1))
  await expect(later.open(sealed, configPlace('globex', 'hubspot', 'hubspot'))).rejects.toThrow(SealError)
  await expect(later.open(sealed, place)).rejects.toThrow('is gone')
})

async function connected(
  directory: DirectoryDb,
  sealer: { seal(text: string, at: string): Promise<string> },
) {
  await directory.insert(connection).values({
    ...{ id: 'hubspot', workspaceId: 'acme', crm: 'hubspot', accountId: '1', label: 'H', createdAt: NOW },
    sealedConfig: await sealer.seal('config', place),
    sealedGrant: await sealer.seal('grant', grantPlace('acme', 'hubspot', 'hubspot')),
  })
}

test('a new master key in front, everything wrapped anew while both run, and the old key can go', async () => {
  const directory = await two()
  const before = await instance(directory, key('old', 1))
  await connected(directory, before.sealer)
  const person = await before.sealer.hash('hubspot/77')
  // Rolled out one instance after the other: both seal and open meanwhile.
  const after = await instance(directory, key('new', 2), key('old', 1))
  const [row] = await directory.select().from(connection)
  expect(await after.sealer.open(String(row?.sealedConfig), place)).toBe('config')
  expect(await before.sealer.open(await after.sealer.seal('x', place), place)).toBe('x')
  expect(await rewrap(directory, after.master, after.sealer)).toEqual({ keys: 2, secrets: 0, left: 0 })
  expect(await rewrap(directory, after.master, after.sealer)).toEqual({ keys: 0, secrets: 0, left: 0 })
  const alone = await instance(directory, key('new', 2))
  expect(await alone.sealer.open(String(row?.sealedConfig), place)).toBe('config')
  expect(await alone.sealer.open(String(row?.sealedGrant), grantPlace('acme', 'hubspot', 'hubspot'))).toBe(
    'grant',
  )
  // Nobody becomes somebody else because a key went.
  expect(await alone.sealer.hash('hubspot/77')).toBe(person)
  const stolen = await instance(directory, key('old', 1))
  await expect(stolen.sealer.open(String(row?.sealedConfig), place)).rejects.toThrow('The master key new')
})

test('what the first releases sealed opens, and is sealed anew under the key of the company', async () => {
  const directory = await two()
  const { master } = await instance(directory, key('a', 1))
  await directory.insert(connection).values({
    ...{ id: 'hubspot', workspaceId: 'acme', crm: 'hubspot', accountId: '1', label: 'H', createdAt: NOW },
    sealedConfig: await master.seal('config', 'acme/hubspot/config'),
    sealedGrant: null,
  })
  const later = await instance(directory, key('b', 2), key('a', 1))
  expect(await rewrap(directory, later.master, later.sealer)).toMatchObject({ secrets: 1, left: 0 })
  const [row] = await directory.select().from(connection)
  expect(row?.sealedConfig).toMatch(/^v2\.1\./)
  expect(await later.sealer.open(String(row?.sealedConfig), place)).toBe('config')
})

test('a company gets a new key of its own, and whoever remembers the old one still opens and seals', async () => {
  const directory = await two()
  const { master, sealer } = await instance(directory, key('a', 1))
  await connected(directory, sealer)
  const fresh = await instance(directory, key('a', 1))
  expect(await renewCompanyKey(directory, master, fresh.sealer, 'acme')).toEqual({ secrets: 2 })
  const [row] = await directory.select().from(connection)
  expect(row?.sealedConfig).toMatch(/^v2\.2\./)
  expect(await sealer.open(String(row?.sealedConfig), place)).toBe('config')
  const late = await sealer.seal('late', place)
  expect(await fresh.sealer.open(late, place)).toBe('late')
})

test('the key that other tools sign cards with is sealed anew too, before an older key goes', async () => {
  const directory = await two()
  const { sealer } = await instance(directory, key('a', 1))
  const at = embeddingPlace('acme')
  const row = { workspaceId: 'acme', sealedKey: await sealer.seal('signing', at), updatedAt: NOW }
  await directory.insert(embedding).values(row)
  await directory.update(dataKey).set({ createdAt: NOW })
  const { master, ...fresh } = await instance(directory, key('a', 1))
  expect(await renewCompanyKey(directory, master, fresh.sealer, 'acme')).toEqual({ secrets: 1 })
  const [kept] = await directory.select().from(embedding)
  expect(kept?.sealedKey).toMatch(/^v2\.2\./)
  const later = await instance(directory, key('a', 1))
  expect(await later.sealer.open(String(kept?.sealedKey), at)).toBe('signing')
})

test('a company that is ending gets no key any more', async () => {
  const directory = await two()
  const { sealer } = await instance(directory, key('a', 1))
  await directory.update(workspace).set({ status: 'ending' })
  // Sealed by the master key, as before there is a company; nothing of it is kept.
  expect(await sealer.seal('x', place)).toMatch(/^v1\.a\./)
  expect(await directory.select().from(dataKey)).toEqual([])
})
