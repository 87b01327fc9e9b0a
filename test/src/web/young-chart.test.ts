import { expect, test } from 'vitest'
import { keyResultPage } from '../../../src/web/key-result-page.ts'
import { pageContext, text } from '../../support/page-context.ts'
import { detail, keyResultView } from '../../support/views.ts'

const point = (day: string, value: number | null) => ({ day, value, progress: value, complete: true })
const drawn = async (history: readonly ReturnType<typeof point>[]) =>
  text(keyResultPage(keyResultView({ detail: detail({ history }) }), pageContext()))

test('a chart of a few days marks each of them, and says since when there is something to see', async () => {
  const page = await drawn([
    point('2026-11-20', null),
    point('2026-11-22', 100_000_000),
    point('2026-11-23', 124_350_000),
  ])
  expect(page).toContain('Gemessen seit 22. Nov.')
  const [wide = ''] = /<svg class="chart wide".*?<\/svg>/s.exec(page) ?? []
  expect(wide.match(/class="point"/g)).toHaveLength(1)
  expect(wide.match(/class="last"/g)).toHaveLength(1)
  expect(wide.replace(/\u00a0/g, ' ')).toContain('>1,24 Mio. €</text>')
  expect(wide).not.toContain('class="bay"')
})

test('a chart with a course needs neither', async () => {
  const page = await text(keyResultPage(keyResultView(), pageContext()))
  expect(page).not.toContain('Gemessen seit')
  expect(page).not.toContain('class="point"')
  expect(page).toContain('class="bay"')
})

test('on the last days of a cycle the value stands below its point, inside the drawing', async () => {
  const page = await drawn([point('2026-12-31', 0)])
  const [, x = '', y = ''] = /class="name" x="([\d.]+)" y="([\d.]+)" text-anchor="end"/.exec(page) ?? []
  expect(Number(x)).toBeLessThan(1000)
  expect(Number(y)).toBeLessThan(340)
})
