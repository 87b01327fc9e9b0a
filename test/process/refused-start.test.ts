/** A start that cannot be: one clear line, exit code 1, nothing changed. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { expect, onTestFinished, test } from 'vitest'
import { crms } from './crms.ts'
import { type Finished, installed } from './program.ts'

/** Every file with its content: what a start must leave as it was. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile())
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  )
}

function expectRefused({ code, out, err }: Finished, line: RegExp): void {
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(line)
  expect(err.trim().split('\n')).toHaveLength(1)
}

async function takenPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  onTestFinished(() => {
    server.close()
  })
  return String((server.address() as AddressInfo).port)
}

test.each([
  ['en', (port: string) => `Port ${port} is taken.`],
  ['de', (port: string) => `Port ${port} ist belegt.`],
])('a port that is taken is told in one line (%s), before anything is made', async (LANG, line) => {
  const port = await takenPort()
  const pegel = installed({ LANG })
  expectRefused(await pegel.start({ PORT: port }).finished, new RegExp(`^${line(port)}`))
  expect(contents(pegel.folder)).toEqual({})
})

test('a database that is a folder, and a data folder that is a file, are told by name', async () => {
  const pegel = installed({})
  mkdirSync(join(pegel.folder, 'directory.db'))
  expectRefused(await pegel.start().finished, /directory\.db cannot be used: it cannot be opened/)
  expect(contents(pegel.folder)).toEqual({})
  const file = join(pegel.folder, 'a-file')
  writeFileSync(file, 'kept')
  expectRefused(
    await pegel.start({ DATA_DIR: file }).finished,
    /a-file.* cannot be used: its folder is a file/,
  )
  expect(readFileSync(file, 'utf8')).toBe('kept')
})

test('a file that is no database is told and left alone', async () => {
  const pegel = installed({})
  writeFileSync(join(pegel.folder, 'directory.db'), 'notes of somebody '.repeat(300))
  const before = contents(pegel.folder)
  expectRefused(await pegel.start().finished, /directory\.db cannot be used: the file is no database/)
  expect(contents(pegel.folder)).toEqual(before)
})

test.each([
  ['PORT', '99999'],
  ['PEGEL_DEMO', 'maybe'],
  ['PEGEL_MASTER_KEY', 'secret'],
])('a setting that cannot be used is named: %s=%s', async (name, value) => {
  const pegel = installed({})
  expectRefused(await pegel.start({ [name]: value }).finished, new RegExp(name))
})

test.each(['directory.db', 'main.db'])(
  'a schema newer than the program stops the start and every command, and changes nothing: %s',
  async (database) => {
    const { pegel, connect } = await crms()
    expect(await connect('hubspot')).toMatchObject({ code: 0 })
    // As a program would leave it that knows one migration more.
    const client = createClient({ url: `file:${join(pegel.folder, database)}` })
    await client.execute("INSERT INTO migration (tag, applied_at) VALUES ('9999_later', '2027-01-01')")
    await client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    client.close()
    const before = readFileSync(join(pegel.folder, database))
    expectRefused(await pegel.start().finished, /migration 9999_later, which this program does not know/)
    expectRefused(await pegel.cli(['sync']), /9999_later/)
    expect(readFileSync(join(pegel.folder, database)).equals(before)).toBe(true)
  },
)
