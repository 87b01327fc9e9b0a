import { expect, test } from 'vitest'
import { addDays } from '../../../connectors/values/time.ts'
import { cycle, keyResult, objective } from '../../../db/workspace/schema.ts'
import { recountText } from '../../../src/health/recount-words.ts'
import { formatters, texts } from '../../../src/i18n/index.ts'
import { moveAndCheck } from '../../../src/metrics/move-on.ts'
import { readCheck, sampleOf } from '../../../src/metrics/sample.ts'
import { shareOf } from '../../../src/metrics/share.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { valueFrom } from '../../../src/okr/rows.ts'
import { addDeals, addRun, company, night } from '../../support/company.ts'

const prints = Array.from({ length: 100 }, (_, n) => ({ n, print: `${n}` }))

test('one in twenty is checked, at least one and at most twenty, each night others', () => {
  expect(sampleOf([], '2026-11-23').size).toBe(0)
  expect(sampleOf(prints.slice(0, 1), '2026-11-23').size).toBe(1)
  expect(sampleOf(prints, '2026-11-23').size).toBe(5)
  const many = Array.from({ length: 2000 }, (_, n) => ({ n, print: `${n}` }))
  expect(sampleOf(many, '2026-11-23').size).toBe(20)
  const seen = new Set(Array.from({ length: 100 }, (_, n) => [...sampleOf(prints, `day ${n}`)]).flat())
  // By chance all but one in two hundred come by.
  expect(seen.size).toBeGreaterThan(90)
  expect([...sampleOf(prints, '2026-11-23')]).toEqual([...sampleOf(prints.toReversed(), '2026-11-23')])
})

// Planted and seen red: the carried value kept where it differs; the wrong sums kept for the next night.
test('a carried sum that is wrong is noticed, told, and never published', async () => {
  const workspace = await company()
  const { db } = workspace
  const createdAt = '2026-10-01T08:00:00.000Z'
  await db
    .insert(cycle)
    .values({ id: 'c', name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01', createdAt })
  await db.insert(objective).values({ id: 'o', cycleId: 'c', title: 'Grow', team: 'North', createdAt })
  const definition = JSON.stringify({ metric: 'won_revenue', window: 'cycle' })
  await db.insert(keyResult).values({
    ...{ id: 'k', objectiveId: 'o', title: 'Win', kind: 'reach', origin: 'metric', definition },
    ...{ unit: 'money', currency: 'EUR', createdAt },
  })
  const deal = { owner: 'a', status: 'won', amountMinor: 10_00, closeDate: '2026-10-20' } as const
  async function published(day: string) {
    await addDeals(workspace, [deal])
    await addRun(workspace, day)
    await measureDay(workspace, day, night(day))
    const { rows } = await db.$client.execute({
      sql: 'SELECT value FROM measurement WHERE day = ?',
      args: [day],
    })
    return valueFrom(String(rows[0]?.value)).value
  }
  const told = async () => {
    const check = await readCheck(db)
    return check === null
      ? null
      : (['de', 'en'] as const).map((of) => recountText(check, texts(of), formatters(of)))
  }
  expect(await published('2026-11-23')).toBe(10_00)
  expect(await told()).toBe(null)
  expect(await published('2026-11-24')).toBe(20_00)
  expect(await told()).toEqual([
    expect.stringMatching(
      /^In der Nacht nach dem 24\. November 2026 wurde 1 Wert fortgeschrieben .* alles gleich\.$/,
    ),
    expect.stringMatching(/^In the night after 24 November 2026 1 value was carried on .* no difference\.$/),
  ])

  // Not as it was written: another number, or the sums of another moment.
  await db.$client.execute("UPDATE carried SET sums = replace(sums, '2000', '1999')")
  expect(await published('2026-11-25')).toBe(30_00)
  expect(await readCheck(db)).toMatchObject({ differing: ['won_revenue'], differedOn: '2026-11-25' })
  expect((await told())?.[0]).toBe(
    'In der Nacht nach dem 25. November 2026 wich 1 fortgeschriebener Wert von der Zählung ab. Veröffentlicht wurde die Zählung, alle anderen wurden ebenfalls neu gezählt.',
  )
  expect((await db.$client.execute('SELECT * FROM carried')).rows).toEqual([])

  // The night after begins afresh; the one after that goes on from it.
  expect(await published('2026-11-26')).toBe(40_00)
  expect(await published('2026-11-27')).toBe(50_00)
  expect((await told())?.[1]).toMatch(
    /no difference\. The last value to differ did so in the night after 25 November 2026\.$/,
  )
})

test('of many deals a share is looked at each night, and all of them within 64 nights', () => {
  const days = Array.from({ length: 64 }, (_, n) => addDays('2026-11-23', n))
  const shares = days.map((day) => shareOf(300_000, day)).toSorted((a, b) => a.from - b.from)
  expect([shares[0]?.from, shares.at(-1)?.to]).toEqual([1, 300_001])
  for (const [n, { from, to }] of shares.entries()) {
    expect(to - from).toBeLessThan(300_000 / 60)
    if (n > 0) expect(from).toBe(shares[n - 1]?.to)
  }
  // Of few deals all are.
  expect(shareOf(1999, '2026-11-23')).toEqual({ from: 0, to: 2000 })
  expect(shareOf(0, '2026-11-23')).toEqual({ from: 0, to: 1 })
})

test('a deal that moved and was not carried is found on the share that holds it', async () => {
  const workspace = await company()
  const { db } = workspace
  const deal = { owner: 'a', status: 'won', amountMinor: 10_00, closeDate: '2026-10-20' } as const
  await addDeals(workspace, [deal, deal])
  const seq = async () =>
    Number((await db.$client.execute('SELECT MAX(seq) AS seq FROM revision')).rows[0]?.seq)
  const context = { day: '2026-11-23', timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 }
  const cycle = { from: '2026-10-01', to: '2027-01-01' }
  const request = {
    definition: { metric: 'won_revenue', window: 'cycle' },
    definitionVersion: 1,
    cycle,
  } as const
  const before = await seq()
  await addDeals(workspace, [{ ...deal, amountMinor: 25_00 }])
  const [from, to] = [
    { seq: before, context },
    { seq: await seq(), context },
  ]
  const standing = { numerator: 20_00, counted: 2 }
  const check = () => moveAndCheck(db, [request], [standing], from, to, { sample: [0] })
  const sound = await check()
  expect(sound).toMatchObject({ differing: [], moved: [{ value: { value: 45_00 } }] })

  // The first deal has another state by now, and no revision says so: what was carried is short of it.
  await db.$client.execute({
    sql: 'UPDATE deal SET current_seq = (SELECT MAX(seq) FROM revision) WHERE id = 1',
    args: [],
  })
  expect((await check()).differing).toEqual([0])
})
