import { expect, test } from 'vitest'
import { z } from 'zod'
import { audit, comparison, drift, inferredRemoval } from '../../../db/workspace/schema.ts'
import type { Message } from '../../../src/platform.ts'
import { jsonOf, now, problemOf, running } from '../../support/app.ts'
import { addDeals } from '../../support/company.ts'

const anything = z.record(z.string(), z.unknown())
const seenAt = '2026-11-24T04:00:00.000Z'

async function connected() {
  const sent: Message[] = []
  const queue = {
    async send(message: Message) {
      sent.push(message)
    },
  }
  const program = await running({ queue })
  await program.deps.directory.$client.execute({
    sql: `INSERT INTO connection (id, workspace_id, crm, account_id, label, sealed_config, status, created_at)
      VALUES ('hubspot', 'acme', 'hubspot', '1', 'hubspot', '{}', 'active', ?)`,
    args: [now],
  })
  await addDeals(
    program.workspace,
    ['a', 'b', 'c'].map((owner) => ({ owner, status: 'open', amountMinor: 100, closeDate: null })),
  )
  const { rows } = await program.workspace.db.$client.execute(
    'SELECT external_id AS id FROM deal ORDER BY id',
  )
  return { ...program, sent, ids: rows.map(({ id }) => String(id)) }
}

test('an auditor reads when each connection was compared, what differs with its deals, and what is held', async () => {
  const { request, signIn, workspace, ids } = await connected()
  const look = { source: 'hubspot', runId: 'r', at: seenAt, round: 2, status: 'won', measure: 'count' }
  await workspace.db.insert(comparison).values([
    { ...look, round: 1, ours: 1, theirs: 9 },
    { ...look, ours: 3, theirs: 4 },
    // A look into one pipeline is not the last one at all.
    { ...look, round: 3, pipelineId: 'new', ours: 3, theirs: 4 },
  ])
  const slice = { source: 'hubspot', pipelineId: 'new', status: 'won', measure: 'count', ours: 3, theirs: 4 }
  const times = { day: '2026-11-23', runId: 'r', since: seenAt, seenAt }
  await workspace.db.insert(drift).values([
    { ...slice, ...times, ids: '["9"]', nights: 2 },
    { ...slice, ...times, status: 'lost', ids: '[]', healedAt: seenAt },
  ])
  await workspace.db
    .insert(inferredRemoval)
    .values({ source: 'hubspot', externalId: ids[0] ?? '', runId: 'r', seenAt, state: 'held' })

  const cookie = await signIn('auditor')
  expect(await jsonOf(await request('/api/sync/reconciliation', { cookie }), anything)).toEqual({
    checks: [
      {
        ...{ source: 'hubspot', at: seenAt, runId: 'r', failure: null, held: 1 },
        compared: [{ status: 'won', measure: 'count', ours: 3, theirs: 4 }],
        differences: [
          { ...slice, pipeline: 'New business', ids: ['9'], nights: 2, since: seenAt },
          {
            ...slice,
            pipeline: 'New business',
            status: 'open',
            measure: 'held',
            ours: 1,
            theirs: 0,
            ids: [ids[0]],
            nights: 0,
            since: seenAt,
          },
        ],
      },
    ],
  })
  const held = await request('/api/connections/hubspot/held-removals', { cookie })
  expect(await jsonOf(held, anything)).toEqual({ held: [{ id: ids[0], runId: 'r', seenAt, state: 'held' }] })
  expect((await request('/api/connections/other/held-removals', { cookie })).status).toBe(404)
})

test('an administrator decides, the audit says who, and a sync follows at once', async () => {
  const { request, signIn, workspace, sent, ids } = await connected()
  await workspace.db
    .insert(inferredRemoval)
    .values(ids.map((externalId) => ({ source: 'hubspot', externalId, runId: 'r', seenAt, state: 'held' })))
  const path = '/api/connections/hubspot/held-removals'
  const post = async (role: 'administrator' | 'management', decision: string) =>
    request(path, { method: 'POST', cookie: await signIn(role), json: { decision } })

  expect((await problemOf(await post('management', 'confirm'))).code).toBe('forbidden')
  expect((await problemOf(await post('administrator', 'forget'))).code).toBe('invalid')
  expect(sent).toEqual([])

  expect(await jsonOf(await post('administrator', 'confirm'), anything)).toEqual({
    decided: 3,
    run: 'started',
  })
  expect(sent).toMatchObject([{ kind: 'pull', workspaceId: 'acme', source: 'hubspot' }])
  const { rows } = await workspace.db.$client.execute(
    'SELECT COUNT(*) AS n FROM deal d JOIN revision r ON r.seq = d.current_seq WHERE r.deleted = 1',
  )
  expect(rows).toMatchObject([{ n: 3 }])
  expect(await workspace.db.select().from(audit)).toMatchObject([
    { action: 'held_removals.confirm', subject: 'hubspot', detail: '{"deals":3}' },
  ])
  // Once more there is nothing to decide on, and no run for it.
  expect(await jsonOf(await post('administrator', 'confirm'), anything)).toEqual({ decided: 0, run: 'none' })
  expect(sent).toHaveLength(1)
})
