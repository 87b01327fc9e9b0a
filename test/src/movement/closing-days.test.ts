/**
 * Values that are published after their cycle, while it closes, are about its last day. Planted and seen red: the day of
 * the publish in its place.
 */
import { expect, test } from 'vitest'
import { readMovement } from '../../../src/movement/read.ts'
import { addDeals, night } from '../../support/company.ts'
import { liveNight, quarter, won } from '../closing/scene.ts'

const definitions = [
  { metric: 'won_revenue', window: { fiscal: 'quarter' } },
  { metric: 'won_revenue', window: { trailingDays: 75 } },
  { metric: 'overdue_deals', window: 'cycle' },
] as const

test('in the closing days nothing falls due and no window moves on: only what the CRM says moves the value', async () => {
  const { workspace, ids } = await quarter(definitions.map((definition) => ({ definition })))
  // Due on the cycle's last day, and won before the window that ends in the new year would begin.
  await addDeals(workspace, [
    { owner: 'a', status: 'open', amountMinor: 7_00, closeDate: '2026-12-31' },
    won('b', 3_00, { closeDate: '2026-10-18' }),
  ])
  await liveNight(workspace, '2026-12-31')
  await liveNight(workspace, '2027-01-01')
  await addDeals(workspace, [won('c', 9_00, { closeDate: '2026-12-30', createdDay: '2027-01-02' })])
  await liveNight(workspace, '2027-01-02')
  const between = async (from: string, to: string) =>
    Promise.all(
      ids.map(async (id) => {
        const answer = await readMovement(workspace, id, night(to), { from, to, limit: 10 })
        if (answer.kind !== 'movement') throw new Error(answer.kind)
        const { opening, closing, lines } = answer.movement
        expect([opening.day, closing.day]).toEqual([from, to])
        return lines.map(({ step, numerator, withoutDeal }) => [step, numerator, withoutDeal])
      }),
    )
  expect(await between('2026-12-31', '2027-01-01')).toEqual([[], [], []])
  const came = [['existence', 9_00, null]]
  expect(await between('2027-01-01', '2027-01-02')).toEqual([came, came, []])
  expect(await between('2026-12-31', '2027-01-02')).toEqual([came, came, []])
})
