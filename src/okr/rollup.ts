/** An objective from its key results. Pure. */
import { clampProgress } from './progress.ts'
import { isRating, ratings } from './status.ts'
import { type Status, statuses } from './types.ts'

export interface Part {
  readonly progress: number | null
  readonly status: Status
  readonly weight: number
}

export interface Rollup {
  /** 0..1; null when no key result with weight has data. */
  readonly progress: number | null
  readonly status: Status
  /** How many key results have a rating. */
  readonly rated: number
}

export function rollup(parts: readonly Part[]): Rollup {
  const found = parts.map((part) => part.status)
  return { progress: weightedMean(parts), status: worst(found), rated: found.filter(isRating).length }
}

function weightedMean(parts: readonly Part[]): number | null {
  let weights = 0
  let sum = 0
  for (const { progress, weight } of parts) {
    if (progress === null) continue
    weights += weight
    sum += weight * clampProgress(progress)
  }
  // The mean of numbers up to 1 may come out a hair above it.
  return weights > 0 ? clampProgress(sum / weights) : null
}

/** The worst rating; never one that praises while a key result has none. Without any rating, the ladder's first. */
function worst(found: readonly Status[]): Status {
  const rating = ratings.find((candidate) => found.includes(candidate))
  if (rating === undefined) return statuses.find((status) => found.includes(status)) ?? 'no_data'
  const praises = rating === 'on_track' || rating === 'achieved'
  return praises && !found.every(isRating) ? 'incomplete' : rating
}
