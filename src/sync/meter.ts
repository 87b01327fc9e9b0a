/** Counts what a message asks of its databases: an invocation at the edge may make 50 requests, to the CRM and to them. */
import { type Client, directoryDb, workspaceDb } from '../../db/client.ts'
import type { Platform, Workspace } from '../platform.ts'

export interface Meter {
  /** Round trips so far. */
  requests(): number
  /** The same platform and company, counted. */
  platform(given: Platform): Platform
  workspace(given: Workspace): Workspace
}

export function createMeter(): Meter {
  let requests = 0

  function counted(client: Client): Client {
    return new Proxy(client, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        const method = value.bind(target)
        if (key !== 'execute' && key !== 'batch') return method
        return (...args: unknown[]) => {
          requests += 1
          return method(...args)
        }
      },
    })
  }

  return {
    requests: () => requests,
    platform: (given) => ({
      ...given,
      directory: directoryDb(counted(given.directory.$client)),
      // What lives as long as the directory must not live as long as a message.
      lifetime: given.lifetime ?? given.directory,
    }),
    workspace: (given) => ({ ...given, db: workspaceDb(counted(given.db.$client)) }),
  }
}
