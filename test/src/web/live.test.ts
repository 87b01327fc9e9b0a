import { expect, test } from 'vitest'
import { session } from '../../../db/directory/schema.ts'
import { provisional } from '../../../db/workspace/schema.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import { running } from '../../support/app.ts'
import { metricValue } from '../../support/views.ts'

const at = '2026-11-24T08:59:00.000Z'

async function keyResult(site: Awaited<ReturnType<typeof running>>): Promise<string> {
  const { db } = site.workspace
  const context = { actor: 'test', now: at, workspace: site.workspace }
  const made = async (writing: Promise<object>) => String(Reflect.get(await writing, 'id'))
  const cycleId = await made(
    createCycle(db, { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' }, context),
  )
  const objective = { cycleId, title: 'Grow', description: null, team: 'Sales' }
  const objectiveId = await made(createObjective(db, objective, context))
  return made(
    createKeyResult(
      db,
      {
        ...{ objectiveId, title: 'Won', kind: 'reach', origin: 'metric', baseline: 0, target: 200_000_000 },
        ...{ definition: { metric: 'won_revenue', window: 'cycle' }, lower: null, upper: null },
        ...{ requiredShare: 0.9, weight: 1, cadenceDays: null },
      },
      context,
    ),
  )
}

test('the mark stands while nothing has moved, and is another one when a number has', async () => {
  const site = await running()
  const cookie = await site.signIn('member')
  const id = await keyResult(site)
  const look = (etag = '') => site.request('/live', { cookie, headers: { 'if-none-match': etag } })
  const first = await look()
  const etag = first.headers.get('etag') ?? ''
  expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  expect((await look(etag)).status).toBe(304)
  const value = JSON.stringify(metricValue({ asOf: '2026-11-24' }))
  await site.workspace.db.insert(provisional).values({ keyResultId: id, day: '2026-11-24', value, at })
  const second = await look(etag)
  expect(second.status).toBe(200)
  expect(second.headers.get('etag')).not.toBe(etag)
  // The pages carry the mark of what they show.
  for (const path of ['/', `/key-results/${id}`]) {
    const page = await (await site.request(path, { cookie })).text()
    expect(page).toContain(`data-seen="${(second.headers.get('etag') ?? '').replaceAll('"', '&quot;')}"`)
    expect(page).toContain('data-live=')
  }
})

test('who may not see the board is told no mark', async () => {
  const site = await running()
  expect((await site.request('/live', { cookie: await site.signIn('auditor') })).status).toBe(403)
  expect((await site.request('/live')).headers.get('location')).toBe('/sign-in')
})

test('a page that only watches does not keep its session alive; somebody at work does', async () => {
  const site = await running()
  const cookie = await site.signIn('member')
  const ends = async () =>
    (await site.deps.directory.select().from(session)).map((one) => one.expiresAt.getTime())
  // Old enough to be renewed by its next use.
  const soon = new Date(Date.now() + 3 * 86_400_000)
  await site.deps.directory.update(session).set({ expiresAt: soon })
  await site.request('/live', { cookie })
  expect(await ends()).toEqual([soon.getTime()])
  await site.request('/', { cookie })
  expect((await ends())[0]).toBeGreaterThan(soon.getTime())
})
