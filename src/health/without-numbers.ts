/** The health of the sync for whoever may see no number of sales: the auditor reads that a night ran, not what it read. */
import type { ConnectionHealth, DriftHealth, Health } from './types.ts'

/** Counts of records stay: they say how the sync works, and not how sales do. */
export function withoutNumbers(health: Health): Health {
  return { ...health, connections: health.connections.map(quiet) }
}

function quiet(one: ConnectionHealth): ConnectionHealth {
  const { skipped, held, check, native } = one
  return {
    ...one,
    skipped: { ...skipped, first: [] },
    held: { ...held, first: [] },
    // What came instead may be a number of sales.
    native: {
      ...native,
      sick: native.sick.map((each) => ({ ...each, trouble: { code: each.trouble.code } })),
    },
    check: { ...check, drift: check.drift.map(sliceOnly) },
  }
}

function sliceOnly(drift: DriftHealth): DriftHealth {
  return { ...drift, ours: null, theirs: null, ids: [] }
}
