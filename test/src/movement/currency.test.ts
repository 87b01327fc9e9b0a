import { expect, test } from 'vitest'
import { homeCurrency } from '../../../db/workspace/schema.ts'
import { readMovement } from '../../../src/movement/read.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { updateKeyResult } from '../../../src/okr/write.ts'
import { addDeals, addRun } from '../../support/company.ts'
import { liveNight, quarter, won } from '../closing/scene.ts'

test('over a change of currency the opening is told in the new one, and what was told since is a line in it', async () => {
  const { workspace, ids } = await quarter()
  const [id = ''] = ids
  await liveNight(workspace, '2026-11-22')

  const dollars = { ...workspace, currency: 'USD' }
  const context = { actor: 'anna', now: '2026-11-23T09:00:00.000Z', workspace: dollars }
  const seq = await workspace.db.$client.execute('SELECT MAX(seq) AS seq FROM revision')
  await workspace.db.insert(homeCurrency).values({
    ...{ source: 'hubspot', afterSeq: Number(seq.rows[0]?.seq), currency: 'USD', before: 'EUR' },
    changedAt: context.now,
  })
  // As the sync derives them: the same deals, in dollars.
  await workspace.db.$client.batch(
    [
      `INSERT INTO revision (deal_id, effective_at, time_from, cause, version, pipeline_id, stage_id, status, amount_minor,
        currency, home_minor, rate, rate_rule, close_date, team_id, owner_hash, deleted)
        SELECT r.deal_id, '2026-11-23T09:00:00.000Z', 'seen', 'derived', r.version, r.pipeline_id, r.stage_id, r.status,
          r.amount_minor, 'EUR', r.amount_minor * 11 / 10, '1.1', 'typed', r.close_date, r.team_id, r.owner_hash, 0
        FROM deal d JOIN revision r ON r.seq = d.current_seq`,
      'UPDATE deal SET current_seq = (SELECT MAX(seq) FROM revision WHERE deal_id = deal.id)',
      'UPDATE home_currency SET whole_seq = (SELECT MAX(seq) FROM revision), whole_at = changed_at',
    ],
    'write',
  )
  expect(await updateKeyResult(workspace.db, id, { target: 60_00 }, context)).toMatchObject({ ok: true })

  await addDeals(workspace, [won('a', 7_00, { currency: 'USD' })])
  await addRun(workspace, '2026-11-23')
  const later = '2026-11-24T05:00:00.000Z'
  expect(await measureDay(dollars, '2026-11-23', later)).toMatchObject({ published: 1 })

  const answer = await readMovement(dollars, id, later, { limit: 10 })
  if (answer.kind !== 'movement') throw new Error(answer.kind)
  const { opening, closing, exchanged, lines } = answer.movement
  expect(opening.value).toMatchObject({ value: 50_00, currency: 'EUR' })
  expect(exchanged).toEqual({ from: 'EUR', into: 'USD', numerator: 55_00, denominator: 0, value: 55_00 })
  expect(closing.value).toMatchObject({ value: 62_00, currency: 'USD' })
  expect(lines).toMatchObject([{ step: 'learned_later', effect: 7_00, total: 1 }])
})
