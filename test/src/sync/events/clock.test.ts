/** The company counts its days by another clock, or its year from another month: the next night does, and what was told stays. */
import { describe, expect, test } from 'vitest'
import { addDays, addMs, daysBetween } from '../../../../connectors/values/time.ts'
import { changeTimeZone } from '../../../../src/change-time-zone.ts'
import { planNights } from '../../../../src/jobs/schedule.ts'
import type { Definition } from '../../../../src/metrics/types.ts'
import { chooseFiscalYear } from '../../../../src/okr/settings.ts'
import { WorkspaceRefused } from '../../../../src/workspaces.ts'
import { before, company, dealFields, deals } from './company.ts'
import {
  COMPANY,
  crms,
  emptyScene,
  IMPORT,
  MORNING,
  nightAfter,
  type Scene,
  scene,
  wonRevenue,
} from './scene.ts'

const MORNING_BEFORE = '2026-03-02T08:00:00.000Z'
const createdIn = (from: string, to: string) => ({ metric: 'deals_created', window: { from, to } }) as const

describe.each(crms)('%s', (name) => {
  test('Time zone changed', async () => {
    const crm = company()
    // Ids that are 3 of 4 close in the last minute of the day, where HubSpot keeps an instant.
    const late = { stageId: '13', closeDate: '2026-03-02', amount: '11.00' }
    crm.createDeal(dealFields(late), MORNING_BEFORE, '11')
    crm.createDeal(dealFields({ ...late, closeDate: '2026-02-28' }), '2026-03-01T22:45:00.000Z', '12')
    crm.deleteDeal('12', '2026-03-03T07:00:00.000Z')
    const made = await emptyScene(name, { crm })
    await made.connect()
    await made.night(IMPORT)
    const seq = await made.newestSeq()
    const first = await made.value(createdIn('2026-03-02', '2026-03-03'))
    expect(first.value).toBe(1)

    await made.clock.run(MORNING)
    const context = { actor: 'test', now: MORNING }
    expect(await changeTimeZone(made.platform, COMPANY, 'Asia/Tokyo', context)).toBe(true)
    expect(await changeTimeZone(made.platform, COMPANY, 'Asia/Tokyo', context)).toBe(false)
    await made.workspaces.refresh()
    expect(await made.rows('SELECT actor, action, detail FROM audit')).toEqual([
      {
        actor: 'test',
        action: 'time_zone.change',
        detail: '{"before":"Europe/Berlin","after":"Asia/Tokyo"}',
      },
    ])
    await made.night('2026-03-03T19:40:00.000Z')

    // Half past eleven in Berlin is the next morning in Tokyo, for the deals that are gone too.
    expect((await made.value(createdIn('2026-03-01', '2026-03-02'))).value).toBe(0)
    expect((await made.value(createdIn('2026-03-02', '2026-03-03'))).value).toBe(6)
    expect(await made.rows('SELECT DISTINCT created_day FROM deal')).toEqual([{ created_day: '2026-03-02' }])
    // An instant moves to the day it falls on there; a day stays that day.
    const moved = { cause: 'read', time_from: 'seen', close_date: '2026-03-03' }
    const read = { cause: 'read', time_from: 'crm', close_date: '2026-03-02' }
    expect(await made.told('11')).toMatchObject(name === 'hubspot' ? [read, moved] : [read])
    expect(await made.told(deals.open)).toHaveLength(1)
    // What was known then, and what holds now for instants before, is of the days as they were told then.
    const third = { ...wonRevenue, window: { from: '2026-03-03', to: '2026-03-04' } }
    expect((await made.value(third)).value).toBe(name === 'hubspot' ? 11_00 : 0)
    expect((await made.value(third, { kind: 'known', seq })).value).toBe(0)
    expect((await made.value(third, { kind: 'asOf', instant: MORNING })).value).toBe(0)
    expect((await made.values({ kind: 'known', seq })).won).toBe(before.won + 11_00)

    // All deals were read once more; the night after reads only what has changed.
    const pages = () => made.rows("SELECT records FROM stream_state WHERE stream = 'deals'")
    expect(await pages()).toEqual([{ records: 6 }])
    await made.night('2026-03-04T19:40:00.000Z')
    expect(await pages()).toEqual([{ records: 0 }])
  })
})

describe.each(crms)('%s', (name) => {
  test('Start of the fiscal year changed', async () => {
    const crm = company()
    crm.createDeal(dealFields({ stageId: '13', closeDate: '2026-01-15', amount: '44.00' }), MORNING_BEFORE)
    const made = await emptyScene(name, { crm })
    await made.connect()
    await setGoal(made, { metric: 'won_revenue', window: { fiscal: 'quarter' } })
    await made.night(IMPORT)
    const { db } = await made.platform.open(COMPANY)
    await chooseFiscalYear(db, 2, { actor: 'test', now: MORNING })
    await made.night(nightAfter(1))
    // Left to the CRM again, which has moved its own year meanwhile: its account is read once a week.
    await chooseFiscalYear(db, null, { actor: 'test', now: nightAfter(1) })
    Object.assign(crm, { fiscalYearStartMonth: 3 })
    await made.night(nightAfter(2))
    await made.night(nightAfter(6))
    const values = await made.rows("SELECT day, value ->> '$.value' AS value FROM measurement ORDER BY id")
    expect(values).toEqual([
      { day: '2026-03-02', value: 2044_00 },
      { day: '2026-03-03', value: 2000_00 },
      { day: '2026-03-04', value: 2044_00 },
      { day: '2026-03-08', value: name === 'salesforce' ? 2000_00 : 2044_00 },
    ])
    expect(await made.rows('SELECT action, detail FROM audit ORDER BY id')).toEqual([
      { action: 'settings.fiscal_year', detail: '{"before":null,"after":2}' },
      { action: 'settings.fiscal_year', detail: '{"before":2,"after":null}' },
    ])
  })
})

test('what is no time zone is refused, and so is a change while a night is on its way', async () => {
  const made = await scene('hubspot')
  const context = { actor: 'test', now: MORNING }
  const changed = (zone: string) => changeTimeZone(made.platform, COMPANY, zone, context)
  await expect(changed('Europe/Rohrbau')).rejects.toThrow(WorkspaceRefused)
  await made.rows("UPDATE run SET status = 'running' WHERE kind = 'night'")
  await expect(changed('Asia/Tokyo')).rejects.toThrow('A night is on its way')
  expect((await made.platform.open(COMPANY)).timeZone).toBe('Europe/Berlin')
})

// Seen red: the schedule left as the old clock had planned it (over the date line a day got no value).
// From a zone, when, to another one: to the east, to the west, and over the date line where a day lasts 49 hours or none.
const moves = [
  ['Europe/Berlin', 'Asia/Tokyo'],
  ['Asia/Tokyo', 'America/Los_Angeles'],
  ['America/Los_Angeles', 'Asia/Tokyo'],
  ['Pacific/Pago_Pago', 'Pacific/Kiritimati'],
  ['Pacific/Kiritimati', 'Pacific/Pago_Pago'],
].flatMap(([from = '', to = '']) =>
  ['2026-03-05T01:05:00.000Z', '2026-03-05T17:20:00.000Z', '2026-03-05T19:50:00.000Z'].map(
    (at) => [from, to, at] as const,
  ),
)

test.each(moves)(
  'from %s to %s at %s each day has one value, and what was published stays',
  async (from, to, at) => {
    const made = await emptyScene('hubspot', { timeZone: from })
    await made.connect()
    await setGoal(made)
    const days = () => made.rows('SELECT day, value FROM measurement ORDER BY day, id')
    await crons(made, '2026-03-03T00:00:00.000Z', at)
    const published = await days()
    await changeTimeZone(made.platform, COMPANY, to, { actor: 'test', now: at })
    await made.workspaces.refresh()
    await crons(made, at, '2026-03-09T00:00:00.000Z')
    const all = await days()
    const [first, last] = [String(all[0]?.day), String(all.at(-1)?.day)]
    expect(all.slice(0, published.length)).toEqual(published)
    expect(all.map(({ day }) => day)).toEqual(
      Array.from({ length: daysBetween(first, last) + 1 }, (_, n) => addDays(first, n)),
    )
    expect([published.length, all.length].every((n) => n >= 1) && last >= '2026-03-06').toBe(true)
  },
)

test('over the date line a day that has ended and has no night yet is closed first', async () => {
  const made = await emptyScene('hubspot', { timeZone: 'Pacific/Pago_Pago' })
  await made.connect()
  const change = async (at: string) => {
    await crons(made, made.clock.now(), at)
    return changeTimeZone(made.platform, COMPANY, 'Pacific/Kiritimati', { actor: 'test', now: at })
  }
  await expect(change('2026-03-05T12:20:00.000Z')).rejects.toThrow(
    'The night that closes 2026-03-04 is still to come',
  )
  expect(await change('2026-03-05T16:20:00.000Z')).toBe(true)
})

async function setGoal({ rows, clock }: Scene, definition: Definition = wonRevenue): Promise<void> {
  const now = clock.now()
  await rows(
    "INSERT INTO cycle (id, name, starts_on, ends_on, created_at) VALUES ('c', 'C', '2026-01-01', '2026-07-01', ?)",
    now,
  )
  await rows(
    "INSERT INTO objective (id, cycle_id, title, team, created_at) VALUES ('o', 'c', 'Sell', 'Sales', ?)",
    now,
  )
  await rows(
    `INSERT INTO key_result (id, objective_id, title, kind, origin, definition, unit, baseline, target, created_at)
      VALUES ('k', 'o', 'Won', 'reach', 'metric', ?, 'money', 0, 100, ?)`,
    JSON.stringify(definition),
    now,
  )
}

/** The cron of every quarter of an hour, and the night it plans. */
async function crons(made: Scene, from: string, until: string): Promise<void> {
  for (let at = from; at < until; at = addMs(at, 15 * 60_000)) {
    if (at > made.clock.now()) await made.clock.run(at)
    if ((await planNights(made.platform)).planned > 0) await made.night(made.clock.now())
  }
  await made.clock.run(until)
}
