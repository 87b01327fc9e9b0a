import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProvisioningFailed } from '../../db/errors.ts'
import { openNode, removeFile } from '../../db/open-node.ts'
import { openWeb } from '../../db/open-web.ts'
import {
  databaseUrl,
  fileProvisioner,
  givenProvisioner,
  isWorkspaceId,
  libsqlServerProvisioner,
  provisionerFor,
} from '../../db/provision.ts'
import { temporaryFolder } from '../support/databases.ts'
import { type LibsqlServer, startLibsqlServer } from '../support/libsql-server.ts'

let server: LibsqlServer
beforeAll(async () => {
  server = await startLibsqlServer()
})
afterAll(() => server.stop())

test('an id that could reach another place names no company', () => {
  for (const id of ['acme', 'a', '7', 'acme-2', 'a'.repeat(50)]) expect(isWorkspaceId(id), id).toBe(true)
  const wrong = [
    '',
    'Acme',
    '../x',
    'a/b',
    'a.b',
    '-a',
    'a-',
    'a'.repeat(51),
    'a b',
    'ä',
    '{workspace}',
    'a\n',
  ]
  for (const id of wrong) {
    expect(isWorkspaceId(id), id).toBe(false)
    expect(() => databaseUrl('file:data/{workspace}.db', id), id).toThrow(ProvisioningFailed)
  }
})

test('a template names the database of each company', () => {
  expect(databaseUrl('libsql://{workspace}-acme.turso.io', 'a')).toBe('libsql://a-acme.turso.io')
  expect(databaseUrl('https://one.example.com', 'a')).toBe('https://one.example.com')
})

test('a company in a file is dropped with its file', async () => {
  const folder = temporaryFolder()
  const provisioner = fileProvisioner(`file:${folder}/{workspace}.db`, removeFile)
  const url = await provisioner.create('acme')
  const client = await openNode(url)
  await client.execute('CREATE TABLE t (a)')
  client.close()
  expect(existsSync(`${folder}/acme.db`)).toBe(true)
  await provisioner.drop('acme')
  await provisioner.drop('acme')
  expect(existsSync(`${folder}/acme.db`)).toBe(false)
})

test('a database that Pegel did not make is not dropped by it', async () => {
  const provisioner = givenProvisioner('https://{workspace}.example.com')
  expect(await provisioner.create('acme')).toBe('https://acme.example.com')
  await expect(provisioner.drop('acme')).rejects.toThrow('https://acme.example.com')
})

test('two companies on one libSQL server cannot read each other', async () => {
  const provisioner = libsqlServerProvisioner(server.template, { adminUrl: server.adminUrl, fetch })
  const [a, b] = [await openWeb(await provisioner.create('a')), await openWeb(await provisioner.create('b'))]
  await a.execute('CREATE TABLE secret AS SELECT 42 AS number')
  await expect(b.execute('SELECT * FROM secret')).rejects.toThrow('no such table')
  for (const name of ['a', '../a', 'ns:a', 'file:a'])
    await expect(b.execute(`ATTACH '${name}' AS other`), name).rejects.toThrow()
  expect((await a.execute('SELECT number FROM secret')).rows[0]?.number).toBe(42)
  expect((await b.execute("SELECT COUNT(*) AS n FROM sqlite_master WHERE name = 'secret'")).rows[0]?.n).toBe(
    0,
  )
})

test('making a company on a server again finds it; dropping it takes everything away', async () => {
  const provisioner = libsqlServerProvisioner(server.template, { adminUrl: server.adminUrl, fetch })
  const url = await provisioner.create('again')
  const client = await openWeb(url)
  await client.execute('CREATE TABLE kept AS SELECT 1 AS a')
  expect(await provisioner.create('again')).toBe(url)
  expect((await client.execute('SELECT a FROM kept')).rows).toHaveLength(1)
  await provisioner.drop('again')
  await provisioner.drop('again')
  await expect((await openWeb(url)).execute('SELECT 1')).rejects.toThrow()
  await provisioner.create('again')
  await expect((await openWeb(url)).execute('SELECT a FROM kept')).rejects.toThrow('no such table')
})

test('a server that does not answer is told by its address', async () => {
  const dead = async () => {
    throw new TypeError('fetch failed')
  }
  const provisioner = libsqlServerProvisioner(server.template, {
    adminUrl: 'http://127.0.0.1:1',
    fetch: dead,
  })
  await expect(provisioner.create('a')).rejects.toThrow('http://127.0.0.1:1 does not answer')
  const refusing = async () => new Response('{}', { status: 403 })
  const refused = libsqlServerProvisioner(server.template, { adminUrl: server.adminUrl, fetch: refusing })
  await expect(refused.create('a')).rejects.toThrow('(403)')
  await expect(refused.drop('a')).rejects.toThrow('(403)')
})

test('the template decides where companies live', async () => {
  const folder = temporaryFolder()
  const files = provisionerFor(`file:${folder}/{workspace}.db`, { remove: removeFile })
  expect(await files.create('x')).toBe(`file:${folder}/x.db`)
  const given = provisionerFor('libsql://{workspace}-acme.turso.io', {})
  await expect(given.drop('x')).rejects.toThrow('was not made by Pegel')
  const served = provisionerFor(server.template, { server: { adminUrl: server.adminUrl, fetch } })
  await (await openWeb(await served.create('x'))).execute('SELECT 1')
  expect(() => provisionerFor('file:data/{workspace}.db', {})).toThrow('this runtime has none')
})
