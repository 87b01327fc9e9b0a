/** Drives one connection's night up to the end of its run. What goes on in the background after it is left out. */
import { createLocalQueue } from '../../src/jobs/local-queue.ts'
import type { Message, Platform } from '../../src/platform.ts'
import { handle, type SyncProgress } from '../../src/sync/handle.ts'

export interface Drive {
  readonly day: string
  /** Until a message is delivered. */
  readonly queueMs: number
  /** The platform of one message. */
  platformOf(): Platform
  onMessage?(message: Message): void
  onPage?(progress: SyncProgress): void
}

/** Throws when a message is parked or ours breaks. */
export function oneNight({ day, queueMs, platformOf, onMessage, onPage }: Drive): Promise<void> {
  const { sleep } = platformOf()
  return new Promise((resolve, reject) => {
    const queue = createLocalQueue({
      handle: work,
      sleep,
      log: () => undefined,
      onOutcome(message, outcome) {
        const failed = outcome.kind === 'parked' || outcome.kind === 'retry'
        const ended = message.kind === 'pull' && outcome.kind === 'done' && outcome.note === 'complete'
        if (!failed && !ended) return
        const settle = failed
          ? () => reject(new Error(`${message.kind} was ${outcome.kind}: ${outcome.reason}`))
          : resolve
        queue.stop().then(settle, reject)
      },
    })
    const send: Platform['queue']['send'] = (message, delayMs = 0) => queue.send(message, delayMs + queueMs)
    function work(message: Message) {
      onMessage?.(message)
      const progress = onPage === undefined ? {} : { onProgress: onPage }
      return handle({ ...platformOf(), queue: { send } }, message, progress)
    }
    send({ kind: 'night', workspaceId: 'company', source: 'hubspot', day }).catch(reject)
  })
}
