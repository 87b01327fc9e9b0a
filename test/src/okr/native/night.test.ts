/**
 * Seen red: a night that lets the error of one question through; the moving question taken after its cycle; `keep` without
 * `broken`; the calls of a night not noted; a reading of an earlier question taken for the new one.
 */
import { expect, test } from 'vitest'
import { addMs } from '../../../../connectors/values/time.ts'
import { measureDay } from '../../../../src/okr/measure.ts'
import { readKeyResult } from '../../../../src/okr/read.ts'
import { updateKeyResult } from '../../../../src/okr/write.ts'
import { dealFields } from '../../../connectors/support/company.ts'
import { DAY, NIGHT } from '../../sync/world.ts'
import { scene } from './scene.ts'

const DAY_MS = 86_400_000
const SUM = 'SELECT SUM(Amount) FROM Opportunity WHERE IsWon = true'

test('a night reads the number once, with the instant it was asked and its run', async () => {
  const { save, night, values, org, world, workspace } = await scene()
  const count = await save({})
  const sum = await save({ question: SUM }, { unit: 'money' })
  await night()
  const rows = await values(count)
  expect(rows).toMatchObject([{ day: DAY, value: 40, run: expect.stringContaining('salesforce') }])
  expect(String(rows[0]?.at) >= NIGHT).toBe(true)
  // What the org itself adds up, in minor units.
  const own = [...org.crm.deals.values()].filter(({ stageId }) => stageId === 'closedwon')
  const cents = own.reduce((all, { amount }) => all + Math.round(Number(amount ?? 0) * 100), 0)
  expect(await values(sum)).toMatchObject([{ day: DAY, value: cents }])
  const detail = await readKeyResult(workspace, count, world.platform.now())
  expect(detail?.keyResult).toMatchObject({
    origin: 'native',
    latest: { value: 40, complete: true },
    progress: 0.4,
  })
  // A repeated sync of the same day writes nothing over it.
  await night()
  expect(await values(count)).toHaveLength(1)
})

test('what goes wrong with one question is its own answer: the last value stays, the others get theirs', async () => {
  const { save, night, values, troubles, org, world } = await scene()
  const report = org.switches.reports[0]
  if (report === undefined) throw new Error('no report')
  const rows = { name: 'RowCount', label: 'Rows', type: 'int', soql: 'SELECT COUNT(Id) FROM Opportunity' }
  org.switches.reports = [{ ...report, columns: [rows] }]
  const well = await save({})
  const field = await save({ question: 'SELECT COUNT(region__c) FROM Opportunity' })
  const gone = await save({ kind: 'report', question: report.id, confirmed: true })
  await night()
  expect(await Promise.all([well, field, gone].map(troubles))).toEqual([[null], [null], [null]])

  org.switches.reports = []
  org.switches.hidden = ['Opportunity.region__c']
  world.set(addMs(NIGHT, DAY_MS))
  const { runs } = await night()
  expect(runs).toMatchObject([{ status: 'complete', failure: null }])
  expect(
    await Promise.all([well, field, gone].map(async (id) => (await values(id)).map(({ day }) => day))),
  ).toEqual([['2026-03-02', '2026-03-03'], ['2026-03-02'], ['2026-03-02']])
  expect(await Promise.all([well, field, gone].map(troubles))).toEqual([
    [null, null],
    [null, 'malformed'],
    [null, 'report_gone'],
  ])
  // Mended before the next sync of that day: the day gets its value after all.
  org.switches.reports = [{ ...report, columns: [rows] }]
  world.set(addMs(NIGHT, DAY_MS + 3_600_000))
  await night()
  expect(await troubles(gone)).toEqual([null, 'report_gone', null])
  expect((await values(gone)).map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-03'])
})

test('a CRM that answers nobody at the end of the night leaves last values and a complete night', async () => {
  const { save, night, values, troubles, org, world } = await scene()
  const id = await save({})
  await night()
  world.set(addMs(NIGHT, DAY_MS))
  org.fault({ match: 'userinfo', times: 20, kind: 'status', status: 503 })
  expect((await night()).runs).toMatchObject([{ status: 'complete' }])
  // Who asks is not told: the number is, and its basis says so.
  expect(await troubles(id)).toEqual([null, null])
  org.clearFaults()
  world.set(addMs(NIGHT, 2 * DAY_MS))
  const before = (await values(id)).length
  org.fault({ match: 'userinfo', times: 20, kind: 'rate_limit' })
  expect((await night()).runs).toMatchObject([{ status: 'complete' }])
  expect([(await values(id)).length - before, (await troubles(id)).at(-1)]).toEqual([0, 'unavailable'])
})

test('a report that is too slow costs the night half a minute and the other reports nothing', async () => {
  const { save, night, values, troubles, org, world } = await scene()
  const [report] = org.switches.reports
  if (report === undefined) throw new Error('no report')
  const rows = { name: 'RowCount', label: 'Rows', type: 'int', soql: 'SELECT COUNT(Id) FROM Opportunity' }
  const reports = ['1', '2', '3'].map((n) => ({ ...report, id: `00OgL000000000${n}`, columns: [rows] }))
  org.switches.reports = reports
  const ids: string[] = []
  for (const { id } of reports) ids.push(await save({ kind: 'report', question: id, confirmed: true }))
  await night()
  const slow = { status: 400, code: 'QUERY_TIMEOUT', message: 'own words' }
  org.switches.reports = reports.map((one) => (one === reports[1] ? { ...one, refused: slow } : one))
  world.set(addMs(NIGHT, DAY_MS))
  const { runs, dead } = await night()
  expect([runs, dead]).toMatchObject([[{ status: 'complete' }], []])
  expect(await Promise.all(ids.map(async (id) => (await values(id)).length))).toEqual([2, 1, 2])
  expect(await troubles(ids[1] ?? '')).toEqual([null, 'timeout'])
})

test('twelve questions and a report cost a night six calls, counted under their own purpose', async () => {
  const { save, night, org, world } = await scene()
  for (let n = 0; n < 12; n += 1)
    await save({ question: `SELECT COUNT(Id) FROM Opportunity WHERE FiscalYear > ${n}` })
  const [report] = org.switches.reports
  if (report === undefined) throw new Error('no report')
  org.switches.reports = [{ ...report, columns: report.columns.slice(1) }]
  await save({ kind: 'report', question: report.id, confirmed: true })
  await night()
  // Who asks: two; twelve statements: three; the report: one.
  expect(await world.rows("SELECT SUM(calls) AS calls FROM run_calls WHERE purpose = 'native'")).toEqual([
    { calls: 6 },
  ])
  const [run] = await world.rows(
    'SELECT calls, (SELECT SUM(calls) FROM run_calls WHERE run_id = run.id) AS sum FROM run',
  )
  expect(run?.calls).toBe(run?.sum)
})

test('"this quarter" is not asked any more when the cycle is over; fixed days are followed to the end', async () => {
  const { save, night, values, crm, world } = await scene()
  const moving = await save({
    question: 'SELECT COUNT(Id) FROM Opportunity WHERE CreatedDate = THIS_QUARTER',
  })
  const fixed = await save({
    question: 'SELECT COUNT(Id) FROM Opportunity WHERE CreatedDate < 2026-04-01T00:00:00Z',
  })
  world.set('2026-03-31T03:40:00.000Z')
  await night('night')
  // In the morning of 1 April that question would be about the next quarter.
  world.set('2026-04-01T03:40:00.000Z')
  crm.createDeal(dealFields(1), '2026-03-31T20:00:00.000Z')
  await night('night')
  const shown = async (id: string) => (await values(id)).map(({ day, value }) => [day, value])
  expect(await shown(moving)).toEqual([['2026-03-30', 40]])
  expect(await shown(fixed)).toEqual([
    ['2026-03-30', 40],
    ['2026-03-31', 41],
  ])
})

test('when too few people are left behind a narrowed number it is hidden, and shown again when they are enough', async () => {
  const { save, night, crm, workspace, world } = await scene()
  const id = await save({ question: "SELECT COUNT(Id) FROM Opportunity WHERE Type != 'nothing'" })
  await night()
  const view = async () => (await readKeyResult(workspace, id, world.platform.now()))?.keyResult
  expect(await view()).toMatchObject({ broken: null, latest: { value: 40 } })
  const owners = [...crm.deals.values()].map(({ id: deal, ownerId }) => ({ deal, ownerId }))
  for (const { deal } of owners) crm.updateDeal(deal, { ownerId: '700' }, world.platform.now())
  world.set(addMs(NIGHT, DAY_MS))
  await night()
  expect(await view()).toMatchObject({
    status: 'broken',
    broken: { code: 'group_too_small', subject: '1' },
    latest: null,
  })
  for (const { deal, ownerId } of owners) crm.updateDeal(deal, { ownerId }, world.platform.now())
  world.set(addMs(NIGHT, 2 * DAY_MS))
  await night()
  expect(await view()).toMatchObject({ broken: null, latest: { value: 40 } })
})

test('another question is another version: what was read of the old one is no value of the new', async () => {
  const { save, night, values, workspace, world, context } = await scene()
  const id = await save({})
  await night()
  const native = { connection: 'salesforce', kind: 'soql' as const, confirmed: false }
  const question = 'SELECT COUNT(Id) FROM Opportunity WHERE IsWon = true'
  expect(
    await updateKeyResult(workspace.db, id, { native: { ...native, question } }, context()),
  ).toMatchObject({ ok: true })
  // The answer of the run is to the old question: had its day no value yet, it would get none.
  await workspace.db.$client.execute('DELETE FROM measurement')
  await measureDay(workspace, DAY, world.platform.now())
  expect(await values(id)).toEqual([])
  // A change of the title alone costs the CRM no call.
  const { askNative: _, ...silent } = context()
  expect(await updateKeyResult(workspace.db, id, { title: 'Renamed' }, silent)).toMatchObject({ ok: true })
  world.set(addMs(NIGHT, DAY_MS))
  await night()
  expect((await values(id)).map(({ value }) => value)).toEqual([10])
  const [row] = await world.rows(
    'SELECT definition_version AS version, title FROM key_result WHERE id = ?',
    id,
  )
  expect(row).toEqual({ version: 2, title: 'Renamed' })
})
