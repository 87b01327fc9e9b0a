import { expect, test } from 'vitest'
import { createdAnew, identities, pointers, revisions } from '../../../src/sync/commit-deals.ts'
import { endPointers, ends } from '../../../src/sync/commit-removals.ts'
import { removeCompanies, upsertCompanies } from '../../../src/sync/commit-setup.ts'
import { forget, keep } from '../../../src/sync/commit-skipped.ts'
import { history } from '../../../src/sync/reconstruct.ts'
import { datedChunk, moveDays } from '../../../src/sync/redate.ts'
import { chunk, derivedPointers, derivedRevisions } from '../../../src/sync/rederive.ts'
import { unknownNames } from '../../../src/sync/unknown.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { plan, walks } from '../../support/plan.ts'

const values = { rows: '[]', source: 's', sent: '', now: '', run: '', primary: 1, stream: '', after: 0 }

/** The page is walked and every deal and revision is looked up: the other way round was 800 times slower. */
const statements = {
  identities: [identities, ['json_each', 'p']],
  revisions: [revisions, ['json_each', 'p']],
  pointers: [pointers, ['json_each', 'p']],
  createdAnew: [createdAnew, ['json_each', 'p', 'CONSTANT']],
  // Its sub-queries number the rows of the page.
  ends: [ends, ['json_each', 'g', '(subquery-2)', '(subquery-4)']],
  endPointers: [endPointers, ['json_each', 'g']],
  forget: [forget, ['json_each']],
  keep: [keep, ['s']],
  upsertCompanies: [upsertCompanies, ['json_each']],
  removeCompanies: [removeCompanies, ['json_each', 'gone', 'g']],
  derivedRevisions: [derivedRevisions, ['json_each', 'p']],
  derivedPointers: [derivedPointers, ['json_each', 'page']],
  history: [history, ['json_each', 'p', 'page']],
  chunk: [chunk, []],
  datedChunk: [datedChunk, []],
  moveDays: [moveDays, ['json_each', 'p', 'page']],
  unknownNames: [unknownNames, ['n']],
} as const

for (const [name, [sql, inside]] of Object.entries(statements))
  test(`writing ${name} walks the page and looks everything else up`, async () => {
    const args = Object.fromEntries(
      Object.entries(values).filter(([key]) => new RegExp(`:${key}\\b`).test(sql)),
    )
    const steps = await plan(await emptyWorkspace(), sql, args)
    expect(steps.length).toBeGreaterThan(0)
    expect(walks(steps, inside), steps.join('\n')).toEqual([])
  })

test('a page finds its deals by their id in the CRM and their current revision by its number', async () => {
  const { stream: _stream, after: _after, ...args } = values
  const steps = await plan(await emptyWorkspace(), revisions, args)
  expect(steps).toContain('SEARCH d USING INDEX deal_external (source=? AND external_id=?)')
  expect(steps).toContain('SEARCH c USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN')
})
