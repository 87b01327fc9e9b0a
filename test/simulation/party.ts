/** On whose behalf a call is made: which run, or the pushes, and since when its message has been worked on. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Message } from '../../src/platform.ts'

export interface Party {
  readonly name: string
  /** True time. */
  readonly begunAt: number
}

const storage = new AsyncLocalStorage<Party>()
const nobody: Party = { name: 'nobody', begunAt: 0 }

export const party = () => storage.getStore() ?? nobody

export function onBehalfOf<T>(message: Message, begunAt: number, work: () => T): T {
  return storage.run({ name: message.kind === 'pull' ? message.runId : message.kind, begunAt }, work)
}
