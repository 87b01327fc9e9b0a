/** The whole connector against random histories: people edit, delete and restore while we read and fail. */

import { expect, test } from 'vitest'
import {
  ConnectorError,
  type Cursor,
  type DealRecord,
  type Page,
  statuses,
} from '../../../connectors/contract.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import { toMinor } from '../../../connectors/values/money.ts'
import fc from '../../support/properties.ts'
import { dealFields, smallCompany } from '../support/company.ts'
import { connector, createWorld, type World } from './in-process.ts'
import { idOf } from './subject.ts'

const MINUTE = 60_000

/** Of each deal what is newest by the CRM's own time; null: it is gone. */
type Mirror = Map<string, { readonly version: string; readonly deal: DealRecord | null }>

function take(mirror: Mirror, page: Pick<Page<'deals' | 'removals'>, 'records' | 'deleted'>): void {
  const told = [
    ...page.records.map((deal: DealRecord) => ({ id: deal.id, version: deal.version, deal })),
    ...page.deleted.map(({ id, at }) => ({ id, version: at ?? '', deal: null })),
  ]
  for (const { id, version, deal } of told)
    if (version >= (mirror.get(id)?.version ?? '')) mirror.set(id, { version, deal })
}

/** Reads as a run does: a page that fails is asked for again, from the cursor that was kept. */
async function walk(
  world: World,
  stream: 'deals' | 'removals',
  cursor: Cursor | null,
  mirror: Mirror,
  step: () => void,
): Promise<Cursor> {
  let at = cursor
  for (let asked = 0; asked < 200; asked += 1) {
    step()
    try {
      const page = await world.pull(stream, at)
      take(mirror, page)
      at = page.cursor
      if (!page.more) return at
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.failure.kind !== 'unavailable') throw error
      world.heal()
    }
  }
  throw new Error('the walk does not end')
}

interface Edit {
  readonly do: 'change' | 'sweep' | 'create' | 'delete' | 'restore' | 'fail' | 'pass'
  readonly n: number
}

function meddle(crm: Crm, world: World, { do: what, n }: Edit): void {
  const ids = [...crm.deals.keys()]
  const id = ids[n % ids.length] ?? '1'
  const alive = crm.deals.get(id)?.deletedAt === null
  const stageId = ['lead', 'offer', 'closedwon', 'closedlost'][n % 4] ?? 'lead'
  switch (what) {
    case 'change':
      if (alive) crm.updateDeal(id, { amount: `${n}.25`, stageId }, world.now())
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
      if (!alive) crm.restoreDeal(id, world.now())
      return
    case 'fail':
      world.fail((['status', 'half_body', 'reset'] as const)[n % 3] ?? 'status')
      return
    case 'pass':
      world.pass((n % 7) * MINUTE + (n % 1000))
      return
    default:
      what satisfies never
  }
}

const edits = fc.array(
  fc.record<Edit>({
    do: fc.constantFrom('change', 'change', 'sweep', 'create', 'delete', 'restore', 'fail', 'pass'),
    n: fc.nat(2000),
  }),
  { minLength: 40, maxLength: 80 },
)

/** Each unknown that a deal's way to the mirror may meet, in either position and in any company of the others. */
const unknowns = fc.record({
  pageRows: fc.constantFrom(3, 40, 2000),
  emptyPages: fc.boolean(),
  openCursors: fc.constantFrom(1, 10),
  cursorReads: fc.constantFrom('snapshot' as const, 'live' as const),
  scrambleTies: fc.boolean(),
  wholeSeconds: fc.boolean(),
  masterRecordType: fc.constantFrom('null' as const, 'id' as const),
  groupsRecordTypes: fc.boolean(),
  tokenLifetimeMs: fc.constantFrom(15 * MINUTE, 120 * MINUTE),
})

/*
 * Planted and seen red: a window without overlap, a walk that ends with a short page, an empty page taken for the end, a
 * deleted deal read as living, lost counted as won, the last step of a page left out.
 */
test('after any history the mirror, the names and the counts of the CRM say the same, and so does the last step', async () => {
  await fc.assert(
    fc.asyncProperty(edits, unknowns, fc.nat(14), async (history, positions, lagMinutes) => {
      const crm = smallCompany(45)
      const world = await createWorld(crm, { ...positions, commitLagMs: lagMinutes * MINUTE })
      const mirror: Mirror = new Map()
      const waiting = [...history]
      const some = () => {
        for (const edit of waiting.splice(0, 4)) meddle(crm, world, edit)
      }
      const cursors: { deals: Cursor | null; removals: Cursor | null } = { deals: null, removals: null }
      const night = async (step: () => void) => {
        for (const stream of ['deals', 'removals'] as const)
          cursors[stream] = await walk(world, stream, cursors[stream], mirror, step)
      }
      while (waiting.length > 0) {
        await night(some)
        world.pass(3 * MINUTE)
      }
      world.heal()
      world.pass(20 * MINUTE)
      await night(() => undefined)

      const held = [...mirror.values()].flatMap(({ deal }) => (deal === null ? [] : [deal])).sort(byId)
      const alive = [...crm.deals.values()].filter((deal) => deal.deletedAt === null)
      expect(held.map((deal) => [deal.id, deal.amountMinor])).toEqual(
        alive
          .map((deal) => [idOf('deal', deal.id), toMinor(deal.amount ?? 'none', deal.currency)])
          .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      )
      await expectRereadings(world, crm, held)
      await expectLastSteps(world, held)
    }),
    { numRuns: 12 },
  )
})

async function expectRereadings(world: World, crm: Crm, held: readonly DealRecord[]): Promise<void> {
  const { recheck } = connector
  const ids = [...crm.deals.keys()].map((id) => idOf('deal', id))
  const again = await recheck.read(world.request(), ids.slice(0, recheck.limit))
  expect(again.records.toSorted(byId)).toEqual(held)
  expect(again.missing).toEqual([])
  expect(again.deleted).toHaveLength(ids.length - held.length)
  const { records: pipelines } = await world.pull('pipelines', null)
  const flags = new Map(pipelines[0]?.stages.map((stage) => [stage.id, stage]))
  const statusOf = ({ stageId }: DealRecord) => {
    const stage = flags.get(stageId ?? '')
    return stage?.won === true ? 'won' : stage?.closed === true ? 'lost' : 'open'
  }
  const counts = statuses.map((status) => held.filter((deal) => statusOf(deal) === status).length)
  for (const by of ['status', 'pipeline'] as const) {
    const totals = await recheck.totals(world.request(), by, ['master'])
    expect(totals.map(({ count }) => count)).toEqual(counts)
  }
}

async function expectLastSteps(world: World, held: readonly DealRecord[]): Promise<void> {
  const last = new Map<string, Page<'history'>['records'][number]>()
  for (let cursor: Cursor | null = null, more = true; more; ) {
    const page: Page<'history'> = await world.pull('history', cursor)
    for (const step of page.records) last.set(step.id, step)
    cursor = page.cursor
    more = page.more
  }
  expect([...last.values()].map(({ id, values }) => [id, values.stageId, values.amountMinor])).toEqual(
    held.map(({ id, stageId, amountMinor }) => [id, stageId, amountMinor]),
  )
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}
