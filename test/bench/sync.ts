/**
 * The sync as a whole. Calls, pace and messages in virtual time against the sandbox's core without sockets; memory in a
 * process of its own against a CRM outside of it.
 */
import type { Crm } from '../../connectors/demo/types.ts'
import { changeSome, manyDeals } from './many-deals.ts'
import { importMillion } from './million.ts'
import { type Bench, elapsedMs, type Line } from './report.ts'
import { commitDeals, deals, emptyStore } from './store.ts'
import { getAll, twoGetsADeal } from './vendor-client.ts'
import { type Told, virtualSync } from './virtual-sync.ts'

const DEALS = 100_000
const MILLION = 1_000_000
const CHANGED = 0.01
const FIRST_DAY = '2026-11-22'
const FIRST = '2026-11-23T03:30:00.000Z'
const SECOND_DAY = '2026-11-23'
const EDITED = '2026-11-23T12:00:00.000Z'
const SECOND = '2026-11-24T03:30:00.000Z'
/** A marketplace app's 110 in ten seconds, of which we take 80 %. */
const PER_SECOND = 8.8
const LIST_PAGE = 100
const SEARCH_PAGE = 200
/** How long a message waits for its delivery. */
const QUEUE_MS = 200

export const sync: Bench = {
  name: 'sync',
  async run(say) {
    say(`making ${DEALS} deals`)
    const crm = manyDeals(DEALS, FIRST_DAY)
    const options = { crm, start: FIRST, queueMs: QUEUE_MS }
    say('a first import, 50 ms a call')
    const world = await virtualSync({ ...options, name: 'sync', latencyMs: 50 })
    const quick = await world.night(FIRST_DAY)
    say('a first import, 50 ms a call, every message in another instance')
    const apart = { ...options, name: 'sync-scattered', latencyMs: 50, scattered: true }
    const scattered = await (await virtualSync(apart)).night(FIRST_DAY)
    say('a first import, 150 ms a call')
    const slow = await (await virtualSync({ ...options, name: 'sync-slow', latencyMs: 150 })).night(FIRST_DAY)
    say('a night')
    const ids = changeSome(crm, CHANGED, EDITED)
    await world.clock.run(SECOND)
    const night = await world.night(SECOND_DAY)
    say("everything by the vendor's client, and two calls a deal")
    const nights = await nightLines(crm, night, ids)
    const commit = await commitAlone()
    say('a million deals in 48 MB')
    return [
      ...nights,
      ...importLines({ quick, scattered, slow }),
      ...costLines(quick, commit),
      ...(await importMillion(MILLION, commit)),
    ]
  },
}

async function nightLines(crm: Crm, night: Told, ids: readonly string[]): Promise<Line[]> {
  const what = `night, ${ids.length} of ${DEALS} deals changed`
  const changes = night.purposes.get('changes') ?? 0
  const floor = Math.ceil(ids.length / SEARCH_PAGE)
  const line = (other: number, against: string) => ({
    what,
    ours: night.calls,
    other,
    unit: 'calls',
    against,
  })
  return [
    {
      ...{ what: `${what}: changes`, ours: changes, other: floor, unit: 'calls' },
      against: 'floor: changed deals / page size',
    },
    line(floor, `the same floor; ours with ${told(night.purposes)}`),
    line(await getAll(crm, SECOND), "getAll of the vendor's client, really run"),
    line(await twoGetsADeal(crm, SECOND, ids), 'two GETs a changed deal, really run'),
    line(2 * DEALS, 'two GETs a deal for all deals, by arithmetic'),
  ]
}

function told(purposes: ReadonlyMap<string, number>): string {
  return [...purposes].map(([purpose, calls]) => `${purpose} ${calls}`).join(', ')
}

function importLines(all: { readonly quick: Told; readonly scattered: Told; readonly slow: Told }): Line[] {
  const listCalls = DEALS / LIST_PAGE
  const line = (what: string, { virtualMs }: Told, calls: number, against: string): Line => ({
    ...{ what: `first import, ${what}`, ours: virtualMs / 1000, other: calls / PER_SECOND, unit: 's' },
    against,
  })
  const floor = `${listCalls} calls at 88 in 10 s`
  const { quick, scattered, slow } = all
  return [
    line('50 ms a call', quick, listCalls, `${floor}; virtual, ${QUEUE_MS} ms queue delay a message`),
    line('50 ms a call', quick, quick.calls, `all its ${quick.calls} calls at 88 in 10 s`),
    line('each message elsewhere', scattered, listCalls, floor),
    line('150 ms a call', slow, listCalls, `${floor}; in a row these take ${listCalls * 0.15} s`),
    {
      ...{ what: 'first imports and the night: refused as too fast', other: 0, unit: 'calls' },
      ours: quick.refused + scattered.refused + slow.refused,
      against: 'none of our own making',
    },
  ]
}

const COMMITTED = 20_000

/** Rows per second, in pages of the list. */
async function commitAlone(): Promise<number> {
  const db = await emptyStore('sync-commit')
  const ms = await elapsedMs(() => commitDeals(db, deals(COMMITTED), LIST_PAGE))
  return (COMMITTED / ms) * 1000
}

function costLines(
  { messages, pages, tripsPerPage, tripsPerMessage, records, realMs }: Told,
  commit: number,
): Line[] {
  return [
    {
      ...{ what: 'first import: messages', ours: messages, other: pages, unit: 'messages' },
      against: 'one message a page',
    },
    {
      ...{ what: 'database round trips a page', ours: tripsPerPage, other: 1, unit: 'trips' },
      against: `goal; each message has ${tripsPerMessage.toFixed(1)} more`,
    },
    {
      ...{ what: 'first import, real time', ours: (records / realMs) * 1000, other: commit, unit: 'rows/s' },
      against: 'commit alone; ours with the sandbox in the same process',
    },
  ]
}
