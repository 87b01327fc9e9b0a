import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../../db/client.ts'
import { DatabaseError } from '../../db/errors.ts'
import { migrate, SchemaTooNew } from '../../db/migrate.ts'
import { directory, type Migration, workspace } from '../../db/migrations/index.ts'
import { openNode } from '../../db/open-node.ts'
import { openWeb } from '../../db/open-web.ts'
import { libsqlServerProvisioner } from '../../db/provision.ts'
import { temporaryFolder } from '../support/databases.ts'
import { type LibsqlServer, startLibsqlServer } from '../support/libsql-server.ts'

const now = '2026-01-01T00:00:00.000Z'
const marks = 'CREATE TABLE migration (tag TEXT PRIMARY KEY NOT NULL, applied_at TEXT NOT NULL)'
const first: Migration = { tag: '0000_a', statements: [marks, 'CREATE TABLE a (x)'] }
const second: Migration = { tag: '0001_b', statements: ['ALTER TABLE a ADD COLUMN y', 'CREATE TABLE b (x)'] }
const broken: Migration = { tag: '0001_b', statements: ['CREATE TABLE b (x)', 'CREATE TABLE a (x)'] }

let server: LibsqlServer
let made = 0
beforeAll(async () => {
  server = await startLibsqlServer()
})
afterAll(() => server.stop())

/** Twice the same database, as two processes would have it. */
const places: Record<string, () => Promise<[Client, Client]>> = {
  'in a file': async () => {
    const url = `file:${temporaryFolder()}/a.db`
    return [await openNode(url), await openNode(url)]
  },
  'on a server': async () => {
    const provisioner = libsqlServerProvisioner(server.template, { adminUrl: server.adminUrl, fetch })
    made += 1
    const url = await provisioner.create(`m${made}`)
    return [await openWeb(url), await openWeb(url)]
  },
}

async function tables(client: Client): Promise<unknown[]> {
  const { rows } = await client.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
  return rows.map(({ name }) => name).filter((name) => !/^(sqlite|libsql)_/.test(String(name)))
}

for (const [where, open] of Object.entries(places)) {
  test(`a new database gets every migration once, a second start none, ${where}`, async () => {
    for (const part of [directory, workspace]) {
      const [client] = await open()
      expect(await migrate(client, part, now)).toEqual(part.map((m) => m.tag))
      expect(await migrate(client, part, now)).toEqual([])
    }
  })

  test(`a database with a newer schema is refused in one line and left as it is, ${where}`, async () => {
    const [client] = await open()
    await migrate(client, [first, second], now)
    const refused = await migrate(client, [first], now).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SchemaTooNew)
    expect(refused).toBeInstanceOf(DatabaseError)
    expect(String(refused)).toContain('0001_b')
    expect(String(refused)).not.toContain('\n')
    expect(await tables(client)).toEqual(['a', 'b', 'migration'])
  })

  test(`an older database gets only what it lacks and keeps its rows, ${where}`, async () => {
    const [client] = await open()
    await migrate(client, [first], now)
    await client.execute('INSERT INTO a VALUES (1)')
    expect(await migrate(client, [first, second], now)).toEqual(['0001_b'])
    expect((await client.execute('SELECT x, y FROM a')).rows.map((row) => ({ ...row }))).toEqual([
      { x: 1, y: null },
    ])
  })

  test(`a migration that fails half way leaves the step before it whole, ${where}`, async () => {
    const [client] = await open()
    await expect(migrate(client, [first, broken], now)).rejects.toThrow('already exists')
    expect(await tables(client)).toEqual(['a', 'migration'])
    expect(await migrate(client, [first, second], now)).toEqual(['0001_b'])
  })

  test(`of two starts at once each finds the schema whole, and no step is done twice, ${where}`, async () => {
    const [one, other] = await open()
    const done = await Promise.all([migrate(one, [first, second], now), migrate(other, [first, second], now)])
    expect(done.flat().sort()).toEqual(['0000_a', '0001_b'])
    expect(await tables(one)).toEqual(['a', 'b', 'migration'])
  })
}
