/** The whole connector against random histories: people edit, delete, restore and merge while we read and fail. */

import { expect, test } from 'vitest'
import { open } from '../../../connectors/any-connector.ts'
import { ConnectorError, type Cursor, type DealRecord, type Page } from '../../../connectors/contract.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import { hubspot } from '../../../connectors/hubspot/index.ts'
import { createHubspotApi, DEFAULT_TOKEN, type Switches } from '../../../connectors/hubspot/sandbox/index.ts'
import { mergeInHubspot } from '../../../connectors/hubspot/sandbox/merge.ts'
import { createTransport } from '../../../connectors/transport.ts'
import { toMinor } from '../../../connectors/values/money.ts'
import fc from '../../support/properties.ts'
import { dealFields, smallCompany } from '../support/company.ts'

const connector = open(hubspot)
const START = Date.parse('2026-04-10T02:30:00.000Z')
const MINUTE = 60_000

/** The sandbox without a socket, behind `fetch`; one virtual clock for everything. */
function createWorld(crm: Crm, switches: Partial<Switches>) {
  let time = START
  const now = () => new Date(time).toISOString()
  const api = createHubspotApi({ crm, now, clockMs: () => time, switches })
  const inProcess: typeof fetch = async (input, init) => {
    const url = new URL(String(input))
    const answer = api.handle({
      method: init?.method ?? 'GET',
      url: url.pathname + url.search,
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: String(init?.body ?? ''),
    })
    if (answer.kind !== 'response') throw new TypeError('fetch failed')
    const { status, headers, body } = answer.response
    return new Response(body, { status, headers })
  }
  const grant = { token: DEFAULT_TOKEN, baseUrl: 'https://api.hubapi.com', expiresAt: null }
  const transport = createTransport({
    connector,
    hosts: ['api.hubapi.com'],
    fetch: inProcess,
    now,
    sleep: async (ms) => {
      time += ms
    },
    random: () => 0.5,
    grant: { current: async () => grant, renew: async () => grant },
  })
  const request = {
    config: { token: DEFAULT_TOKEN },
    baseUrl: grant.baseUrl,
    transport,
    account: null,
    timeZone: crm.timeZone,
    properties: [],
  }
  return {
    now,
    pass: (ms: number) => {
      time += ms
    },
    fail: () => api.fault({ match: 'deals', times: 5, kind: 'status', status: 503 }),
    heal: api.clearFaults,
    deals: (cursor: Cursor | null) => connector.streams.deals({ ...request, now: now() }, cursor),
    removals: (cursor: Cursor | null) => connector.streams.removals({ ...request, now: now() }, cursor),
    reread: (ids: readonly string[]) => connector.recheck.read({ ...request, now: now() }, ids),
    counts: async () =>
      (await connector.recheck.totals({ ...request, now: now() }, 'status', [])).map(({ count }) => count),
  }
}
type World = ReturnType<typeof createWorld>

interface Mirror {
  readonly deals: Map<string, DealRecord>
  readonly gone: Set<string>
}

function take(mirror: Mirror, page: Page<'deals'>): void {
  for (const deal of page.records) {
    if (deal.version >= (mirror.deals.get(deal.id)?.version ?? '')) mirror.deals.set(deal.id, deal)
    for (const id of deal.mergedIds) mirror.gone.add(id)
  }
}

/** Reads a night as a run does: a page that fails is asked for again, from the cursor that was kept. */
async function night(world: World, cursor: Cursor | null, mirror: Mirror, step: () => void): Promise<Cursor> {
  let at = cursor
  for (let asked = 0; asked < 100; asked += 1) {
    step()
    try {
      const page = await world.deals(at)
      take(mirror, page)
      at = page.cursor
      if (!page.more) return at
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.failure.kind !== 'unavailable') throw error
      world.heal()
    }
  }
  throw new Error('the night does not end')
}

async function readBin(world: World, mirror: Mirror): Promise<void> {
  mirror.gone.clear()
  for (let at: Cursor | null = null, more = true; more; ) {
    const page: Page<'removals'> = await world.removals(at)
    for (const { id } of page.deleted) mirror.gone.add(id)
    at = page.cursor
    more = page.more
  }
}

type Edit = {
  readonly do: 'change' | 'sweep' | 'create' | 'delete' | 'restore' | 'merge' | 'fail' | 'pass'
  readonly n: number
}

function meddle(crm: Crm, world: World, { do: what, n }: Edit, mergeMakesNewId: boolean): void {
  const ids = [...crm.deals.keys()]
  const id = ids[n % ids.length] ?? '1'
  const alive = crm.deals.get(id)?.deletedAt === null
  switch (what) {
    case 'change':
      if (alive) crm.updateDeal(id, { amount: `${n}.25` }, world.now())
      return
    case 'sweep':
      // More than a page in one instant.
      for (const deal of crm.deals.values())
        if (deal.deletedAt === null && Number(deal.id) % 5 !== n % 5)
          crm.updateDeal(deal.id, { amount: `${n}.75` }, world.now())
      return
    case 'create':
      crm.createDeal(dealFields(n), world.now())
      return
    case 'delete':
      if (alive) crm.deleteDeal(id, world.now())
      return
    case 'restore':
      if (!alive && crm.deals.get(id)?.mergedInto === null) crm.restoreDeal(id, world.now())
      return
    case 'merge': {
      const other = ids[(n + 7) % ids.length] ?? '1'
      if (alive && other !== id && crm.deals.get(other)?.deletedAt === null)
        mergeInHubspot(crm, { mergeMakesNewId }, id, other, world.now())
      return
    }
    case 'fail':
      world.fail()
      return
    case 'pass':
      world.pass((n % 7) * MINUTE)
  }
}

/** Every id anybody ever had: the living are as they are, the others are told as gone or as not there. */
async function lookAgain(world: World, crm: Crm): Promise<void> {
  const ids = [...crm.deals.keys()]
  for (let start = 0; start < ids.length; start += 100) {
    const asked = ids.slice(start, start + 100)
    const { records, deleted, missing, skipped } = await world.reread(asked)
    const living = new Map(records.map((deal) => [deal.id, deal.version]))
    const gone = new Set([...missing, ...deleted.map(({ id }) => id)])
    const told = asked.map((id) => [id, living.get(id) ?? null, gone.has(id)])
    const wanted = asked.map((id) => {
      const deal = crm.deals.get(id)
      return deal?.deletedAt === null ? [id, deal.updatedAt, false] : [id, null, true]
    })
    expect(told).toEqual(wanted)
    expect(skipped).toEqual([])
  }
  const alive = [...crm.deals.values()].filter((deal) => deal.deletedAt === null)
  const won = alive.filter((deal) => deal.stageId === 'closedwon').length
  const lost = alive.filter((deal) => deal.stageId === 'closedlost').length
  expect(await world.counts()).toEqual([alive.length - won - lost, won, lost])
}

const edits = fc.array(
  fc.record<Edit>({
    do: fc.constantFrom('change', 'change', 'sweep', 'create', 'delete', 'restore', 'merge', 'fail', 'pass'),
    n: fc.nat(2000),
  }),
  { minLength: 60, maxLength: 120 },
)

/** Each unknown that a deal's way to the mirror may meet, in either position and in any company of the others. */
const unknowns = fc.record({
  searchLagVaries: fc.boolean(),
  idOrder: fc.constantFrom('numeric' as const, 'text' as const),
  listAfter: fc.constantFrom('id' as const, 'opaque' as const),
  shortPages: fc.boolean(),
  emptyPages: fc.boolean(),
  mergedRead: fc.constantFrom('survivor' as const, 'missing' as const),
  missingInBatch: fc.constantFrom('omitted' as const, 'reported' as const),
  mergedInArchive: fc.boolean(),
  mergeMakesNewId: fc.boolean(),
  zeroMs: fc.constantFrom('dropped' as const, 'kept' as const),
  unset: fc.constantFrom('null' as const, 'empty' as const),
  homeRate: fc.constantFrom('null' as const, 'one' as const),
  probabilityText: fc.constantFrom('short' as const, 'double' as const),
  searchPolicyName: fc.boolean(),
  retryAfterSeconds: fc.constantFrom(null, 1),
})

// Planted and seen red: a window without overlap, a window that forgets its last page, a merge that names nobody, a
// list that rests later than it opened, a bin whose records keep to themselves what was merged into them.
test('after any history the mirror holds every living deal as it is, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(edits, unknowns, fc.nat(15), async (history, positions, lagMinutes) => {
      const crm = smallCompany(420)
      const world = createWorld(crm, { ...positions, searchLagMs: lagMinutes * MINUTE })
      const mirror: Mirror = { deals: new Map(), gone: new Set() }
      const waiting = [...history]
      const some = () => {
        for (const edit of waiting.splice(0, 4)) meddle(crm, world, edit, positions.mergeMakesNewId)
      }
      let cursor: Cursor | null = null
      while (waiting.length > 0) {
        cursor = await night(world, cursor, mirror, some)
        world.pass(3 * MINUTE)
      }
      world.heal()
      world.pass(20 * MINUTE)
      await night(world, cursor, mirror, () => undefined)
      await readBin(world, mirror)
      for (const deal of mirror.deals.values()) for (const id of deal.mergedIds) mirror.gone.add(id)

      const held = [...mirror.deals.values()]
        .filter((deal) => !mirror.gone.has(deal.id))
        .map((deal): [string, number | null] => [deal.id, deal.amountMinor])
      const alive = [...crm.deals.values()]
        .filter((deal) => deal.deletedAt === null)
        .map((deal): [string, number | null] => [
          deal.id,
          deal.amount === null ? null : toMinor(deal.amount, deal.currency),
        ])
      expect(new Map(held.sort())).toEqual(new Map(alive.sort()))
      await lookAgain(world, crm)
    }),
    { numRuns: 30 },
  )
}, 120_000)
