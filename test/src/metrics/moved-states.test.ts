import { expect, test } from 'vitest'
import { type Crossing, crossing } from '../../../src/metrics/moved.ts'
import { movedStatement } from '../../../src/metrics/moved-states.ts'
import { propertyColumns } from '../../../src/metrics/state.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { plan } from '../../support/plan.ts'

const company = { timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 }
const crossed = (metric: Definition['metric']): Crossing => {
  const definition = { metric, window: { trailingDays: 30 } }
  const [from, to] = ['2026-03-01', '2026-03-02'].map((day) => ({ ...company, day }))
  if (from === undefined || to === undefined) throw new Error('no days')
  const found = crossing({ definition, definitionVersion: 1 }, from, to)
  if (found === null) throw new Error(`${metric} cannot be carried on`)
  return found
}

// Planted and seen red: no index on the dates of revisions; one on copies that begins with the deal.
test('deals that moved, their copies and those dated on the day are found by index, whichever moment is looked at', async () => {
  const db = await emptyWorkspace()
  const crossings = [crossed('won_deals'), crossed('deals_created')]
  for (const at of ['from', 'to'] as const) {
    const statement = movedStatement(at, { from: 5, to: 9 }, crossings, propertyColumns([]))
    if (typeof statement === 'string' || Array.isArray(statement)) throw new Error('expected parameters')
    const steps = await plan(db, statement.sql, statement.args)
    // What is looked up by key, and the tables that hold what was found.
    const walked = steps.filter((step) =>
      /^SCAN (?!told|moved|json_each|n$|n |t |s |f |CONSTANT|twins|naming|named|\()/.test(step),
    )
    expect(walked, steps.join('\n')).toEqual([])
    const copies = steps.filter((step) => / revision_twin /.test(step))
    expect(copies.length).toBeGreaterThan(0)
    expect(copies.every((step) => step.includes('(twin_id=?'))).toBe(true)
    const dated = steps.filter((step) => /revision_close|deal_created/.test(step))
    expect(dated).toHaveLength(at === 'to' ? 4 : 0)
    expect(dated.every((step) => step.startsWith('SEARCH'))).toBe(true)
  }
})
