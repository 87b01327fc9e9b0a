/**
 * An auditor's view of retention: the CSV alone, whole numbers (BigInt), the meanings of the design, no line of ours. What
 * recurs follows from amount and months, a customer from its contracts, the value from its customers.
 *
 * Planted and seen red: the part of a customer on each of its lines; the contracts that left missing; the state of the last
 * day shown for the first; the view left out of what recurs; a contract without a rate told as gone.
 */
import { expect, test } from 'vitest'
import * as tables from '../../../db/workspace/schema.ts'
import { evidenceFile } from '../../../src/evidence/file.ts'
import { readQuestion } from '../../../src/evidence/question.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import { contractMetricIds } from '../../../src/metrics/retention/ids.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import type { Workspace } from '../../../src/platform.ts'
import { writeContracts } from '../../support/contract-ledger.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import fc from '../../support/properties.ts'
import { contract, day, dayOf, numberedFrom, rowsFrom } from '../../support/random-contracts.ts'
import { type ContractRow, parsedContracts } from './parsed-contracts.ts'

const world = fc.record({
  contracts: fc.array(contract, { minLength: 2, maxLength: 8 }),
  a: day,
  length: fc.integer({ min: 20, max: 200 }),
  day,
  monthly: fc.boolean(),
  graceDays: fc.constantFrom(0, 30, 60),
  locale: fc.constantFrom('de' as const, 'en' as const),
})
const createdAt = '2025-01-01T00:00:00.000Z'

test('every value of contracts can be worked out again from its CSV alone', async () => {
  const db = await emptyWorkspace()
  const workspace: Workspace = { ...{ id: 'a', name: 'Muster', timeZone: 'UTC', currency: 'EUR' }, db }
  let [lines, values, halves] = [0, 0, 0]
  const check = fc.asyncProperty(
    world,
    async ({ contracts, a, length, day: at, monthly, graceDays, locale }) => {
      for (const table of [tables.measurement, tables.keyResult, tables.objective, tables.cycle])
        await db.delete(table)
      const sources = ['hubspot', 'salesforce']
      const companies = [{ id: 'a', name: '=Müller; "Söhne"', mergedInto: 'b' }]
      await writeContracts(db, { contracts: rowsFrom(numberedFrom(contracts)), sources, companies })
      const window = { from: dayOf(a), to: dayOf(a + length) }
      const context = { day: dayOf(at), timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }
      const definitions = contractMetricIds.map((metric): Definition => {
        const view = /revenue|_value/.test(metric) ? { view: monthly ? 'monthly' : 'yearly' } : {}
        return { metric, window, params: { graceDays, ...view } }
      })
      const requests = definitions.map((definition) => ({ definition, definitionVersion: 1 }))
      const published = await evaluate(db, requests, { kind: 'known', seq: 1000 }, context)
      await db
        .insert(tables.cycle)
        .values({ id: 'c', name: 'c', startsOn: '2024-01-01', endsOn: '2027-01-01', createdAt })
      await db.insert(tables.objective).values({ id: 'o', cycleId: 'c', title: 'o', team: 't', createdAt })
      await db.insert(tables.keyResult).values(
        definitions.map((definition, n) => ({
          ...{ id: `k${n}`, objectiveId: 'o', title: definition.metric, kind: 'reach', origin: 'metric' },
          ...{
            unit: 'count',
            definition: JSON.stringify(definition),
            baseline: 0,
            target: 1,
            position: n,
            createdAt,
          },
        })),
      )
      await db.insert(tables.measurement).values(
        published.map((value, n) => ({
          ...{ keyResultId: `k${n}`, day: context.day, origin: 'auto', value: JSON.stringify(value) },
          createdAt: '2026-12-31T04:00:00.000Z',
        })),
      )
      for (const [n, value] of published.entries()) {
        const answer = await readQuestion(workspace, `k${n}`, '2026-12-31T05:00:00.000Z')
        if (answer.kind !== 'question') throw new Error(`${value.metric}: ${answer.kind}`)
        const german = locale === 'de'
        const options = { locale, separator: german ? ';' : ',', decimal: german ? ',' : '.' } as const
        let text = ''
        for await (const piece of evidenceFile(workspace, answer.question, 'csv', options, 3)) text += piece
        const file = parsedContracts(text, options)
        const [above, below] = again(value.metric ?? '', file.rows)
        expect([value.metric, above, below]).toEqual([
          value.metric,
          BigInt(value.numerator ?? 0),
          value.unit === 'ratio' ? BigInt(value.denominator ?? 0) : below,
        ])
        const quotient = below === 0n ? null : Number(above) / Number(below)
        expect(value.value).toBe(value.unit === 'ratio' ? quotient : Number(above))
        const sum = (side: 'numerator' | 'denominator') =>
          file.rows.reduce((total, row) => total + row[side], 0n)
        expect([sum('numerator'), sum('denominator')]).toEqual([above, value.unit === 'ratio' ? below : 0n])
        for (const row of file.rows) halves += recurs(row, file.perMonths)
        lines += file.rows.length
        values += 1
      }
    },
  )
  await fc.assert(check, { numRuns: 30 })
  // Otherwise no amount had to be brought to another number of months.
  expect(halves).toBeGreaterThan(200)
  expect(lines).toBeGreaterThan(600)
  console.log(`${values} values of contracts worked out again from ${lines} lines of CSV: no difference`)
}, 120_000)

/** Half-even, each contract for itself; how many ends had to be brought to another number of months. */
function recurs({ before, after, counts }: ContractRow, perMonths: bigint): number {
  const ends = counts ? [before, after].filter((end) => end !== null) : []
  for (const { recurring, home, months } of ends) {
    if (home === null) {
      expect(recurring).toBe(null)
      continue
    }
    const [whole, rest] = [(home * perMonths) / months, ((home * perMonths) % months) * 2n]
    expect(recurring).toBe(rest > months || (rest === months && whole % 2n === 1n) ? whole + 1n : whole)
  }
  return ends.filter(({ months }) => months !== perMonths).length
}

function again(metric: string, all: readonly ContractRow[]): [bigint, bigint] {
  const rows = all.filter(({ counts }) => counts)
  const customers = [...Map.groupBy(rows, ({ customer }) => customer).values()].map((own) => {
    const sum = (side: 'before' | 'after') =>
      own.reduce((total, row) => total + (row[side]?.recurring ?? 0n), 0n)
    const [was, is] = [own.some(({ before }) => before !== null), own.some(({ after }) => after !== null)]
    return { was, is, start: sum('before'), end: sum('after'), flow: own[0]?.flow }
  })
  const base = customers.filter(({ was }) => was)
  const total = (of: readonly { start: bigint; end: bigint }[], what: (s: bigint, e: bigint) => bigint) =>
    of.reduce((sum, { start, end }) => sum + what(start, end), 0n)
  const opening = total(base, (start) => start)
  const due = rows.reduce((sum, { after }) => sum + (after?.recurring ?? 0n), 0n)
  const stayed = base.filter(({ is }) => is)
  switch (metric) {
    case 'recurring_revenue':
      return [due, 0n]
    case 'active_customers':
      return [BigInt(customers.length), 0n]
    case 'net_revenue_retention':
      return [total(base, (_, end) => end), opening]
    case 'gross_revenue_retention':
      return [opening - total(base, (start, end) => (end < start ? start - end : 0n)), opening]
    case 'logo_retention':
      return [BigInt(stayed.length), BigInt(base.length)]
    case 'churned_recurring_revenue':
      return [
        total(
          base.filter(({ is }) => !is),
          (start) => start,
        ),
        0n,
      ]
    case 'expansion_recurring_revenue':
      return [total(stayed, (start, end) => (end > start ? end - start : 0n)), 0n]
    case 'contraction_recurring_revenue':
      return [total(stayed, (start, end) => (end < start ? start - end : 0n)), 0n]
    case 'new_recurring_revenue':
    case 'reactivated_recurring_revenue': {
      const flow = metric.startsWith('new') ? 'new' : 'reactivated'
      return [
        total(
          customers.filter((each) => !each.was && each.flow === flow),
          (_, end) => end,
        ),
        0n,
      ]
    }
    case 'renewal_rate':
      return [BigInt(rows.filter(({ followed }) => followed).length), BigInt(rows.length)]
    case 'renewal_rate_value':
      return [
        rows
          .filter(({ followed }) => followed)
          .reduce((sum, { after }) => sum + (after?.recurring ?? 0n), 0n),
        due,
      ]
    case 'renewals_due':
      return [BigInt(rows.length), 0n]
    default:
      throw new Error(metric)
  }
}
