import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type WorkspaceDb, workspaceDb } from '../../../db/client.ts'
import { migrate } from '../../../db/migrate.ts'
import { workspace } from '../../../db/migrations/index.ts'
import { openWeb } from '../../../db/open-web.ts'
import { libsqlServerProvisioner } from '../../../db/provision.ts'
import { CursorMoved, commitPage } from '../../../src/sync/commit.ts'
import { ask, at, deal, page, revisions, setup, source, tell, version } from '../../support/ledger.ts'
import { compare, step } from '../../support/ledger-steps.ts'
import { type LibsqlServer, startLibsqlServer } from '../../support/libsql-server.ts'

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
  const late = commitPage(db, {
    source,
    stream: 'deals',
    runId: 'run',
    expectedVersion: 0,
    page: page({ records: [deal('1', 4, { amountMinor: 5 }), deal('2', 4)], sent: 11 }),
    sentAt: at(11),
    now: at(11),
    timeZone: 'UTC',
    homeCurrency: 'EUR',
    setup,
    hash: async (text) => `#${text}`,
  })
  await expect(late).rejects.toThrow(CursorMoved)
  expect(await ask(db, { kind: 'now' })).toMatchObject([{ external_id: '1', amount_minor: 1000 }])
  expect(await revisions(db, '1')).toHaveLength(1)
  expect(await version(db, 'deals')).toBe(1)
})

test('of two workers that commit the same page at once one wins and the other is told', async () => {
  const db = await emptyNamespace()
  const attempts = await Promise.allSettled(
    [1, 2].map((amountMinor) => tell(db, { records: [deal('1', 3, { amountMinor })], sent: 10 })),
  )
  expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await revisions(db, '1')).toHaveLength(1)
})
