import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue } from '../../../src/metrics/index.ts'
import { type MetricId, metricIds } from '../../../src/metrics/types.ts'
import { root } from '../../support/imports.ts'

const bases = {
  close: 'close date in the window',
  created: 'create date in the window',
  day: 'state of the day, no window',
  history: 'history',
  terms: 'terms of the contracts',
} as const

const row = (id: MetricId) => {
  const { unit, direction, timeBasis, formula } = catalogue[id]
  return `| \`${id}\` | ${unit} | ${direction} | ${bases[timeBasis]} | ${formula} |`
}

test('the README says of every metric what the catalogue says', () => {
  const readme = readFileSync(join(root, 'src/metrics/README.md'), 'utf8')
  // The formatter pads the cells.
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'))
  expect(rows.map((line) => line.replaceAll(/ +/g, ' '))).toEqual(metricIds.map(row))
})

test('every metric has a title and a question of its own in both languages', () => {
  for (const locale of ['de', 'en'] as const) {
    const titles = metricIds.map((id) => catalogue[id].title[locale])
    expect(new Set(titles).size).toBe(metricIds.length)
    expect(metricIds.filter((id) => !catalogue[id].question[locale].endsWith('?'))).toEqual([])
  }
})
