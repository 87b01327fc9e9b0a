/**
 * The movement on a key result's page. Planted and seen red: bars that all begin at the left edge; less drawn as more; the
 * deals of a line that is too small; an effect where there is none.
 */
import { expect, test } from 'vitest'
import { movementCard } from '../../../src/web/movement-card.ts'
import type { MovementView } from '../../../src/web/movement-view.ts'
import { waterfallRows } from '../../../src/web/waterfall-rows.ts'
import { movementOfMedian, movementOfRatio, movementOfSum } from '../../support/movement-views.ts'
import { pageContext } from '../../support/page-context.ts'
import { keyResult } from '../../support/views.ts'

const ctx = pageContext({ locale: 'en' })
const drawn = (view: MovementView) => String(movementCard(view, keyResult(), 'EUR', ctx))
const words = (view: MovementView) => drawn(view).replace(/<[^>]+>/g, ' ')
const movementIn = (view: MovementView) => {
  if (view.kind !== 'movement') throw new Error('no movement')
  return view.movement
}

test('the rows lead from one value to the other without a step between', () => {
  const rows = waterfallRows(movementIn(movementOfSum())) ?? []
  expect(rows.length).toBe(10)
  expect(rows.slice(1).map(({ from }) => from)).toEqual(rows.slice(0, -1).map(({ to }) => to))
  expect(rows.at(-1)).toMatchObject({ kind: 'closing', to: 128_673_610 })
})

test('less is hatched and more is solid; both values are marks, because the scale does not begin at 0', () => {
  const html = drawn(movementOfSum())
  const wide = html.slice(html.indexOf('<svg'), html.indexOf('</svg>'))
  expect(wide.match(/class="loss"[^>]*fill="url\(#waterfall-wide-less\)"/g)?.length).toBe(5)
  expect(wide.match(/class="gain"/g)?.length).toBe(3)
  expect(wide.match(/class="mark"/g)?.length).toBe(2)
  const lefts = [...wide.matchAll(/class="(?:gain|loss)" x="([\d.]+)"/g)].map((m) => m[1])
  expect(new Set(lefts).size).toBeGreaterThan(5)
  expect(html).not.toMatch(/ style=|<script/)
})

test('every deal says what happened to it and opens in its CRM', () => {
  const html = drawn(movementOfSum())
  expect(words(movementOfSum())).toMatch(/Kranich Optik.*Amount: €19,999\.00, now €23,499\.50.*\+€3,500\.50/s)
  expect(html).toMatch(/<a class="deal" href="https:\/\/app\.hubspot\.com[^"]*"/)
  expect(words(movementOfSum())).toContain('The largest of 31')
})

test('a ratio shows both of its sums; a line with too few people names no deal', () => {
  const said = words(movementOfRatio())
  expect(said).toContain('Too few people stand behind this step')
  expect(said).toMatch(/Hafenwerk.*Numerator.0 · Denominator.\+1/s)
  expect(drawn(movementOfRatio()).match(/<details/g)?.length).toBe(1)
})

test('a median has no waterfall and names who entered', () => {
  expect(drawn(movementOfMedian())).not.toContain('<svg class="chart')
  expect(words(movementOfMedian())).toMatch(/New in the median: 1 deal.*Stadtwerke Lindental.*143 days/s)
})

test('what may not be shown says why, and nothing else', () => {
  const said = words({ kind: 'hidden', days: [] })
  expect(said).toContain('Too few people stand behind the difference')
  expect(said).not.toMatch(/€|%/)
})
