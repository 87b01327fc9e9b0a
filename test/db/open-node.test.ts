import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DatabaseUnusable } from '../../db/errors.ts'
import { openNode } from '../../db/open-node.ts'
import { temporaryFolder } from '../support/databases.ts'
import { root } from '../support/imports.ts'

test('a database that cannot be opened says which and why in one line', async () => {
  const folder = temporaryFolder()
  writeFileSync(
    `${folder}/text.db`,
    'this is a text and no database at all, longer than a header of one\n'.repeat(20),
  )
  mkdirSync(`${folder}/folder.db`)
  const cases = [
    ['text.db', 'the file is no database'],
    ['folder.db', 'it cannot be opened'],
    ['text.db/below.db', 'its folder is a file'],
  ] as const
  for (const [name, reason] of cases) {
    const error = await openNode(`file:${folder}/${name}`).catch((thrown: unknown) => thrown)
    expect(error, name).toBeInstanceOf(DatabaseUnusable)
    expect(String(error), name).toContain(`${folder}/${name} cannot be used: ${reason}`)
    expect(String(error), name).not.toContain('\n')
  }
})

test('two processes share a file: one that is being written opens all the same', async () => {
  const url = `file:${temporaryFolder()}/a.db`
  const first = await openNode(url)
  await first.execute('CREATE TABLE t (a)')
  const second = await openNode(url)
  await second.execute('INSERT INTO t VALUES (1)')
  expect((await first.execute('SELECT a FROM t')).rows).toHaveLength(1)
  expect((await first.execute('PRAGMA journal_mode')).rows[0]?.journal_mode).toBe('wal')
})

test('a file that this user may read and not write is told before anything is begun', async () => {
  const folder = temporaryFolder()
  const file = `${folder}/a.db`
  const client = await openNode(`file:${file}`)
  await client.execute('CREATE TABLE t (a)')
  client.close()
  chmodSync(folder, 0o555)
  chmodSync(file, 0o444)
  const program = `const { openNode } = await import(${JSON.stringify(join(root, 'db/open-node.ts'))})
    await openNode('file:${file}').catch((error) => console.log(error.message))`
  // To root every file is writable: then somebody else has to try.
  const someone = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    ...someone,
    encoding: 'utf8',
  })
  chmodSync(folder, 0o755)
  expect(stdout.trim()).toBe(`The database ${file} cannot be used: it is not writable for this user.`)
})
