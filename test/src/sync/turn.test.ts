/** How much one message may ask for. An invocation at the edge may make 50 requests; `test/edge` counts them there. */
import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import type { Client } from '../../../db/client.ts'
import type { Message } from '../../../src/platform.ts'
import { handle } from '../../../src/sync/handle.ts'
import { createToyCrm } from './toy.ts'
import { setupOptions, toySetup } from './toy-setup.ts'
import { connectToy, createWorld, DAY, NIGHT, worldOn } from './world.ts'

interface Turn {
  readonly note: string
  readonly calls: number
  readonly roundTrips: number
  readonly pages: number
}

/** A first import with its past, message by message, and what each asked for. */
async function importOf(deals: number): Promise<readonly Turn[]> {
  const crm = createToyCrm('toy.test', deals)
  const home = await createWorld([crm])
  await connectToy(home, crm)
  let [calls, roundTrips] = [0, 0]
  const world = await worldOn(home, [crm], NIGHT, {
    client: (client) => counting(client, () => (roundTrips += 1)),
    fetch:
      (inner) =>
      (...args) => {
        calls += 1
        return inner(...args)
      },
  })
  const setup = toySetup()
  setup.history = [...crm.deals.keys()].map((id) => ({ id, steps: [] }))
  const options = setupOptions(setup)
  const turns: Turn[] = []
  const night: Message = { kind: 'night', workspaceId: 'acme', source: 'toy', day: DAY }
  world.sent.push({ message: night, delayMs: 0 })
  for (let next = world.sent.shift(); next !== undefined; next = world.sent.shift()) {
    if (next.delayMs > 0) world.set(addMs(world.platform.now(), next.delayMs))
    const before = { calls, roundTrips, pages: await pagesOf() }
    const outcome = await handle(world.platform, next.message, options)
    turns.push({
      calls: calls - before.calls,
      roundTrips: roundTrips - before.roundTrips,
      pages: (await pagesOf()) - before.pages,
      note: outcome.kind === 'done' ? outcome.note : outcome.kind,
    })
  }

  async function pagesOf(): Promise<number> {
    const [row] = await home.rows('SELECT COALESCE(SUM(pages), 0) AS n FROM run')
    return Number(row?.n)
  }
  return turns
}

function counting(inner: Client, note: () => void): Client {
  return new Proxy(inner, {
    get(target, key) {
      const value = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      const method = value.bind(target)
      if (key !== 'execute' && key !== 'batch') return method
      return (...args: unknown[]) => {
        note()
        return method(...args)
      }
    },
  })
}

/** The edge opens its directory and the company by up to four more. */
const REQUESTS_TO_OPEN = 4

test('no message of an import, its past included, asks for more than its share, and pages take one round trip each', async () => {
  const turns = await importOf(120)
  expect(turns.filter(({ calls, roundTrips }) => calls + roundTrips + REQUESTS_TO_OPEN > 40)).toEqual([])
  // One call and one batch a page: what is left is the message's own, however many pages it walks.
  const walks = turns.filter(({ note }) => note === 'deals' || note === 'history')
  expect(walks.length).toBeGreaterThan(6)
  for (const { calls, roundTrips, pages } of walks) {
    expect(calls).toBe(pages)
    expect(roundTrips - pages).toBeLessThanOrEqual(8)
  }
  // Messages per import: its set-up and 40 pages, its opening, end and values, and a past of 120 pages with its end.
  expect(turns.length).toBeLessThanOrEqual(5 + 3 + 11)
})
