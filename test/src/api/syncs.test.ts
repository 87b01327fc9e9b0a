import { expect, test } from 'vitest'
import { z } from 'zod'
import { run, skipped, source, streamState } from '../../../db/workspace/schema.ts'
import { jsonOf, running } from '../../support/app.ts'
import { addRun, night } from '../../support/company.ts'

const anything = z.record(z.string(), z.array(z.record(z.string(), z.unknown())))

test('connections, streams and runs tell how fresh the mirror is and why it is not, without a secret', async () => {
  const { request, workspace, signIn } = await running()
  const { db } = workspace
  const cookie = await signIn('auditor')
  const at = '2026-11-24T04:30:00.000Z'
  const failure = JSON.stringify({ kind: 'unauthorized', detail: 'token pat-1234 expired' })
  await addRun(workspace, '2026-11-22')
  await addRun(workspace, '2026-11-23', { status: 'failed' })
  await db.update(run).set({ failure })
  await db.update(source).set({ status: 'reconnect', statusReason: failure })
  await db.insert(skipped).values({
    ...{ source: 'hubspot', stream: 'deals', externalId: '7', reason: 'amount', runId: 'r', seenAt: at },
  })
  await db.insert(streamState).values({
    ...{ source: 'hubspot', stream: 'deals', status: 'parked', failure, updatedAt: at },
  })

  const ask = async (path: string) => {
    const response = await request(path, { cookie })
    const text = await response.clone().text()
    expect(text).not.toContain('pat-1234')
    return jsonOf(response, anything)
  }
  expect(await ask('/api/sources')).toMatchObject({
    sources: [{ status: 'reconnect', reason: 'unauthorized', dataThrough: night('2026-11-22'), skipped: 1 }],
  })
  expect(await ask('/api/sync')).toMatchObject({
    streams: [{ stream: 'deals', status: 'parked', failure: 'unauthorized' }],
  })
  expect(await ask('/api/runs?limit=1')).toMatchObject({
    runs: [{ day: '2026-11-23', status: 'failed', failure: 'unauthorized' }],
  })
  expect((await request('/api/runs?limit=0', { cookie })).status).toBe(422)
})
