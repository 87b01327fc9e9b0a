/**
 * One counter for states of deals and of contracts, in a file and on a libSQL server, which parses SQL of its own. Planted and
 * seen red: `seqsTaken` left out; the counter of `revision` not begun; numbers without the order.
 */
import { expect, test } from 'vitest'
import { type WorkspaceDb, workspaceDb } from '../../../db/client.ts'
import { migrate } from '../../../db/migrate.ts'
import { workspace } from '../../../db/migrations/index.ts'
import { openWeb } from '../../../db/open-web.ts'
import { libsqlServerProvisioner } from '../../../db/provision.ts'
import { newestSeq, nextSeqs, seqsTaken } from '../../../db/workspace/seq.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { startLibsqlServer } from '../../support/libsql-server.ts'

const T0 = '2026-01-01T00:00:00.000Z'
const dealState = `INSERT INTO revision (deal_id, effective_at, time_from, cause, version) VALUES (1, '${T0}', 'crm', 'read', '1')`
const contractStates = (n: number) => `INSERT INTO contract_revision
    (seq, contract_id, effective_at, time_from, cause, version)
  SELECT ${nextSeqs('j.value DESC')}, j.value, '${T0}', 'crm', 'read', '1'
  FROM json_each('${JSON.stringify(Array.from({ length: n }, (_, i) => i + 1))}') j`

async function story(db: WorkspaceDb) {
  const seen: unknown[] = []
  const newest = async () => seen.push((await db.$client.execute(`SELECT ${newestSeq} AS seq`)).rows[0]?.seq)
  await newest()
  await db.$client.batch([contractStates(3), ...seqsTaken], 'write')
  await newest()
  await db.$client.execute(dealState)
  await db.$client.batch([dealState, contractStates(2), ...seqsTaken, dealState], 'write')
  await db.$client.batch([contractStates(0), ...seqsTaken], 'write')
  await newest()
  const { rows } = await db.$client.execute(`SELECT seq, contract_id AS contract FROM contract_revision
    UNION ALL SELECT seq, NULL FROM revision ORDER BY seq`)
  return { seen, rows: rows.map((row) => [row.seq, row.contract]) }
}

const told = {
  seen: [0, 3, 8],
  rows: [
    [1, 3],
    [2, 2],
    [3, 1],
    [4, null],
    [5, null],
    [6, 2],
    [7, 1],
    [8, null],
  ],
}

test('states of contracts and of deals share one counter', async () => {
  expect(await story(await emptyWorkspace())).toEqual(told)
})

test('a libSQL server counts as a file does', async () => {
  const server = await startLibsqlServer()
  try {
    const provisioner = libsqlServerProvisioner(server.template, { adminUrl: server.adminUrl, fetch })
    const client = await openWeb(await provisioner.create('acme'))
    await migrate(client, workspace, T0)
    expect(await story(workspaceDb(client))).toEqual(told)
  } finally {
    await server.stop()
  }
}, 60_000)
