/** What follows from another minimum at once: numbers of too few people are hidden, and those that are enough come back. */
import type { Instant } from '../../connectors/contract.ts'
import { errorText } from '../jobs/error-text.ts'
import { lastEndedDay } from '../jobs/schedule.ts'
import { measureDay } from '../okr/measure.ts'
import type { Platform, Workspace } from '../platform.ts'

/** Never throws: the minimum is in force by now, and the next night does the same. */
export async function applyMinimum(
  { log }: Pick<Platform, 'log'>,
  workspace: Workspace,
  now: Instant,
): Promise<void> {
  try {
    await measureDay(workspace, lastEndedDay(now, workspace.timeZone), now)
  } catch (error) {
    log('minimum_not_applied', { workspace: workspace.id, reason: errorText(error) })
  }
}
