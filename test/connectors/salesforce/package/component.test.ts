/** The component's own tests, run by the vendor's runner, over answers that the program makes. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { refusals } from '../../../../src/card/types.ts'
import { refusal } from '../../../../src/card/words.ts'
import { companyCard, dealCard, emptyCard, staleCard, unchosenCard } from '../../../support/card-views.ts'

const project = fileURLToPath(new URL('../../../../connectors/salesforce/package', import.meta.url))
const jest = fileURLToPath(new URL('../../../../node_modules/jest/bin/jest.js', import.meta.url))

test('every state of the component passes in the vendor’s runner', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'pegel-lwc-'))
  const answers = {
    cards: {
      deal: dealCard('de'),
      english: dealCard('en'),
      stale: staleCard('de'),
      empty: emptyCard('en'),
      company: companyCard('de'),
      unchosen: unchosenCard('en'),
    },
    refusals: Object.fromEntries(
      refusals.map((code) => [code, refusal(code, 'de', { email: 'a@b.example' })]),
    ),
  }
  const file = join(folder, 'answers.json')
  writeFileSync(file, JSON.stringify(answers))
  const report = join(folder, 'report.json')
  const run = spawnSync(
    process.execPath,
    [jest, '--json', `--outputFile=${report}`, '--cacheDirectory', join(folder, 'cache')],
    {
      cwd: project,
      env: { ...process.env, PEGEL_ANSWERS: file },
      encoding: 'utf8',
    },
  )
  expect(run.status, run.stderr).toBe(0)
  const count = /Tests:\s+(\d+) passed, (\d+) total/.exec(run.stderr)
  expect(count?.[1]).toBe(count?.[2])
  expect(Number(count?.[1])).toBeGreaterThan(20)
})
