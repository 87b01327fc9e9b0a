import { chmodSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { masterKeys } from '../../src/master-key-file.ts'
import { formatMasterKey, MasterKeyError, parseMasterKeys } from '../../src/master-keys.ts'
import { temporaryFolder } from '../support/databases.ts'

test('a first start makes a key only its owner can read, says so, and a second start finds it', () => {
  const folder = temporaryFolder()
  const said: string[] = []
  const first = masterKeys(undefined, folder, (line) => said.push(line))
  const second = masterKeys(undefined, folder, (line) => said.push(line))
  expect(second).toEqual(first)
  expect(said).toHaveLength(1)
  expect(statSync(join(folder, 'master.key')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, 'master.key'), 'utf8')).toMatch(/^file:/)
})

test('regression: a key file that every user of the machine can read was taken without a word', () => {
  const folder = temporaryFolder()
  masterKeys(undefined, folder, () => {})
  const path = join(folder, 'master.key')
  chmodSync(path, 0o644)
  expect(() => masterKeys(undefined, folder, () => {})).toThrow(MasterKeyError)
  // A volume mounted for a group stays usable.
  chmodSync(path, 0o660)
  expect(masterKeys(undefined, folder, () => {})).toHaveLength(1)
})

test('several keys are read in their order, the first seals', () => {
  const keys = ['b', 'a'].map((id) => ({ id, bytes: new Uint8Array(32).fill(id.charCodeAt(0)) }))
  expect(parseMasterKeys(keys.map(formatMasterKey).join(', '))).toEqual(keys)
})

const same = formatMasterKey({ id: 'a', bytes: new Uint8Array(32) })

test.each(['', 'abc', `${same},${same}`, 'x:short', 'no colon', `x:${'A'.repeat(44)}`])(
  '%j is refused and named',
  (text) => {
    expect(() => parseMasterKeys(text)).toThrow(MasterKeyError)
  },
)
