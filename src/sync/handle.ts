/** The one door for messages, the same on both runtimes. Total: it never throws. */
import { errorText } from '../jobs/error-text.ts'
import { sweepOne } from '../jobs/sweep-one.ts'
import { type Message, type Platform, WorkspaceMissing } from '../platform.ts'
import { readChanged } from './changed.ts'
import { night } from './night.ts'
import { done, type Outcome } from './outcome.ts'
import { publish } from './publish.ts'
import { pull } from './pull.ts'
import type { SyncOptions } from './views.ts'

export type { Outcome } from './outcome.ts'
export type { SyncOptions, SyncProgress } from './views.ts'

const RETRY_MS = 30_000

export async function handle(
  platform: Platform,
  message: Message,
  options: SyncOptions = {},
): Promise<Outcome> {
  try {
    return await dispatch(platform, message, options)
  } catch (error) {
    // Its company was deleted: nothing is left to be done.
    if (error instanceof WorkspaceMissing) return done('no_such_workspace')
    const reason = errorText(error)
    platform.log('message_failed', { kind: message.kind, workspace: message.workspaceId, reason })
    return { kind: 'retry', delayMs: RETRY_MS, reason }
  }
}

function dispatch(platform: Platform, message: Message, options: SyncOptions): Promise<Outcome> {
  switch (message.kind) {
    case 'night':
      return night(platform, message)
    case 'pull':
      return pull(platform, message, options)
    case 'changed':
      return readChanged(platform, message, options)
    case 'publish':
      return publish(platform, message)
    case 'sweep':
      return sweepOne(platform, message.workspaceId)
    default:
      return message satisfies never
  }
}
