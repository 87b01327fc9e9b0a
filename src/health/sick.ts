/** What of a connection only a person, or the next night, can mend. */
import type { ConnectionHealth } from './types.ts'

/** A deal that could not be read is told but is no illness of the connection. */
export function isSick({ status, lastRun, parked, check }: ConnectionHealth): boolean {
  return status !== 'active' || lastRun?.status === 'failed' || parked.length > 0 || check.heldRemovals > 0
}

export type NextStep = 'reconnect' | 'wait' | 'decide' | 'mend' | 'drift' | null

/** The one thing to do first. */
export function nextStep(health: ConnectionHealth): NextStep {
  if (health.status === 'reconnect') return 'reconnect'
  if (health.check.heldRemovals > 0) return 'decide'
  if (isSick(health)) return 'wait'
  if (health.check.drift.length > 0) return 'drift'
  return health.skipped.total + health.held.total > 0 || health.native.sick.length > 0 ? 'mend' : null
}
