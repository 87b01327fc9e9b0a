/** Two records become one: deals in HubSpot, companies in both CRMs. */
import { describe, expect, test } from 'vitest'
import { mergeInHubspot } from '../../../../connectors/hubspot/sandbox/merge.ts'
import { before, deals } from './company.ts'
import { crms, LATER, MORNING, scene } from './scene.ts'

const positions = [false, true].flatMap((mergeMakesNewId) =>
  (['survivor', 'missing'] as const).flatMap((mergedRead) =>
    [false, true].map((mergedInArchive) => ({ mergeMakesNewId, mergedRead, mergedInArchive })),
  ),
)
const justBefore = '2026-03-03T08:59:59.999Z'

describe('hubspot', () => {
  test.each(positions)('Deals merged %o', async (hubspot) => {
    const { crm, nextNight, told, values } = await scene('hubspot', { hubspot })
    mergeInHubspot(crm, hubspot, deals.open, deals.double, MORNING)
    await nextNight()
    const survivor = hubspot.mergeMakesNewId ? '7' : deals.open
    const merged = {
      cause: 'merged',
      time_from: 'crm',
      effective_at: MORNING,
      deleted: 1,
      merged_into: survivor,
    }
    expect(await told(deals.double)).toMatchObject([{ cause: 'read' }, { ...merged, amount_minor: 70_00 }])
    expect(await told(deals.open)).toMatchObject(
      hubspot.mergeMakesNewId
        ? [{ cause: 'read' }, { ...merged, amount_minor: 1000_00 }]
        : [{ cause: 'read' }],
    )
    expect((await told(survivor)).at(-1)).toMatchObject({ deleted: 0, amount_minor: 1000_00 })
    const after = { ...before, open: before.open - 70_00, south: before.south - 70_00 }
    expect(await values()).toEqual(after)
    expect(await values({ kind: 'asOf', instant: justBefore })).toEqual(before)
    expect(await values({ kind: 'asOf', instant: LATER })).toEqual(after)
    await nextNight(2)
    await nextNight(6)
    expect(await values()).toEqual(after)
    expect(await told(deals.double)).toHaveLength(2)
  })
})

test('salesforce: Deals merged', async () => {
  const { crm, nextNight, told, values } = await scene('salesforce')
  // Nobody can merge opportunities there: what would be the loser is deleted, and says no more.
  crm.mergeDeals(deals.open, deals.double, MORNING)
  await nextNight()
  const gone = { cause: 'removed', time_from: 'crm', effective_at: MORNING, deleted: 1, merged_into: null }
  expect(await told(deals.double)).toMatchObject([{ cause: 'read' }, gone])
  expect((await values()).open).toBe(before.open - 70_00)
})

describe.each(crms)('%s', (name) => {
  test('Companies merged', async () => {
    const { crm, nextNight, told, values, rows, id } = await scene(name)
    Object.assign(crm.companies.get('901') ?? {}, { mergedInto: '900', updatedAt: MORNING })
    crm.upsertCompany({ id: '900', name: 'Kunde' }, MORNING)
    await nextNight()
    expect(await told(deals.other)).toMatchObject([{ cause: 'read', company_id: id('Account', '901') }])
    await nextNight(6)
    expect(await rows('SELECT merged_into, name FROM company WHERE id = ?', id('Account', '901'))).toEqual([
      { merged_into: id('Account', '900'), name: null },
    ])
    expect(await values()).toEqual(before)
    const read = { cause: 'read', company_id: id('Account', '901') }
    // Salesforce hangs the deals on the survivor; here HubSpot's still name whom they named.
    const moved = { cause: 'read', time_from: 'seen', company_id: id('Account', '900'), status: 'open' }
    expect(await told(deals.other)).toMatchObject(name === 'salesforce' ? [read, moved] : [read])
  })
})
