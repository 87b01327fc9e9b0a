import { expect, test } from 'vitest'
import type { MasterKey } from '../../src/master-keys.ts'
import { createSealer, SealError } from '../../src/secrets.ts'

const key = (id: string, byte: number): MasterKey => ({ id, bytes: new Uint8Array(32).fill(byte) })
const place = 'acme/hubspot/config'

test('a sealed secret opens where it belongs, and does not show what it holds', async () => {
  const sealer = await createSealer([key('a', 1)])
  const sealed = await sealer.seal('{"token":"pat-eu1-ö"}', place)
  expect(sealed).toMatch(/^v1\.a\.[\w-]{16}\.[\w-]+$/)
  expect(sealed).not.toContain('pat')
  expect(await sealer.open(sealed, place)).toBe('{"token":"pat-eu1-ö"}')
})

test('the same secret sealed twice does not look the same', async () => {
  const sealer = await createSealer([key('a', 1)])
  expect(await sealer.seal('x', place)).not.toBe(await sealer.seal('x', place))
})

test('a ciphertext moved to another connection does not open', async () => {
  const sealer = await createSealer([key('a', 1)])
  const sealed = await sealer.seal('secret', place)
  await expect(sealer.open(sealed, 'other/hubspot/config')).rejects.toThrow(SealError)
})

test.each([
  ['cut short', (text: string) => text.slice(0, -6)],
  ['altered', (text: string) => `${text.slice(0, -2)}${text.endsWith('AA') ? 'BB' : 'AA'}`],
  ['of another form', (text: string) => text.replace('v1', 'v9')],
  ['not base64', (text: string) => `${text}!`],
  ['empty', () => ''],
])('a ciphertext that is %s is refused in our words', async (_, damage) => {
  const sealer = await createSealer([key('a', 1)])
  const sealed = await sealer.seal('secret', place)
  await expect(sealer.open(damage(sealed), place)).rejects.toThrow(SealError)
})

test('after a new key is put in front, old secrets open and new ones are under the new key', async () => {
  const before = await createSealer([key('old', 1)])
  const after = await createSealer([key('new', 2), key('old', 1)])
  expect(await after.open(await before.seal('secret', place), place)).toBe('secret')
  expect(await after.seal('secret', place)).toMatch(/^v1\.new\./)
})

test('a secret whose key is gone says which key is missing', async () => {
  const sealed = await (await createSealer([key('gone', 1)])).seal('secret', place)
  const sealer = await createSealer([key('other', 2)])
  await expect(sealer.open(sealed, place)).rejects.toThrow('The master key gone')
})

test('a person keeps the same hash after a new key, and another one under another company key', async () => {
  const before = await createSealer([key('old', 1)])
  const after = await createSealer([key('new', 2), key('old', 1)])
  const elsewhere = await createSealer([key('x', 3)])
  const hash = await before.hash('hubspot/77')
  expect(hash).toMatch(/^[\w-]{43}$/)
  expect(await after.hash('hubspot/77')).toBe(hash)
  expect(await elsewhere.hash('hubspot/77')).not.toBe(hash)
  expect(await before.hash('hubspot/78')).not.toBe(hash)
})
