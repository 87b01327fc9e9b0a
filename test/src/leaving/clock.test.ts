/** The clock after the last CRM was disconnected: it starts, is chosen, stopped and kept, and ends what nobody kept. */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import { connection, workspace } from '../../../db/directory/schema.ts'
import { planNights } from '../../../src/jobs/schedule.ts'
import { chooseDays, keepCompany, readClock, runClocks } from '../../../src/leaving/clock.ts'
import { fill, openPlace } from './canaries.ts'

const DAY_MS = 86_400_000

async function scene() {
  const place = await fill(await openPlace(), 'muster', (word) => word)
  const { deps } = place.runtime
  const { ends, directory } = deps
  if (ends === undefined) throw new Error('nothing ends here')
  const start = deps.now()
  let now = start
  const tick = async (days: number) => {
    now = addMs(start, days * DAY_MS)
    return runClocks({ ...deps, now: () => now }, ends)
  }
  const connect = (status: string) => directory.update(connection).set({ status })
  const status = async () => (await directory.select().from(workspace))[0]?.status ?? 'gone'
  return { place, deps, directory, tick, connect, status, start, now: () => now }
}

test('thirty days after the last CRM was disconnected everything goes, not a moment before', async () => {
  const { tick, connect, status, directory, start } = await scene()
  expect([await tick(0), await status()]).toEqual([{ ended: 0 }, 'active'])
  await connect('disconnected')
  expect([await tick(0), await status()]).toEqual([{ ended: 0 }, 'closing'])
  expect(await readClock(directory, 'muster')).toEqual({
    ...{ days: 30, startedAt: start, dueAt: addMs(start, 30 * DAY_MS), keptAt: null },
  })
  expect([await tick(29.99), await status()]).toEqual([{ ended: 0 }, 'closing'])
  expect([await tick(30), await status()]).toEqual([{ ended: 1 }, 'gone'])
})

test('who connects again has everything back, and a later disconnect starts anew', async () => {
  const { tick, connect, status, directory, start } = await scene()
  await connect('disconnected')
  await tick(0)
  await connect('active')
  expect([await tick(20), await status()]).toEqual([{ ended: 0 }, 'active'])
  expect((await readClock(directory, 'muster')).dueAt).toBeNull()
  await connect('disconnected')
  await tick(25)
  expect((await readClock(directory, 'muster')).dueAt).toBe(addMs(start, 55 * DAY_MS))
})

test('a connection that only asks to be renewed is no farewell', async () => {
  const { tick, connect, status } = await scene()
  await connect('reconnect')
  expect([await tick(0), await status()]).toEqual([{ ended: 0 }, 'active'])
})

test('an administrator keeps the company, and it stays kept until a CRM came and went again', async () => {
  const { tick, connect, status, directory, now } = await scene()
  await connect('disconnected')
  await tick(0)
  expect(await keepCompany(directory, 'muster', 'anna', now())).toBe(true)
  expect(await keepCompany(directory, 'muster', 'anna', now())).toBe(false)
  expect([await tick(500), await status()]).toEqual([{ ended: 0 }, 'active'])
  await connect('active')
  await tick(501)
  await connect('disconnected')
  await tick(502)
  expect([await tick(532), await status()]).toEqual([{ ended: 1 }, 'gone'])
})

test('the days are chosen from 0 to 90, also while the clock runs', async () => {
  const { tick, connect, status, directory, start } = await scene()
  await chooseDays(directory, 'muster', 90)
  await connect('disconnected')
  await tick(0)
  expect((await readClock(directory, 'muster')).dueAt).toBe(addMs(start, 90 * DAY_MS))
  await chooseDays(directory, 'muster', 0)
  expect((await readClock(directory, 'muster')).dueAt).toBe(start)
  expect([await tick(0), await status()]).toEqual([{ ended: 1 }, 'gone'])
})

test('while it runs no night is planned, and people sign in, see when, and keep or take', async () => {
  const { place, tick, connect, deps, directory } = await scene()
  await connect('disconnected')
  await tick(0)
  await directory.$client.execute(
    "UPDATE schedule SET next_at = '2020-01-01T00:00:00.000Z', planned_day = NULL",
  )
  expect(await planNights(deps)).toEqual({ planned: 0 })
  const headers = { cookie: place.cookie, origin: 'http://localhost' }
  const page = await (await place.request('http://localhost/settings/data', { headers })).text()
  expect(page).toContain('action="/settings/data/keep"')
  const days = (text: string) =>
    place.request('http://localhost/settings/data/days', {
      ...{ method: 'POST', headers, body: new URLSearchParams({ days: text }) },
    })
  for (const wrong of ['91', '-1', '', '1.5', 'x']) expect((await days(wrong)).status).toBe(422)
  expect((await days('7')).status).toBe(303)
  expect((await readClock(directory, 'muster')).days).toBe(7)
  const keep = () => place.request('http://localhost/settings/data/keep', { method: 'POST', headers })
  expect((await keep()).status).toBe(303)
  expect((await keep()).status).toBe(404)
  const [row] = await directory.select().from(workspace).where(eq(workspace.id, 'muster'))
  expect(row?.status).toBe('active')
})
