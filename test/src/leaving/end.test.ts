/**
 * A company that ends is gone from the raw files. Planted and seen red: a directory that is not written anew; a database
 * that is closed and not removed; a key that stays.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { connection, dataKey, member, session, user, workspace } from '../../../db/directory/schema.ts'
import { endCompany } from '../../../src/leaving/end.ts'
import { tablesWith } from '../../../src/leaving/scrub.ts'
import { grantPlace } from '../../../src/sync/grants.ts'
import { canaries, filesWith, fill, openPlace, SEALED } from './canaries.ts'

const same = (word: string) => word
const other = (word: string) => word.replace(/canary/gi, 'Bystander')

test('what was planted in deals, owners, tokens and texts is in the files before, and nowhere within seconds after', async () => {
  const empty = await openPlace()
  const place = await fill(empty, 'muster', same)
  await fill(empty, 'andere', other)
  const { deps } = place.runtime
  const ends = deps.ends
  if (ends === undefined) throw new Error('nothing ends here')
  for (const word of canaries) {
    const found = filesWith(place.folder, word)
    expect([word, found.length > 0]).toEqual([word, !SEALED.includes(word)])
  }
  const [key] = await deps.directory.select().from(dataKey).where(eqId('muster'))
  const [row] = await deps.directory.select().from(connection)
  expect(key?.wrapped).toMatch(/^v1\.file\./)
  expect(row?.sealedGrant).toMatch(/^v2\.1\./)
  expect((await place.request('/', { headers: { cookie: place.cookie } })).status).toBe(200)

  const began = performance.now()
  expect(await endCompany(ends, 'muster')).toBe('ended')
  const left = [...canaries, String(key?.wrapped), String(row?.sealedConfig)].flatMap((word) =>
    filesWith(place.folder, word).map((file) => [word, file]),
  )
  const seconds = (performance.now() - began) / 1000
  expect(left).toEqual([])
  expect(seconds).toBeLessThan(60)
  console.info(`canaries: ${canaries.length} planted, 0 found ${seconds.toFixed(2)} s after the end`)

  expect(existsSync(join(place.folder, 'muster.db'))).toBe(false)
  const gone = await place.request('/', { headers: { cookie: place.cookie } })
  expect([gone.status, gone.headers.get('location')]).toEqual([303, '/sign-in'])
  await expect(deps.open('muster')).rejects.toThrow('There is no company')
  // The neighbour has lost nothing.
  expect(filesWith(place.folder, other('CanaryDealOfMuster'))).not.toEqual([])
  expect((await deps.directory.select().from(workspace)).map(({ id }) => id)).toEqual(['andere'])
  expect(await deps.directory.select().from(member)).toHaveLength(1)
  expect(await deps.directory.select().from(user)).toHaveLength(1)
  expect(await deps.directory.select().from(session)).toHaveLength(1)
  const [kept] = await deps.directory.select().from(connection)
  const opened = await deps.sealer.open(String(kept?.sealedGrant), grantPlace('andere', 'hubspot', 'hubspot'))
  expect(opened).toContain(other(SEALED[0] ?? ''))
})

test('a backup of the sealed secrets is noise once the key is shredded', async () => {
  const empty = await openPlace()
  const place = await fill(empty, 'muster', same)
  const { deps } = place.runtime
  const [row] = await deps.directory.select().from(connection)
  const sealed = String(row?.sealedGrant)
  expect(await deps.sealer.open(sealed, grantPlace('muster', 'hubspot', 'hubspot'))).toContain(SEALED[0])
  if (deps.ends !== undefined) await endCompany(deps.ends, 'muster')
  // A process that starts after it, with the same master key.
  await place.runtime.close()
  const again = await openPlace({ DATA_DIR: place.folder })
  const opening = again.runtime.deps.sealer.open(sealed, grantPlace('muster', 'hubspot', 'hubspot'))
  await expect(opening).rejects.toThrow('is gone')
})

test('an administrator ends the company by its name, nobody else and nothing else does', async () => {
  const empty = await openPlace()
  const place = await fill(empty, 'muster', same)
  const post = (name: string, origin = 'http://localhost') =>
    place.request('http://localhost/settings/data/end', {
      method: 'POST',
      headers: { cookie: place.cookie, origin },
      body: new URLSearchParams({ name }),
    })
  expect((await post('CanaryCompanyName', 'https://evil.example')).status).toBe(403)
  const wrong = await post('muster')
  expect([wrong.status, (await wrong.text()).includes('aria-invalid')]).toEqual([422, true])
  expect(readdirSync(place.folder)).toContain('muster.db')
  const done = await post('CanaryCompanyName')
  expect([done.status, done.headers.get('location')]).toEqual([303, '/sign-in'])
  expect(readdirSync(place.folder).filter((file) => file.startsWith('muster'))).toEqual([])
})

test('one that was cut short goes on with the next tick, and nobody opens it meanwhile', async () => {
  const empty = await openPlace()
  const place = await fill(empty, 'muster', same)
  const { deps } = place.runtime
  const { ends } = deps
  if (ends === undefined) throw new Error('nothing ends here')
  const broken = { ...ends.provisioner, drop: () => Promise.reject(new Error('killed')) }
  await expect(endCompany({ ...ends, provisioner: broken }, 'muster')).rejects.toThrow('killed')
  await expect(deps.open('muster')).rejects.toThrow('There is no company')
  const { runClocks } = await import('../../../src/leaving/clock.ts')
  expect(await runClocks(deps, ends)).toEqual({ ended: 1 })
  expect(canaries.flatMap((word) => filesWith(place.folder, word))).toEqual([])
})

test('every table of the directory that names a company or a person is emptied of them', () => {
  const all = tablesWith('workspace_id')
  expect(all).toEqual(
    expect.arrayContaining(['connection', 'member', 'schedule', 'data_key', 'deletion_clock']),
  )
  expect(tablesWith('user_id')).toEqual(expect.arrayContaining(['session', 'account', 'member']))
})

function eqId(id: string) {
  return eq(dataKey.workspaceId, id)
}
