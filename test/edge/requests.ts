/** Counts the requests of each invocation: workerd's platform allows 50. Loaded before the program is. */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface Invocation {
  /** What was delivered: a path, the cron, or a queue and the kind of its message. */
  readonly what: string
  readonly workspaceId: string | null
  requests: number
  /** Messages, or batches of them, put into the queue. */
  sends: number
  done: boolean
}

export const invocations: Invocation[] = []

const current = new AsyncLocalStorage<Invocation>()
const { fetch } = globalThis

globalThis.fetch = (input, init) => {
  const invocation = current.getStore()
  if (invocation !== undefined) invocation.requests += 1
  return fetch(input, init)
}

export function noteSend(): void {
  const invocation = current.getStore()
  if (invocation !== undefined) invocation.sends += 1
}

export function counted<Result>(
  what: string,
  workspaceId: string | null,
  work: () => Promise<Result>,
): Promise<Result> {
  const invocation: Invocation = { what, workspaceId, requests: 0, sends: 0, done: false }
  invocations.push(invocation)
  return current.run(invocation, work).finally(() => {
    invocation.done = true
  })
}
