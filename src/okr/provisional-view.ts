/** A provisional value as people see it, beside the official one; null as soon as it is out of date. Pure. */
import type { Day, Instant } from '../../connectors/contract.ts'
import type { MetricValue } from '../metrics/types.ts'
import { reachProgress, within } from './progress.ts'
import type { KeyResult, ProvisionalView } from './types.ts'

export interface ProvisionalRow {
  readonly day: Day
  readonly at: Instant
  readonly value: MetricValue
}

/** Out of date: of another day or definition, or an official value has seen at least as much of the ledger. */
export function provisionalView(
  keyResult: KeyResult,
  official: MetricValue | null,
  row: ProvisionalRow | null,
  today: Day,
): ProvisionalView | null {
  // A broken key result has no number, and one with too few people behind it may show none.
  if (row === null || keyResult.broken !== null) return null
  const { value, at, day } = row
  if (day !== today || value.definitionVersion !== keyResult.definitionVersion) return null
  if (official !== null && official.seq >= value.seq) return null
  const { kind, baseline, target } = keyResult
  const reaches = kind === 'reach' && baseline !== null && target !== null
  const before = official?.value ?? null
  return {
    value,
    at,
    progress: reaches ? reachProgress(value, { baseline, target }) : null,
    within: kind === 'hold' ? within(value, keyResult) : null,
    change: value.value === null || before === null ? null : value.value - before,
  }
}
