/**
 * Our program against the sandbox's core in virtual time: a call takes `latencyMs`, a message `queueMs` to be delivered, and
 * everything else no time at all. What takes real time is told in real time.
 */
import type { Crm } from '../../connectors/demo/types.ts'
import { createHubspotApi, DEFAULT_TOKEN } from '../../connectors/hubspot/sandbox/index.ts'
import { type Client, directoryDb, workspaceDb } from '../../db/client.ts'
import type { Platform } from '../../src/platform.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { createIdleClock, type IdleClock } from '../support/idle-clock.ts'
import { oneNight } from './one-night.ts'
import { benchPlatform } from './platform.ts'

export interface VirtualOptions {
  readonly name: string
  readonly crm: Crm
  readonly start: string
  readonly latencyMs: number
  readonly queueMs: number
  /** Each message in an instance of its own, as at an edge without luck. */
  readonly scattered?: boolean
}

export interface Told {
  readonly virtualMs: number
  readonly realMs: number
  readonly calls: number
  readonly purposes: ReadonlyMap<string, number>
  readonly refused: number
  readonly messages: number
  readonly pages: number
  readonly records: number
  /** Round trips from one page of a message to its next. */
  readonly tripsPerPage: number
  /** All others. */
  readonly tripsPerMessage: number
}

export async function virtualSync(options: VirtualOptions) {
  const clock = createIdleClock(options.start)
  const world = await benchPlatform(options.start, options.name)
  const api = createHubspotApi({
    ...{ crm: options.crm, now: clock.now, clockMs: () => Date.parse(clock.now()) },
  })
  const trips = { count: 0 }
  const base: Platform = {
    ...world.platform,
    directory: directoryDb(counted(world.platform.directory.$client, trips)),
    now: clock.now,
    sleep: clock.sleep,
    fetch: callsInto(api, clock, options.latencyMs),
    lifetime: world,
    serverClock: clock.now,
  }
  const workspace = { ...world.workspace, db: workspaceDb(counted(world.workspace.db.$client, trips)) }
  const platform: Platform = { ...base, open: async () => workspace }
  const connected = await clock.during(
    connectCrm(platform, {
      ...{ workspaceId: 'company', crm: 'hubspot', label: 'HubSpot', properties: [] },
      config: { token: DEFAULT_TOKEN },
    }),
  )
  if (!connected.ok) throw new Error(`hubspot: ${connected.failure.kind}`)

  /** One night, up to the end of its run: what goes on in the background after it is left out. */
  async function night(day: string): Promise<Told> {
    const [startReal, startTrips, startCalls] = [performance.now(), trips.count, api.calls.length]
    const seen = { messages: 0, pages: 0, between: 0, mark: -1 }
    await clock.during(
      oneNight({
        day,
        queueMs: options.queueMs,
        platformOf: () => ({ ...platform, lifetime: options.scattered === true ? {} : world }),
        onMessage({ kind }) {
          if (kind === 'pull') seen.messages += 1
          seen.mark = -1
        },
        onPage() {
          if (seen.mark >= 0) {
            seen.pages += 1
            seen.between += trips.count - seen.mark
          }
          seen.mark = trips.count
        },
      }),
    )
    const realMs = performance.now() - startReal
    const all = trips.count - startTrips
    const [runs, purposes] = await world.workspace.db.$client.batch([
      {
        sql: `SELECT id, started_at, finished_at, calls, pages, records FROM run
          WHERE kind = 'night' AND day = ?`,
        args: [day],
      },
      { sql: 'SELECT run_id, purpose, SUM(calls) AS calls FROM run_calls GROUP BY 1, 2', args: [] },
    ])
    const run = runs?.rows[0]
    const made = api.calls.slice(startCalls)
    return {
      virtualMs: Date.parse(String(run?.finished_at)) - Date.parse(String(run?.started_at)),
      realMs,
      calls: Number(run?.calls),
      purposes: new Map(
        purposes?.rows
          .filter((row) => row.run_id === run?.id)
          .map((row) => [String(row.purpose), Number(row.calls)]),
      ),
      refused: made.filter(({ status }) => status === 429).length,
      messages: seen.messages,
      pages: Number(run?.pages),
      records: Number(run?.records),
      tripsPerPage: seen.between / Math.max(1, seen.pages),
      tripsPerMessage: (all - seen.between) / seen.messages,
    }
  }

  return { clock, night }
}

type Core = ReturnType<typeof createHubspotApi>

/** Half of a call's time passes before the vendor sees it. */
function callsInto(api: Core, clock: IdleClock, latencyMs: number): typeof fetch {
  return async (input, init) => {
    const url = new URL(String(input))
    await clock.sleep(latencyMs / 2)
    const answer = api.handle({
      method: init?.method ?? 'GET',
      url: url.pathname + url.search,
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: typeof init?.body === 'string' ? init.body : '',
    })
    await clock.sleep(latencyMs / 2)
    if (answer.kind !== 'response') throw new TypeError('fetch failed')
    const { status, headers, body } = answer.response
    return new Response(body, { status, headers })
  }
}

function counted(client: Client, trips: { count: number }): Client {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        if (key === 'execute' || key === 'batch') trips.count += 1
        return value.apply(target, args)
      }
    },
  })
}
