/**
 * Cohorts against a recomputation from the meaning, through `test/oracles/retention.ts` day by day; and the minimum of
 * customers. Planted and seen red: a quarter that begins a day late; the first day's revenue taken at the quarter's end; a
 * customer counted in every quarter in which it has a contract; the running quarter asked at its end.
 */
import { expect, test } from 'vitest'
import { readCohorts } from '../../../src/cohorts/read.ts'
import type { Workspace } from '../../../src/platform.ts'
import { type Contract, retention } from '../../oracles/retention.ts'
import { writeContracts } from '../../support/contract-ledger.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import fc from '../../support/properties.ts'
import { contract, dayOf, numberedFrom, rowsFrom } from '../../support/random-contracts.ts'

const question = fc.record({
  contracts: fc.array(fc.noBias(contract), { minLength: 6, maxLength: 12, size: 'max' }),
  day: fc.noBias(fc.integer({ min: 60, max: 420 })),
  monthly: fc.boolean(),
  graceDays: fc.constantFrom(0, 30),
})

const workspaceOf = (db: Workspace['db']): Workspace => ({
  id: 'a',
  name: 'Muster',
  timeZone: 'UTC',
  currency: 'EUR',
  db,
})

interface Row {
  readonly from: string
  readonly customers: number
  readonly minor: bigint
  readonly ends: readonly (readonly [string, number, bigint])[]
}

const next = (day: string, n = 1) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10)
const quarterOf = (day: string) => {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1
  return `${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`
}

/** Each customer walked day by day from the first to the last. */
function expected(all: readonly Contract[], day: string, grace: number, perMonths: 1 | 12): Row[] {
  const latest = ({ states }: Contract) => states.reduce((x, y) => (y.seq > x.seq ? y : x))
  const named = (one: Contract) => `${one.source} ${latest(one).customer ?? `alone ${one.id}`}`
  const rows = new Map<string, { customers: Contract[][]; minor: bigint }>()
  const on = (contracts: readonly Contract[], at: string) =>
    retention({ contracts, merged: [] }, { a: next(at), b: next(at, 2), day: at, grace, perMonths })
  for (const own of Map.groupBy(all, named).values()) {
    const early = own
      .flatMap(({ states }) => states.flatMap((each) => [each.start ?? each.day, each.day]))
      .sort()
    for (let at = early[0] ?? day; at <= day; at = next(at)) {
      const { customers, recurring } = on(own, at)
      if (customers === 0) continue
      const row = rows.get(quarterOf(at)) ?? { customers: [], minor: 0n }
      row.customers.push(own)
      row.minor += recurring
      rows.set(quarterOf(at), row)
      break
    }
  }
  return [...rows]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([from, { customers, minor }]) => {
      const ends: [string, number, bigint][] = []
      for (let quarter = from; quarter <= day; ) {
        const after = quarterOf(next(quarter, 95))
        const at = next(after, -1) < day ? next(after, -1) : day
        const found = customers.map((own) => on(own, at))
        ends.push([
          at,
          found.filter((each) => each.customers > 0).length,
          found.reduce((sum, each) => sum + each.recurring, 0n),
        ])
        quarter = after
      }
      return { from, customers: customers.length, minor, ends }
    })
}

test('each cohort is what a walk through all days makes of its customers', async () => {
  const db = await emptyWorkspace()
  let cells = 0
  const check = fc.asyncProperty(question, async ({ contracts, day, monthly, graceDays }) => {
    const numbered = numberedFrom(contracts)
    await writeContracts(db, { contracts: rowsFrom(numbered), sources: ['hubspot', 'salesforce'] })
    await db.$client.execute("INSERT INTO setting (key, value) VALUES ('minimum_people', '3')")
    const now = `${dayOf(day)}T12:00:00.000Z`
    const found = await readCohorts(workspaceOf(db), { view: monthly ? 'monthly' : 'yearly', graceDays }, now)
    const wanted = expected(numbered, dayOf(day), graceDays, monthly ? 1 : 12)
    expect(found.cohorts.map(({ from, customers, ends }) => [from, customers, ends.length])).toEqual(
      wanted.map(({ from, customers, ends }) =>
        customers < 3 ? [from, null, 0] : [from, customers, ends.length],
      ),
    )
    for (const [n, { customers, minor, ends }] of found.cohorts.entries()) {
      if (customers === null) continue
      const row = wanted[n]
      expect(minor).toBe(Number(row?.minor))
      expect(ends.map((end) => [end.day, end.customers, BigInt(end.minor)])).toEqual(row?.ends)
      for (const end of ends) expect(end.logo).toBe(end.customers / customers)
      cells += ends.length
    }
  })
  await fc.assert(check, { numRuns: 60 })
  expect(cells).toBeGreaterThan(60)
}, 120_000)

test('a quarter with fewer customers than the minimum tells nothing of them, and nobody chose yet is said', async () => {
  const db = await emptyWorkspace()
  const contracts = ['a', 'b', 'c', 'd', 'e', 'f'].map((company, n) => ({
    ...{ id: company },
    states: [{ company, start: n < 5 ? '2026-01-15' : '2026-04-15', amount: 1_200 }],
  }))
  await writeContracts(db, { contracts })
  const ask = () =>
    readCohorts(workspaceOf(db), { view: 'monthly', graceDays: 30 }, '2026-05-10T08:00:00.000Z')
  expect(await ask()).toMatchObject({
    ...{ chosen: true, perMonths: 1, minimum: 5 },
    cohorts: [
      {
        ...{ from: '2026-01-01', to: '2026-04-01', customers: 5, minor: 500 },
        ends: [
          { day: '2026-03-31', isRunning: false, customers: 5, logo: 1, revenue: 1 },
          { day: '2026-05-10', isRunning: true, customers: 5, minor: 500 },
        ],
      },
      { from: '2026-04-01', customers: null, minor: null, ends: [] },
    ],
  })
  await writeContracts(db, { contracts, chosen: [] })
  expect((await ask()).chosen).toBe(false)
})
