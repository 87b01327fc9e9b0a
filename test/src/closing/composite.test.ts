import { expect, test } from 'vitest'
import { concernedDeals } from '../../../src/closing/concerned.ts'
import { setOverride } from '../../../src/closing/override.ts'
import { readForecast } from '../../../src/forecast/read.ts'
import { compositeSchema } from '../../../src/metrics/index.ts'
import { measureProvisional } from '../../../src/okr/provisional.ts'
import { readKeyResult } from '../../../src/okr/read.ts'
import { pushValue } from '../../../src/okr/write.ts'
import { addDeals } from '../../support/company.ts'
import { frozenRows, liveNight, quarter, won } from './scene.ts'

const terms = [{ metric: 'won_revenue' }, { metric: 'lost_revenue' }]
const composite = compositeSchema.parse({ operation: 'difference', terms })
const scene = () => quarter([{ origin: 'composite', definition: null, composite, target: 60_00 }])
const read = async ({ workspace, ids: [id = ''] }: Awaited<ReturnType<typeof scene>>, now: string) =>
  (await readKeyResult(workspace, id, now))?.keyResult

test('what a push brings moves a composite today, by either of its terms', async () => {
  const found = await scene()
  const { workspace } = found
  await liveNight(workspace, '2026-11-23')
  await addDeals(workspace, [{ ...won('a', 4_00), status: 'lost' }])
  await workspace.db.$client.execute(
    "UPDATE revision SET run_id = 'hubspot-2026-11-24-push' WHERE seq = (SELECT MAX(seq) FROM revision)",
  )
  expect(await measureProvisional(workspace, '2026-11-24T11:00:00.000Z')).toBe(1)
  expect(await read(found, '2026-11-24T11:00:00.000Z')).toMatchObject({
    latest: { value: 50_00 },
    provisional: { value: { value: 46_00, terms: [{ value: 50_00 }, { value: 4_00 }] }, change: -4_00 },
  })
})

test('a person sets a value over it for a while, and nobody types one in its place', async () => {
  const { workspace, ids } = await scene()
  const context = { actor: 'anna', now: '2026-11-24T08:00:00.000Z', workspace }
  const [keyResultId = ''] = ids
  const input = { keyResultId, value: 55_00, reason: 'A refund', expiresOn: '2026-12-01' }
  expect(await setOverride(workspace.db, input, context)).toMatchObject({ ok: true })
  const typed = { keyResultId, day: '2026-11-20', value: 1_00, reason: null }
  expect(await pushValue(workspace.db, typed, context)).toMatchObject({ ok: false })
})

test('it freezes with its cycle and is restated beside that, also when only its terms moved', async () => {
  const found = await scene()
  const { workspace } = found
  for (const day of ['2026-12-31', '2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04', '2027-01-05'])
    await liveNight(workspace, day)
  expect(await frozenRows(workspace)).toMatchObject([{ value: { value: 50_00 }, notes: [] }])
  // As much won as lost: the difference stays, and its terms do not.
  await addDeals(workspace, [won('a', 3_00), { ...won('b', 3_00), status: 'lost' }])
  expect(await liveNight(workspace, '2027-01-06')).toMatchObject({ restated: 1 })
  expect(await read(found, '2027-01-07T08:00:00.000Z')).toMatchObject({
    latest: { value: 50_00, terms: [{ value: 50_00 }, { value: 0 }] },
    closing: { restated: { value: { value: 50_00, terms: [{ value: 53_00 }, { value: 3_00 }] } } },
  })
  // Each term names its deals.
  const detail = await readKeyResult(workspace, found.ids[0] ?? '', '2027-01-07T08:00:00.000Z')
  if (detail === null) throw new Error('no key result')
  expect(await concernedDeals(workspace, detail, 50)).toMatchObject({
    total: 2,
    rows: [
      { term: 0, unit: 'money', was: null, is: 3_00 },
      { term: 1, unit: 'money', was: null, is: 3_00 },
    ],
  })
  expect(await concernedDeals(workspace, detail, 1)).toMatchObject({ total: 2, rows: [{ term: 0 }] })
})

test('there is no forecast of it, and no way to ask for a seasonal pace', async () => {
  const { workspace, ids } = await scene()
  const [id = ''] = ids
  expect(await readForecast(workspace, id, '2026-11-24T08:00:00.000Z', { evidence: true })).toEqual({
    kind: 'no_forecast',
  })
  const seasonal = await quarter([
    { origin: 'composite', definition: null, composite, pace: { kind: 'seasonal' } },
  ])
  expect(seasonal.ids).toEqual([expect.stringContaining('pace_not_seasonal')])
})
