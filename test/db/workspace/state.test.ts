import { expect, test } from 'vitest'
import { type StateAt, stateAt, stateColumns, timeline } from '../../../db/workspace/state.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { ask, at, deal, tell } from '../../support/ledger.ts'
import { plan, walks } from '../../support/plan.ts'

const questions: readonly StateAt[] = [
  { kind: 'now' },
  { kind: 'known', seq: 1 },
  { kind: 'asOf', instant: at(1) },
]

for (const question of questions)
  test(`the state ${question.kind} walks the deals once and looks each revision up`, async () => {
    const { sql, args } = stateAt(question)
    const steps = await plan(await emptyWorkspace(), sql, [...args])
    expect(walks(steps, ['d']), steps.join('\n')).toEqual([])
    expect(steps).toContain('SEARCH r USING INTEGER PRIMARY KEY (rowid=?)')
    const inside = steps.filter((step) => / k /.test(step))
    expect(inside.every((step) => step.includes('COVERING INDEX revision_deal_seq (deal_id=?'))).toBe(true)
  })

test('the intervals of a series walk the revisions once, in the order of their index', async () => {
  const steps = await plan(await emptyWorkspace(), timeline().sql)
  expect(steps).toContain('SCAN revision USING COVERING INDEX revision_deal_seq')
  expect(steps.filter((step) => /^SCAN (r|d)\b/.test(step))).toEqual([])
})

test('each question answers one row a deal with the same columns', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 1), deal('2', 1)], sent: 2 })
  await tell(db, { records: [deal('1', 2, { amountMinor: 5 })], sent: 3 })
  for (const question of questions) {
    const rows = await ask(db, question)
    expect(rows.map((row) => row.external_id)).toEqual(question.kind === 'known' ? ['1'] : ['1', '2'])
    expect(Object.keys(rows[0] ?? {})).toEqual([...stateColumns])
  }
})

test('a deal that was deleted counts until the instant it went, and is kept where it is asked for', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 1)], sent: 2 })
  await tell(db, { deleted: [{ id: '1', at: at(5), mergedInto: null }], sent: 6 })
  expect(await ask(db, { kind: 'asOf', instant: at(4) })).toHaveLength(1)
  expect(await ask(db, { kind: 'asOf', instant: at(5) })).toHaveLength(0)
  expect(await ask(db, { kind: 'known', seq: 1 })).toHaveLength(1)
  expect(await ask(db, { kind: 'known', seq: 2 })).toHaveLength(0)
  expect(await ask(db, { kind: 'now' })).toHaveLength(0)
  expect(await ask(db, { kind: 'now' }, true)).toMatchObject([{ deleted: 1 }])
})

test('what is learned late changes the past as we know it now and not what was known', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 1)], sent: 2 })
  await tell(db, { records: [deal('1', 10, { amountMinor: 2000 })], sent: 20 })
  expect(await ask(db, { kind: 'asOf', instant: at(11) })).toMatchObject([{ amount_minor: 2000 }])
  expect(await ask(db, { kind: 'asOf', instant: at(9) })).toMatchObject([{ amount_minor: 1000 }])
  expect(await ask(db, { kind: 'known', seq: 1 })).toMatchObject([{ amount_minor: 1000 }])
  expect(await ask(db, { kind: 'asOf', instant: at(0) })).toEqual([])
})
