/** Both sandboxes hold some hundred deals twice, as the vendors' integration makes them; Pegel counts each once. */
import { expect, test } from 'vitest'
import { liveDay } from '../../../connectors/demo/company.ts'
import { isCopy } from '../../../connectors/demo/copies.ts'
import type { Crm, CrmDeal } from '../../../connectors/demo/types.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import { nameLeading, readMapping } from '../../../src/okr/mapping.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { copiedCompany, MORNING } from './copied-company.ts'

const YEAR = { from: '2025-01-01', to: '2027-01-01' }
const won: Definition = { metric: 'won_deals', window: YEAR }

/** Straight from the neutral companies: deals won in the years, those of them that are asked for. */
function wonIn(crm: Crm, wanted: (deal: CrmDeal) => boolean): number {
  const isWon = ({ pipelineId, stageId }: CrmDeal) =>
    crm.pipelines.some(
      ({ id, stages }) => id === pipelineId && stages.some((one) => one.id === stageId && one.won),
    )
  return [...crm.deals.values()].filter((deal) => {
    const closed = deal.closeDate !== null && deal.closeDate >= YEAR.from && deal.closeDate < YEAR.to
    return deal.deletedAt === null && closed && isWon(deal) && wanted(deal)
  }).length
}

test('a deal that the integration copied counts once, from the side that was named, night after night', async () => {
  const { world, crms, copier } = await copiedCompany()
  const { db } = await world.platform.open('acme')
  const ask = async () => {
    const context = { day: '2026-03-04', timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 }
    const [value] = await evaluate(db, [{ definition: won, definitionVersion: 1 }], { kind: 'now' }, context)
    return value
  }
  const all = () => true
  const own = (deal: CrmDeal) => !isCopy(deal)
  const night = await runNight(world.platform, 'acme', { kind: 'manual' })
  expect(night).toMatchObject({ dead: [], runs: [{ status: 'complete' }, { status: 'complete' }] })

  const twice = wonIn(crms.hubspot, all) + wonIn(crms.salesforce, all)
  expect(await ask()).toMatchObject({ value: twice, complete: false, reason: 'leading_side_open' })
  const found = await readMapping(db)
  expect(found).toMatchObject({ leading: null, proposed: 'salesforce' })
  const copies = [...crms.hubspot.deals.values()].filter((deal) => isCopy(deal) && deal.deletedAt === null)
  expect(found.pairs).toBe(copies.length)

  const writer = { actor: 'anna', now: MORNING }
  await nameLeading(db, found.proposed, writer)
  const once = () => wonIn(crms.hubspot, own) + wonIn(crms.salesforce, all)
  expect(await ask()).toMatchObject({ value: once(), complete: true })
  expect(once()).toBeLessThan(twice)
  // Both sides of a pair are won on the same day here, so it makes no difference which one leads.
  await nameLeading(db, 'hubspot', writer)
  expect(await ask()).toMatchObject({ value: once(), complete: true })
  await nameLeading(db, 'salesforce', writer)

  for (const crm of Object.values(crms)) liveDay(crm, '2026-03-03')
  copier.catchUp()
  world.set('2026-03-04T03:40:00.000Z')
  await runNight(world.platform, 'acme', { kind: 'night' })
  expect(await ask()).toMatchObject({ value: once(), complete: true })
  expect((await readMapping(db)).pairs).toBeGreaterThanOrEqual(found.pairs)
}, 90_000)
