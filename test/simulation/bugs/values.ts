/** Bugs of values: what is published, when, and of which deals. */
import type { Bug } from '../plant.ts'
import { one } from './one.ts'

const MEASURE = 'src/okr/measure.ts'

export const valueBugs: readonly Bug[] = [
  one(
    'values from failed runs',
    MEASURE,
    "eq(run.status, 'complete'),",
    `sql\`\${run.status} <> 'running'\`,`,
    { faults: { 'CRM down': 0.4 } },
  ),
  one(
    'one connection speaks for all',
    MEASURE,
    'if (found.length === 0 || found.length < concerned.length) return []',
    'if (found.length === 0) return []',
    { faults: { 'CRM down': 0.4 }, plan: { crms: ['hubspot', 'salesforce'] } },
  ),
  one(
    'a later delivery writes the value anew',
    MEASURE,
    '.onConflictDoNothing()',
    ".onConflictDoUpdate({ target: [measurement.keyResultId, measurement.day, measurement.origin, measurement.version], set: { value: sql`json_set(excluded.value, '$.again', 1)` } })",
  ),
  one(
    'missing distinct',
    'db/workspace/state.ts',
    `ON r.seq = \${seq.sql}\${where}`,
    `ON r.deal_id = d.id AND r.seq <= (\${seq.sql})\${where}`,
  ),
  one(
    'deleted deals count',
    'db/workspace/state.ts',
    "[untold ? 'r.deleted IS NOT 1' : 'r.deleted = 0']",
    "['d.id > 0']",
  ),
  one(
    'lost deals count as won',
    'src/metrics/families/sums.ts',
    'export const wonDeals = ({ days }: PlanContext): Plan => count(closesIn(days), won)',
    "export const wonDeals = ({ days }: PlanContext): Plan => count(closesIn(days), atom(sql`status IN ('won', 'lost')`, 'stage'))",
  ),
]
