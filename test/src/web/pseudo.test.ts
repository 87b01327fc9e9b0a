// Every visible word of a page is marked: messages and formatted values by the pseudo language, data by the view.
// What stands unmarked was written into a page by hand. Planted: 'Ziel' in a template, a title attribute, an option.
import { expect, test } from 'vitest'
import type { Formatters, Translate } from '../../../src/i18n/index.ts'
import { boardPage } from '../../../src/web/board-page.ts'
import type { Html } from '../../../src/web/ctx.ts'
import { cycleForm } from '../../../src/web/cycle-form.ts'
import { enteredKeyResult } from '../../../src/web/entered-key-result.ts'
import { errorPage } from '../../../src/web/error-page.ts'
import { untouched } from '../../../src/web/form-state.ts'
import { keyResultForm } from '../../../src/web/key-result-form.ts'
import { startOf } from '../../../src/web/key-result-options.ts'
import { keyResultPage } from '../../../src/web/key-result-page.ts'
import type { MovementView } from '../../../src/web/movement-view.ts'
import { objectiveForm } from '../../../src/web/objective-form.ts'
import { signInPage } from '../../../src/web/sign-in-page.ts'
import { movementOfMedian, movementOfRatio, movementOfSum } from '../../support/movement-views.ts'
import { pageContext, text } from '../../support/page-context.ts'
import * as views from '../../support/views.ts'

const mark = (words: string) => `⟦${words}⟧`

/** Strings that come from people or from the CRM. */
const dataKeys = new Set([
  'title',
  'name',
  'team',
  'subject',
  'description',
  'stage',
  'sentence',
  'question',
  'label',
  'note',
  'run',
])

function marked<T>(value: T, key = ''): T {
  if (typeof value === 'string') return (dataKeys.has(key) ? mark(value) : value) as T
  if (Array.isArray(value)) return value.map((one) => marked(one, key)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, marked(v, k)])) as T
}

const plain = pageContext()
const t: Translate = (key, values) => mark(plain.t(key, values))
const f = Object.fromEntries(
  Object.entries(plain.f).map(([name, format]) => [
    name,
    (...args: never[]) => mark((format as (...a: never[]) => string)(...args)),
  ]),
) as unknown as Formatters
const ctx = pageContext({
  t,
  f,
  workspaceName: mark('Firma'),
  session: { userId: 'u1', name: mark('Mara'), email: '', role: 'administrator' },
})

/** Names of products, languages, currencies and time zones are the same everywhere. */
const names = /Europe\/Berlin|HubSpot|Salesforce|Deutsch|English|\b(EUR|CHF|USD)\b/g

function unmarked(html: string): string[] {
  const body = html.slice(html.indexOf('<body'))
  const attributes = [...body.matchAll(/\s(?:aria-label|title|placeholder|alt|label)="([^"]*)"/g)].map(
    (m) => m[1] ?? '',
  )
  const nodes = body.replace(/<(title|desc)\b[^>]*>/g, '<i>').split(/<[^>]*>/)
  const loose = [...nodes, ...attributes].map((node) => {
    let rest = node
    // Marks nest: a message may hold a formatted value.
    for (let before = ''; before !== rest; ) {
      before = rest
      rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '')
    }
    return rest
      .replace(/&[a-z#0-9]+;/g, ' ')
      .replace(names, '')
      .trim()
  })
  return loose.filter((rest) => /\p{L}/u.test(rest))
}

/** A reason of a value is typed; one of the metrics is a code. */
const written = views.writtenRows.map((row) => ({ ...row, author: mark('Mara'), reason: mark('Nachzügler') }))

const moved = (movement: MovementView) => ({
  ...{ ...marked(views.manualView()), written, entry: null },
  movement: marked(movement),
})

const pages: Readonly<Record<string, () => Html>> = {
  board: () => boardPage(marked(views.board()), marked(views.cycles), ctx),
  empty: () => boardPage(null, [], ctx),
  'first import': () => boardPage(marked(views.board({ objectives: [], sources: [] })), [], ctx),
  'key result': () => keyResultPage(marked(views.keyResultView()), ctx),
  hold: () => keyResultPage(marked(views.holdView()), ctx),
  manual: () =>
    keyResultPage(
      { ...marked(views.manualView()), written, entry: { day: '', value: '', reason: '', wrong: {} } },
      ctx,
    ),
  movement: () => keyResultPage(moved(movementOfSum()), ctx),
  'movement of a ratio': () => keyResultPage(moved(movementOfRatio()), ctx),
  'movement of a median': () => keyResultPage(moved(movementOfMedian()), ctx),
  'new cycle': () => cycleForm(untouched(), mark('Q1'), ctx),
  'new objective': () => objectiveForm(untouched(), marked(views.cycles), ctx),
  'new key result': () =>
    keyResultForm(untouched(startOf('growth')), marked(views.keyResultOptions), null, ctx),
  'changed key result': () => {
    const entered = marked(enteredKeyResult(views.keyResult(), 'EUR', 'de'), 'title')
    return keyResultForm(untouched(entered), marked(views.keyResultOptions), null, ctx, 'won')
  },
  'changed cycle': () => cycleForm(untouched(), mark('Q1'), ctx, 'q4'),
  'changed objective': () => objectiveForm(untouched(), [], ctx, 'growth'),
  'sign in': () => signInPage('ask', ctx),
  'link used': () => signInPage('link_used', ctx),
  'not found': () => errorPage(404, ctx),
}

for (const [name, page] of Object.entries(pages)) {
  test(`the page "${name}" has no word of its own: all come from the languages or the data`, async () => {
    expect(unmarked(await text(page()))).toEqual([])
  })
}

test('an unmarked word would be found', () => {
  expect(unmarked('<body><p>⟦Ziel ⟦2⟧⟧</p><p title="Hilfe">·</p>Wort</body>')).toEqual(['Wort', 'Hilfe'])
})
