/** Ends a process at a chosen call, as SIGKILL would: from there on nothing it asks is answered. */
import type { Client } from '../../../db/client.ts'
import type { Wrap } from './world.ts'

class Killed extends Error {
  override readonly name = 'Killed'
}

/** Counts what leaves the process. From call `at` on nothing is answered; `reached` lets that one call take effect. */
export function killer(at: number, reached: boolean) {
  let calls = 0
  async function pass<T>(call: () => Promise<T>): Promise<T> {
    calls += 1
    if (calls < at) return call()
    if (calls === at && reached) await call()
    throw new Killed()
  }
  const client = (inner: Client): Client =>
    new Proxy(inner, {
      get(target, key) {
        const value = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        const method = value.bind(target)
        if (key !== 'execute' && key !== 'batch') return method
        return (...args: unknown[]) => pass(() => method(...args))
      },
    })
  const fetch =
    (inner: typeof globalThis.fetch): typeof globalThis.fetch =>
    (...args) =>
      pass(() => inner(...args))
  return { wrap: { client, fetch } satisfies Wrap, calls: () => calls }
}
