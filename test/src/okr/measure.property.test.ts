import { expect, test } from 'vitest'
import { addDays } from '../../../connectors/values/time.ts'
import { measurement } from '../../../db/workspace/schema.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { valueFrom } from '../../../src/okr/rows.ts'
import { keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import { addDeals, addRun, company, night } from '../../support/company.ts'
import fc from '../../support/properties.ts'

const sources = ['hubspot', 'salesforce'] as const
const first = '2026-11-20'
const day = fc.integer({ min: 0, max: 1 }).map((n) => addDays(first, n))
const from = fc.constantFrom(...sources)
const event = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deal' as const), source: from }) },
  // A night of one connection, or of both.
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      of: fc.constantFrom(sources, sources, ['hubspot'] as const, ['salesforce'] as const),
      day,
      status: fc.constantFrom('complete', 'complete', 'complete', 'failed', 'running'),
    }),
  },
  // Delivered at least once, in any order.
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('publish' as const), day }) },
)

// Planted and seen red: the state now instead of the one the run saw; the last complete run instead of the first; one
// connection's run enough for both; runs of any status; a later delivery that overwrites.
test('invariants 1 and 3: whatever the order of deals, runs and deliveries, a day has one value, and it is what the first complete runs after it saw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 6, maxLength: 18 }), async (events) => {
      const workspace = await company(sources)
      const context = { actor: 'anna', now: '2026-10-01T08:00:00.000Z', workspace }
      const cycle = await createCycle(
        workspace.db,
        { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' },
        context,
      )
      const cycleId = cycle.ok ? cycle.id : ''
      const objective = await createObjective(
        workspace.db,
        { cycleId, title: 'Grow', description: null, team: 'North' },
        context,
      )
      const input = keyResultInput.parse({
        ...{ objectiveId: objective.ok ? objective.id : '', title: 'Win', kind: 'reach', origin: 'metric' },
        ...{ definition: { metric: 'won_deals', window: 'cycle' }, baseline: 0, target: 10 },
      })
      await createKeyResult(workspace.db, input, context)

      // The model: how many deals there were when each run completed; the first value a delivery found.
      let deals = 0
      const runs: { source: string; day: string; order: number; deals: number }[] = []
      const expected = new Map<string, number>()
      for (const [order, one] of events.entries()) {
        switch (one.kind) {
          case 'deal':
            await addDeals(workspace, [
              { source: one.source, owner: 'a', status: 'won', amountMinor: 1, closeDate: '2026-10-20' },
            ])
            deals++
            break
          case 'run': {
            const startedAt = night(one.day).replace('30:00.000', `30:00.${String(order).padStart(3, '0')}`)
            for (const source of one.of) {
              await addRun(workspace, one.day, { source, status: one.status, startedAt })
              if (one.status === 'complete') runs.push({ source, day: one.day, order, deals })
            }
            break
          }
          case 'publish': {
            await measureDay(workspace, one.day, '2026-11-24T09:00:00.000Z')
            const found = sources.map((source) =>
              runs
                .filter((run) => run.source === source && run.day >= one.day)
                .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.order - b.order))
                .at(0),
            )
            const seen = found.flatMap((run) => (run === undefined ? [] : [run.deals]))
            if (seen.length === sources.length && !expected.has(one.day)) {
              expected.set(one.day, Math.max(...seen))
            }
            break
          }
        }
      }
      const rows = await workspace.db.select().from(measurement)
      const stored = new Map(rows.map((row) => [row.day, valueFrom(row.value).value]))
      expect(rows.length).toBe(stored.size)
      expect(stored).toEqual(expected)
    }),
    { numRuns: 40 },
  )
})
