/**
 * Bugs planted to see these red: the next night 24 hours after this one; the day to close taken as today minus one; a
 * night planned as soon as the program is up; the claim without a comparison; a day planned again after a change of zone.
 */

import { expect, test } from 'vitest'
import { addMs, localDay } from '../../../connectors/values/time.ts'
import {
  censusWeekday,
  ensureSchedule,
  lastEndedDay,
  nightAt,
  planNights,
} from '../../../src/jobs/schedule.ts'
import fc from '../../support/properties.ts'
import { createToyCrm } from '../sync/toy.ts'
import { connectToy, createWorld, type World } from '../sync/world.ts'

const MINUTE = 60_000

async function companyIn(timeZone: string, now: string): Promise<World> {
  const crm = createToyCrm('toy.test', 0)
  const world = await createWorld([crm], now)
  await connectToy(world, crm)
  await world.directory.execute({ sql: 'UPDATE workspace SET time_zone = ?', args: [timeZone] })
  await world.directory.execute('DELETE FROM schedule')
  await ensureSchedule(world.platform.directory, 'acme', timeZone, now)
  return world
}

/** Crons from `from` on, every `stepMs`; which day was planned when. */
async function crons(world: World, from: string, days: number, stepMs: number) {
  const planned: { readonly day: string; readonly at: string }[] = []
  const end = addMs(from, days * 24 * 60 * MINUTE)
  for (let now = from; now <= end; now = addMs(now, stepMs)) {
    world.set(now)
    world.sent.length = 0
    await planNights(world.platform)
    for (const { message } of world.sent)
      if (message.kind === 'night') planned.push({ day: message.day, at: now })
  }
  return planned
}

/** The local days that ended between two instants, found by looking at every hour. */
function endedDays(from: string, to: string, timeZone: string): string[] {
  const days: string[] = []
  for (let now = from; now <= to; now = addMs(now, 15 * MINUTE)) {
    const day = localDay(now, timeZone)
    if (days.at(-1) !== day) days.push(day)
  }
  return days.slice(0, -1)
}

/** Changes of the clock, at midnight too, a zone that skipped a day, half-hour zones, a leap day, a new year. */
const turns: readonly (readonly [string, string])[] = [
  ['Europe/Berlin', '2026-03-27'],
  ['Europe/Berlin', '2026-10-23'],
  ['America/New_York', '2027-03-12'],
  ['America/Sao_Paulo', '2018-11-02'],
  ['Africa/Cairo', '2026-04-22'],
  ['Australia/Lord_Howe', '2026-04-03'],
  ['Asia/Kathmandu', '2028-02-27'],
  ['Pacific/Apia', '2011-12-28'],
  ['America/Scoresbysund', '2024-03-29'],
  ['Antarctica/Troll', '2026-03-27'],
  ['UTC', '2026-12-30'],
]

test.each(turns)('in %s around %s every local day gets exactly one night', async (timeZone, day) => {
  const from = `${day}T12:07:00.000Z`
  const world = await companyIn(timeZone, from)
  const planned = await crons(world, from, 5, 15 * MINUTE)
  const expected = endedDays(from, addMs(from, 5 * 24 * 60 * MINUTE), timeZone)
  const days = planned.map((night) => night.day)
  expect(new Set(days).size).toBe(days.length)
  for (const { at } of planned) {
    const due = nightAt('acme', localDay(at, timeZone), timeZone)
    expect(at >= due && at < addMs(due, 15 * MINUTE)).toBe(true)
  }
  // The first and the last of the days may have their night outside of what we watched.
  expect(days).toEqual(expect.arrayContaining(expected.slice(1, -1)))
  expect(expected).toEqual(expect.arrayContaining(days.slice(1)))
})

test('whatever the zone, the year and the company, a night begins between four and five on the local clock', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  const days = fc
    .integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2060, 0, 1) })
    .map((ms) => new Date(ms).toISOString().slice(0, 10))
  fc.assert(
    fc.property(zones, days, fc.uuid(), (timeZone, day, workspaceId) => {
      const at = nightAt(workspaceId, day, timeZone)
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
      expect(clock.format(Date.parse(at))).toBe('04')
      expect(lastEndedDay(at, timeZone) < day).toBe(true)
      expect(localDay(at, timeZone)).toBe(day)
    }),
    { numRuns: 500 },
  )
})

test('companies are spread over the hour', () => {
  const minutes = new Set(
    Array.from({ length: 300 }, (_, n) => nightAt(`w${n}`, '2026-05-05', 'UTC').slice(14, 16)),
  )
  expect(minutes.size).toBeGreaterThan(50)
})

test('two crons at once plan a night once', async () => {
  const world = await companyIn('Europe/Berlin', '2026-03-02T12:00:00.000Z')
  world.set('2026-03-03T04:05:00.000Z')
  const results = await Promise.all([planNights(world.platform), planNights(world.platform)])
  expect(results.map(({ planned }) => planned).sort()).toEqual([0, 1])
  expect(world.sent).toHaveLength(1)
})

test('a program that was off for days plans only the day that just ended, and not before its night', async () => {
  const world = await companyIn('Europe/Berlin', '2026-03-02T12:00:00.000Z')
  const planned = await crons(world, '2026-03-06T00:30:00.000Z', 0.5, 15 * MINUTE)
  expect(planned.map(({ day }) => day)).toEqual(['2026-03-05'])
  expect(planned[0]?.at.slice(11, 13)).toMatch(/0[34]/)
})

test('a zone changed to the west does not close a day twice, one changed to the east misses none', async () => {
  const world = await companyIn('Europe/Berlin', '2026-03-02T12:00:00.000Z')
  const before = await crons(world, '2026-03-02T12:00:00.000Z', 1.5, 15 * MINUTE)
  await world.directory.execute("UPDATE workspace SET time_zone = 'America/New_York'")
  const west = await crons(world, '2026-03-04T00:15:00.000Z', 1.5, 15 * MINUTE)
  await world.directory.execute("UPDATE workspace SET time_zone = 'Asia/Tokyo'")
  const east = await crons(world, '2026-03-05T12:15:00.000Z', 2, 15 * MINUTE)
  expect([...before, ...west, ...east].map(({ day }) => day)).toEqual([
    '2026-03-02',
    '2026-03-03',
    '2026-03-04',
    '2026-03-05',
    '2026-03-06',
  ])
})

test('a company that is leaving, and a connection that asks to reconnect, get no night', async () => {
  const world = await companyIn('Europe/Berlin', '2026-03-02T12:00:00.000Z')
  await world.directory.execute("UPDATE connection SET status = 'reconnect'")
  expect(await crons(world, '2026-03-03T02:00:00.000Z', 0.25, 15 * MINUTE)).toEqual([])
  await world.directory.execute("UPDATE connection SET status = 'active'")
  await world.directory.execute("UPDATE workspace SET status = 'closing'")
  expect(await crons(world, '2026-03-04T02:00:00.000Z', 0.25, 15 * MINUTE)).toEqual([])
})

test('where no connection may be called, the day is published all the same: typed values freeze with their cycle', async () => {
  const world = await companyIn('Europe/Berlin', '2026-03-02T12:00:00.000Z')
  await world.directory.execute("UPDATE connection SET status = 'reconnect'")
  world.set('2026-03-03T04:30:00.000Z')
  world.sent.length = 0
  await planNights(world.platform)
  await planNights(world.platform)
  expect(world.sent.map(({ message }) => message)).toEqual([
    { kind: 'publish', workspaceId: 'acme', day: '2026-03-02' },
  ])
})

test('the days of the week for a full pass are spread over the companies, and each keeps its own', () => {
  const days = Array.from({ length: 7000 }, (_, n) => censusWeekday(`company-${n}`))
  const perDay = [0, 1, 2, 3, 4, 5, 6].map((day) => days.filter((one) => one === day).length)
  expect(Math.min(...perDay)).toBeGreaterThan(850)
  expect(Math.max(...perDay)).toBeLessThan(1150)
  expect(days[7]).toBe(censusWeekday('company-7'))
})
