import { expect, test } from 'vitest'
import { timeline } from '../../../db/workspace/state.ts'
import { memoryWorkspace } from '../../support/databases.ts'
import { ask, at, deal, revisions, type Told, tell } from '../../support/ledger.ts'
import { HOURS, LedgerModel } from '../../support/ledger-model.ts'
import { compare, ids, pageOf, play, step } from '../../support/ledger-steps.ts'
import fc from '../../support/properties.ts'

/*
 * Planted one at a time and seen red by the properties of this file: the time of the request, or the version, not
 * compared; the version compared with `<`; a search hit that always restores; a primary read that never does, or does at
 * the removal's own instant; a removal that ignores a later look, or does not move the time of the last one; an undated
 * removal that overrides a later read; a second content under one version dated by it; a closed deal that changes teams,
 * on a read or when derived again; a reconstructed state that becomes current, or counts as known, or reaches past the
 * first read; as of an instant by effective time instead of by telling, or exclusive of the instant; a merge that moves a
 * known end, that ends a later version, or is not learnt.
 */
test('whatever is told in whatever order, both axes answer as the plain model does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      await compare(await memoryWorkspace(), steps)
    }),
    { numRuns: 100 },
  )
}, 90_000)

test('the intervals of a series say at every hour what is asked for that hour alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const db = await memoryWorkspace()
      await play(db, new LedgerModel(), steps, async () => {})
      const { rows } = await db.$client.execute(timeline().sql)
      for (let at_ = 0; at_ < HOURS; at_ += 3) {
        const instant = at(at_)
        const valid = rows.filter(
          ({ valid_from, valid_to }) =>
            String(valid_from) <= instant && (valid_to === null || instant < String(valid_to)),
        )
        const asked = await ask(db, { kind: 'asOf', instant }, true)
        expect(valid.map(({ seq }) => seq).sort(), instant).toEqual(asked.map(({ seq }) => seq).sort())
      }
    }),
    { numRuns: 40 },
  )
}, 90_000)

test('telling everything a second time, in order and late, changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const db = await memoryWorkspace()
      const pages = steps
        .filter((next) => next.kind === 'page')
        .map((next, index) => consistent(pageOf({ ...next, late: 0 }, 42 + index)))
      // A removal of a deal that was never read is not kept: see `db/README.md`.
      await tell(db, { records: ids.map((id) => deal(id, 0)), primary: true, sent: 41 })
      for (const page of pages) await tell(db, page)
      const before = await Promise.all(ids.map((id) => revisions(db, id)))
      for (const page of pages) await tell(db, page)
      expect(await Promise.all(ids.map((id) => revisions(db, id)))).toEqual(before)
    }),
    { numRuns: 40 },
  )
}, 90_000)

/** A page does not tell of one deal both that it is there and that it is gone. */
function consistent(page: Told): Told {
  const there = new Set((page.records ?? []).map(({ id }) => id))
  const records = (page.records ?? []).map((r) => ({
    ...r,
    mergedIds: r.mergedIds.filter((id) => !there.has(id)),
  }))
  return { ...page, records, deleted: (page.deleted ?? []).filter(({ id }) => !there.has(id)) }
}
