import { expect, test } from 'vitest'
import type { HistoryRecord } from '../../../connectors/contract.ts'
import type { WorkspaceDb } from '../../../db/client.ts'
import { CursorMoved, commitPage } from '../../../src/sync/commit.ts'
import { emptyWorkspace, memoryWorkspace } from '../../support/databases.ts'
import { ask, at, commitOf, deal, type Row, revisions, source, tell, version } from '../../support/ledger.ts'
import fc from '../../support/properties.ts'

async function tellPast(
  db: WorkspaceDb,
  records: readonly HistoryRecord[],
  expectedVersion?: number,
): Promise<void> {
  const { page, ...rest } = commitOf({ sent: 30 })
  await commitPage(db, {
    ...rest,
    stream: 'history',
    page: { ...page, records, deleted: [] },
    expectedVersion: expectedVersion ?? (await version(db, 'history')),
  })
}

const step = (id: string, hour: number, values: HistoryRecord['values']): HistoryRecord => ({
  id,
  at: at(hour),
  values,
})

test('a page of the past and the place it leaves are one: a late one writes nothing', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 10)], sent: 20, primary: true })
  await tellPast(db, [step('1', 2, { stageId: 'new', pipelineId: 'p' })])
  await expect(tellPast(db, [step('1', 4, { stageId: 'won', pipelineId: 'p' })], 0)).rejects.toThrow(
    CursorMoved,
  )
  expect(await revisions(db, '1')).toHaveLength(2)
  expect(await version(db, 'history')).toBe(1)
})

test('people of the past are counted by the same hash as those of today, and never named', async () => {
  const db = await emptyWorkspace()
  await tell(db, { records: [deal('1', 10, { ownerId: 'anna' })], sent: 20, primary: true })
  await tellPast(db, [
    step('1', 2, { ownerId: 'anna' }),
    step('1', 3, { ownerId: null }),
    step('1', 4, { stageId: 'new' }),
  ])
  const rows = await revisions(db, '1')
  const told = rows[0]?.owner_hash
  expect(rows.slice(1).map((row) => row.owner_hash)).toEqual([told, null, null])
  expect(rows.slice(1).map((row) => JSON.parse(String(row.unknown)).includes('owner_hash'))).toEqual([
    false,
    false,
    true,
  ])
  expect(JSON.stringify(rows)).not.toMatch(/"anna"/)
})

const ids = ['1', '2']
const told = fc.record({
  kind: fc.constant('told' as const),
  id: fc.constantFrom(...ids),
  hour: fc.integer({ min: 8, max: 40 }),
  stageId: fc.constantFrom('new', 'won', 'lost'),
  gone: fc.boolean(),
})
const past = fc.record({
  kind: fc.constant('past' as const),
  id: fc.constantFrom(...ids),
  steps: fc.array(
    fc.record({ hour: fc.integer({ min: 0, max: 20 }), stageId: fc.constantFrom('new', 'won') }),
    { maxLength: 3 },
  ),
})
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never

async function tellOne(db: WorkspaceDb, { id, hour, stageId, gone }: Told, sent: number): Promise<void> {
  const deleted = gone ? [{ id, at: at(hour), mergedInto: null }] : []
  await tell(db, { records: gone ? [] : [deal(id, hour, { stageId })], deleted, primary: true, sent })
}

const plain = ({ seq: _seq, current_seq: _current, id: _id, deal_id: _deal, ...row }: Row): Row => row

/*
 * Bugs planted to see it red: a step at the first told instant kept, and any step after it; the first instant taken from
 * reconstructed states too; a reconstructed state that becomes current with the next read.
 */
test('however nights and pages of the past mix, what was told and known stays; before it, the past answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(told, past), { minLength: 1, maxLength: 12 }), async (steps) => {
      const [db, without] = [await memoryWorkspace(), await memoryWorkspace()]
      const written = new Map<string, string>()
      let sent = 41
      for (const next of steps) {
        sent += 1
        if (next.kind === 'told') {
          await tellOne(db, next, sent)
          await tellOne(without, next, sent)
        } else {
          const first = await firstTold(db, next.id)
          const beyond = await pastSince(db, next.id, first)
          await tellPast(
            db,
            next.steps.map(({ hour, stageId }) => step(next.id, hour, { pipelineId: 'p', stageId })),
          )
          expect(await pastSince(db, next.id, first)).toEqual(beyond)
          // The last of a page for one instant counts; what stands stays.
          const page = new Map(next.steps.map(({ hour, stageId }) => [hour, stageId]))
          for (const [hour, stageId] of page) {
            const key = `${next.id}/${at(hour)}`
            if (first !== null && at(hour) < first && !written.has(key)) written.set(key, stageId)
          }
        }
        for (const id of ids) {
          const all = await revisions(db, id)
          expect(all.filter((row) => row.time_from !== 'history').map(plain)).toEqual(
            (await revisions(without, id)).map(plain),
          )
        }
        for (const when of [{ kind: 'now' }, { kind: 'known', seq: 1e9 }] as const)
          expect((await ask(db, when, true)).map(plain)).toEqual((await ask(without, when, true)).map(plain))
      }
      for (let hour = 0; hour < 41; hour += 1) {
        const instant = at(hour)
        const now = await ask(db, { kind: 'asOf', instant }, true)
        for (const id of ids) {
          const row = now.find((one) => one.external_id === id)
          const first = await firstTold(db, id)
          if (first === null || first <= instant) continue
          const known = [...written.keys()]
            .filter((key) => key.startsWith(`${id}/`) && key <= `${id}/${instant}`)
            .sort()
          expect(row?.stage_id ?? null, `${id} at ${hour}`).toBe(written.get(known.at(-1) ?? '') ?? null)
        }
      }
    }),
    { numRuns: 40 },
  )
}, 90_000)

async function firstTold(db: WorkspaceDb, id: string): Promise<string | null> {
  const { rows } = await db.$client.execute({
    sql: `SELECT MIN(r.effective_at) AS at FROM revision r JOIN deal d ON d.id = r.deal_id
      WHERE d.source = ? AND d.external_id = ? AND r.time_from <> 'history'`,
    args: [source, id],
  })
  return rows[0]?.at === null || rows[0] === undefined ? null : String(rows[0].at)
}

/** Reconstructed states from the first told instant on: a page adds none. */
async function pastSince(db: WorkspaceDb, id: string, first: string | null): Promise<Row[]> {
  const rows = await revisions(db, id)
  return rows.filter(
    ({ time_from, effective_at }) => time_from === 'history' && String(effective_at) >= (first ?? ''),
  )
}
