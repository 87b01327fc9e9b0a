import { createClient } from '@libsql/client/web'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type WorkspaceDb, workspaceDb } from '../../../db/client.ts'
import { migrate } from '../../../db/migrate.ts'
import { workspace } from '../../../db/migrations/index.ts'
import { openWeb } from '../../../db/open-web.ts'
import { libsqlServerProvisioner } from '../../../db/provision.ts'
import { CursorMoved, commitPage } from '../../../src/sync/commit.ts'
import { ask, at, commitOf, deal, revisions, tell, version } from '../../support/ledger.ts'
import { compare, step } from '../../support/ledger-steps.ts'
import { type LibsqlServer, startLibsqlServer } from '../../support/libsql-server.ts'
import fc from '../../support/properties.ts'

let server: LibsqlServer
let made = 0
beforeAll(async () => {
  server = await startLibsqlServer()
})
afterAll(() => server.stop())

async function emptyNamespace(): Promise<WorkspaceDb> {
  const provisioner = libsqlServerProvisioner(server.template, { adminUrl: server.adminUrl, fetch })
  made += 1
  const client = await openWeb(await provisioner.create(`w${made}`))
  await migrate(client, workspace, at(0))
  return workspaceDb(client)
}

test('the ledger answers over HTTP as the plain model does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
      await compare(await emptyNamespace(), steps)
    }),
    { numRuns: 12 },
  )
}, 90_000)

test('when the cursor has moved, a page over HTTP writes nothing and the caller is told', async () => {
  const db = await emptyNamespace()
  await tell(db, { records: [deal('1', 3)], sent: 10 })
  const told = { records: [deal('1', 4, { amountMinor: 5 }), deal('2', 4)], sent: 11 }
  const late = commitPage(db, { ...commitOf(told), expectedVersion: 0 })
  await expect(late).rejects.toThrow(CursorMoved)
  expect(await ask(db, { kind: 'now' })).toMatchObject([{ external_id: '1', amount_minor: 1000 }])
  expect(await revisions(db, '1')).toHaveLength(1)
  expect(await version(db, 'deals')).toBe(1)
})

test('a page with its cursor, deals, removals and skipped rows is one round trip', async () => {
  const url = await libsqlServerProvisioner(server.template, { adminUrl: server.adminUrl, fetch }).create(
    'counted',
  )
  let calls = 0
  const counting: typeof fetch = (...request) => {
    calls += 1
    return fetch(...request)
  }
  const client = createClient({ url, fetch: counting })
  await migrate(client, workspace, at(0))
  const db = workspaceDb(client)
  const told = {
    records: [deal('1', 3), deal('2', 3, { mergedIds: ['3'] })],
    deleted: [{ id: '1', at: null, mergedInto: null }],
    skipped: [{ id: '9', reason: 'x' }],
    sent: 10,
  }
  const expectedVersion = await version(db, 'deals')
  calls = 0
  await commitPage(db, { ...commitOf(told), expectedVersion })
  expect(calls).toBe(1)
  expect(await ask(db, { kind: 'now' }, true)).toHaveLength(2)
})

test('of two workers that commit the same page at once one wins and the other is told', async () => {
  const db = await emptyNamespace()
  const attempts = await Promise.allSettled(
    [1, 2].map((amountMinor) => tell(db, { records: [deal('1', 3, { amountMinor })], sent: 10 })),
  )
  expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await revisions(db, '1')).toHaveLength(1)
})
