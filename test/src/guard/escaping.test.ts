/**
 * Whatever a CRM or a person calls things, it is text: through every page, the card, JSON and CSV. The names carry a mark, so
 * that each place they come out of is seen, and every mark has to be escaped.
 */
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { pipeline, source, stage, team } from '../../../db/workspace/schema.ts'
import { publicUrl } from '../../support/app.ts'
import { hubspotCall } from '../card/signed.ts'
import { PUSH_SECRET, type TwoCompanies, twoCompanies } from '../isolation/two-companies.ts'

const EVIL = `<img src=x onerror=alert(1)>"'><script>alert(2)</script>{{7*7}}\${7*7}&lt;`
const word = (id: string, text: string) => `${id} ${text} ${EVIL}`
/** Formulas go first: what a spreadsheet runs is the beginning of a cell. */
const formula = (_: string, text: string) => `=cmd|' /C calc'!A0 ${text}`

async function world(named: typeof word): Promise<TwoCompanies> {
  const made = await twoCompanies(named)
  const { db } = made.own.workspace
  await db.update(pipeline).set({ label: named('acme', 'Pipeline') })
  await db.update(stage).set({ label: named('acme', 'Stage') })
  await db.update(team).set({ name: named('acme', 'Team') })
  const [row] = await db.select().from(source)
  const account = { ...JSON.parse(String(row?.account)), name: named('acme', 'Account') }
  await db
    .update(source)
    .set({ account: JSON.stringify(account), properties: JSON.stringify([named('acme', 'Property')]) })
  return made
}

function pagesOf({ app, own }: TwoCompanies): string[] {
  const { cycle = '', objective = '', measured = '', typed = '' } = own.ids
  const paths = app.routes.filter(
    ({ method, path }) => method === 'GET' && !path.includes('*') && !/:crm/.test(path),
  )
  return [...new Set(paths.map(({ path }) => path))].flatMap((path) => {
    if (/sign-(in|out)/.test(path)) return []
    if (!path.includes(':id'))
      return [
        path,
        `${path}?cycle=${cycle}&source=${encodeURIComponent(EVIL)}&error=${encodeURIComponent(EVIL)}`,
      ]
    const ids = path.includes('cycles')
      ? [cycle]
      : path.includes('objectives')
        ? [objective]
        : [measured, typed]
    return [...ids, encodeURIComponent(EVIL)].map((id) => path.replace(':id', id))
  })
}

const raw = /<img src=x|<script>alert|onerror=alert\(1\)>|"'>/

test.each(['de', 'en'])('in no page of the program is a name anything but text (%s)', async (locale) => {
  const made = await world(word)
  const cookie = `${await made.signIn('administrator')}; pegel_locale=${locale}`
  let [pages, shown] = [0, 0]
  for (const path of pagesOf(made)) {
    const response = await made.app.request(publicUrl + path, { headers: { cookie } })
    const text = await response.text()
    expect([path, response.status < 500]).toEqual([path, true])
    if (!(response.headers.get('content-type') ?? '').includes('text/html')) continue
    pages += 1
    expect([path, raw.exec(text)?.[0] ?? null]).toEqual([path, null])
    // No attribute of ours is opened or closed by a name either.
    expect([path, /<[a-z]+(?:\s+[\w-]+(?:="[^"]*")?)*\s+on[a-z]+\s*=/i.exec(text)?.[0] ?? null]).toEqual([
      path,
      null,
    ])
    if (text.includes('&lt;img src=x onerror=alert(1)&gt;')) shown += 1
  }
  console.info(`escaping: ${pages} pages, ${shown} of them show a name`)
  expect(pages).toBeGreaterThan(25)
  expect(shown).toBeGreaterThan(8)
})

test('what a form sends back comes back as text', async () => {
  const made = await world(word)
  const cookie = await made.signIn('administrator')
  const { measured = '', objective = '', cycle = '' } = made.own.ids
  const forms = made.app.routes.filter(
    ({ method, path }) => method === 'POST' && !/^\/(api|webhooks|card)|sign-out/.test(path),
  )
  const names = [
    'title',
    'name',
    'reason',
    'why',
    'days',
    'currency',
    'of',
    'factor',
    'from',
    'value',
    'override',
    'until',
  ]
  const more = [
    'startsOn',
    'lastDay',
    'description',
    'team',
    'target',
    'baseline',
    'metric',
    'window',
    'source',
    'note',
    'day',
  ]
  const body = new URLSearchParams(Object.fromEntries([...names, ...more].map((name) => [name, EVIL])))
  let refused = 0
  for (const path of new Set(forms.map((route) => route.path))) {
    const id = path.includes('cycles') ? cycle : path.includes('objectives') ? objective : measured
    const init = { method: 'POST', headers: { cookie, origin: publicUrl }, body }
    const response = await made.app.request(publicUrl + path.replace(':id', id), init)
    const text = await response.text()
    expect([path, response.status < 500, raw.exec(text)?.[0] ?? null]).toEqual([path, true, null])
    if (response.status === 422) refused += 1
  }
  expect(refused).toBeGreaterThan(5)
})

test('the card and the API tell a name as JSON, which no browser takes for a page', async () => {
  const made = await world(word)
  const cookie = await made.signIn('administrator')
  const call = hubspotCall({
    ...{ id: made.own.ids.deal ?? '', account: made.own.account, email: 'administrator@acme.example' },
    ...{ at: made.deps.now(), secret: PUSH_SECRET },
  })
  const board = await made.app.request(`${publicUrl}/api/board`, { headers: { cookie } })
  for (const response of [await made.app.request(publicUrl + call.path, call.init), board]) {
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(JSON.stringify(JSON.parse(await response.text()))).toContain('<img src=x onerror=alert(1)>')
  }
})

test('no cell of a file is a formula, in any of the ways a file is asked for', async () => {
  const made = await world(formula)
  const cookie = await made.signIn('administrator')
  const { measured = '' } = made.own.ids
  let cells = 0
  for (const locale of ['de', 'en'])
    for (const path of [
      `/key-results/${measured}/evidence.csv`,
      `/api/key-results/${measured}/evidence.csv`,
    ]) {
      const response = await made.app.request(publicUrl + path, {
        headers: { cookie: `${cookie}; pegel_locale=${locale}` },
      })
      expect([path, response.status]).toEqual([path, 200])
      const text = await response.text()
      const delimiter = text.includes(';') ? ';' : ','
      const rows: string[][] = parse(text, { delimiter, bom: true, relax_column_count: true })
      for (const cell of rows.flat()) {
        cells += 1
        expect([path, cell, /^[=+@|]/.test(cell)]).toEqual([path, cell, false])
      }
      expect(text).toContain(`'=cmd|`)
    }
  expect(cells).toBeGreaterThan(50)
})
