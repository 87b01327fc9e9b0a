/** Rows of the database as the shapes of `types.ts`. What we wrote ourselves is not checked again. */
import type { cycle, keyResult } from '../../db/workspace/schema.ts'
import type { Composite } from '../metrics/composite/types.ts'
import type { Definition, MetricValue, Unit } from '../metrics/types.ts'
import type { NativeSource } from './native/types.ts'
import type { Pace } from './pace.ts'
import type { Broken, Cycle, KeyResult, Kind, Origin } from './types.ts'

export type KeyResultRow = typeof keyResult.$inferSelect

export const DEFAULT_SHARE = 0.9

export function cycleFrom({ id, name, startsOn, endsOn }: typeof cycle.$inferSelect): Cycle {
  return { id, name, startsOn, endsOn }
}

export function keyResultFrom(row: KeyResultRow): KeyResult {
  return {
    id: row.id,
    objectiveId: row.objectiveId,
    title: row.title,
    kind: row.kind as Kind,
    origin: row.origin as Origin,
    ...definedFrom(row),
    definitionVersion: row.definitionVersion,
    unit: row.unit as Unit,
    currency: row.currency,
    baseline: row.baseline,
    target: row.target,
    lower: row.lower,
    upper: row.upper,
    requiredShare: row.requiredShare ?? DEFAULT_SHARE,
    weight: row.weight,
    cadenceDays: row.cadenceDays,
    ...(row.pace === null ? {} : { pace: JSON.parse(row.pace) as Pace }),
    broken: row.broken === null ? null : (JSON.parse(row.broken) as Broken),
  }
}

/** One column says what is measured; the origin says in which words. */
function definedFrom({
  origin,
  definition,
}: KeyResultRow): Pick<KeyResult, 'definition' | 'composite' | 'native'> {
  if (definition === null) return { definition: null }
  if (origin === 'native') return { definition: null, native: JSON.parse(definition) as NativeSource }
  if (origin === 'composite') return { definition: null, composite: JSON.parse(definition) as Composite }
  return { definition: JSON.parse(definition) as Definition }
}

export function valueFrom(text: string): MetricValue {
  return JSON.parse(text) as MetricValue
}
