/** The same on a libSQL server: the namespace is dropped, and its raw files with it. */
import { setTimeout as wait } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { dataKey } from '../../../db/directory/schema.ts'
import { libsqlServerProvisioner } from '../../../db/provision.ts'
import { endCompany } from '../../../src/leaving/end.ts'
import { startLibsqlServer } from '../../support/libsql-server.ts'
import { canaries, filesWith, fill, openPlace, SEALED } from './canaries.ts'

/**
 * The address is in an index and in rows that the sign-in library deletes by itself: of these the server keeps bytes until it
 * needs the room, and lets nobody ask it to forget them. The guide says so.
 */
const EMAIL = 'canary.person@muster.example'
const LIMIT_MS = 60_000
/**
 * Of the operator's guide: the server's replication log holds what was deleted until it is compacted. With a shorter time a
 * part of the log is closed on a slow machine before the end, and stays for as long as the guide says.
 */
const COMPACTING = ['--max-log-duration', '30', '--checkpoint-interval-s', '15']

test('on a libSQL server nothing that was planted is in its raw files a minute after the end', async () => {
  const server = await startLibsqlServer(COMPACTING)
  onTestFinished(server.stop)
  const { template, adminUrl } = server
  const directoryUrl = await libsqlServerProvisioner(template, { adminUrl, fetch }).create('directory')
  const empty = await openPlace({
    ...{ DIRECTORY_DB_URL: directoryUrl, WORKSPACE_DB_URL: template, LIBSQL_ADMIN_URL: adminUrl },
  })
  const place = await fill(empty, 'muster', (word) => word)
  const { deps } = place.runtime
  const [key] = await deps.directory.select().from(dataKey).where(eq(dataKey.workspaceId, 'muster'))
  for (const word of canaries.filter((one) => !SEALED.includes(one)))
    expect([word, filesWith(server.folder, word).length > 0]).toEqual([word, true])
  if (deps.ends === undefined) throw new Error('nothing ends here')
  expect(await endCompany(deps.ends, 'muster')).toBe('ended')
  const words = [...canaries.filter((word) => word !== EMAIL), String(key?.wrapped)]
  const find = () =>
    words.flatMap((word) => filesWith(server.folder, word).map((file) => `${word} in ${file}`))
  const began = performance.now()
  let left = find()
  while (left.length > 0 && performance.now() - began < LIMIT_MS) {
    await wait(1000)
    // A server that serves writes: its log is compacted as it goes.
    await deps.directory.$client.execute('UPDATE schedule SET stirs = stirs + 1')
    left = find()
  }
  expect(left).toEqual([])
  expect((await place.request('/', { headers: { cookie: place.cookie } })).status).toBe(303)
}, 120_000)
