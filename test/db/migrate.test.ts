import { expect, test } from 'vitest'
import { migrate, SchemaTooNew } from '../../db/migrate.ts'
import { workspace } from '../../db/migrations/index.ts'
import { openNode } from '../../db/open-node.ts'
import { temporaryFolder } from '../support/databases.ts'

const now = '2026-01-01T00:00:00.000Z'

test('a new database gets every migration once, a second start none', async () => {
  const client = await openNode(`file:${temporaryFolder()}/a.db`)
  expect(await migrate(client, workspace, now)).toEqual(workspace.map((m) => m.tag))
  expect(await migrate(client, workspace, now)).toEqual([])
})

test('a database with a newer schema is refused and left as it is', async () => {
  const client = await openNode(`file:${temporaryFolder()}/a.db`)
  await migrate(client, workspace, now)
  await client.execute("INSERT INTO migration VALUES ('9999_future', '2027-01-01T00:00:00.000Z')")
  await expect(migrate(client, workspace, now)).rejects.toThrow(SchemaTooNew)
})
