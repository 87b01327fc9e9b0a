/** What a newcomer gets: `npm start`, the command line beside it, and a second start, as one installation lives it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Installation, installation, type Running, terminate } from './program.ts'

// A Tuesday in the middle of a quarter: both nights close working days.
const WON_BY_SALESFORCE = JSON.stringify({
  metric: 'won_deals',
  filter: { connections: ['salesforce'] },
  window: { from: '2026-10-01', to: '2027-01-01' },
})
const DAY_ONE = '2026-11-17'
const LINK = /http:\/\/localhost:(\d+)\/sign-in\/link\?token=\S+/

let demo: Installation
let server: Running
let link: string
let table: string

beforeAll(async () => {
  demo = installation({ PEGEL_DEMO_ANCHOR: DAY_ONE })
  server = demo.start()
  const [found] = await server.untilOut(LINK)
  link = found
  table = (await server.untilOut(/[\s\S]*?\n\n[\s\S]*?\n\n/))[0]
}, 120_000)

afterAll(() => demo.end())

function columns(text: string): string[][] {
  return text.split('\n').map((line) => line.trim().split(/\s{2,}/))
}

async function canonicalExport(): Promise<string> {
  const { code, out, err } = await demo.cli(['export', '--canonical'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
}

test('the first screen is a table of key results, each with value, target, progress, pace, status and change', () => {
  const [cycle, , head, , ...rows] = columns(table)
  expect(cycle).toEqual(['Q4 2026'])
  expect(head).toEqual([
    ...['Objectives and key results', 'Value', 'Target', 'Progress', 'Pace', 'Status', 'since yesterday'],
  ])
  const keyResults = rows.filter((row) => row.length > 1)
  expect(keyResults.length).toBeGreaterThanOrEqual(8)
  expect(keyResults.filter((row) => row.length !== 7)).toEqual([])
  // What a metric measures has a value on both days; what people type has none since yesterday.
  expect(keyResults.filter((row) => row[1] === '–')).toEqual([])
  expect(keyResults.filter((row) => row[6] === '–').length).toBeLessThanOrEqual(2)
  expect(keyResults.filter((row) => /[1-9]/.test(row[6] ?? '')).length).toBeGreaterThan(0)
})

test('the board holds a key result of both CRMs and two numbers that Salesforce worked out, with values on both days', async () => {
  const board = JSON.parse((await demo.cli(['kr', 'list', '--json'])).out)
  const all = board.objectives.flatMap((one: { keyResults: object[] }) => one.keyResults)
  const made = (origin: string) => all.filter((one: { origin: string }) => one.origin === origin)
  const measured = { latest: { asOf: '2026-11-18' }, changeSince: '2026-11-17' }
  expect(made('composite')).toMatchObject([measured])
  expect(made('native')).toMatchObject([measured, measured])

  const [{ latest }] = made('composite')
  const [hubspot, salesforce] = latest.terms.map((term: { value: number }) => term.value)
  expect(latest.value).toBeCloseTo(0.6 * hubspot + 0.4 * salesforce, 12)

  const counted = made('native').find((one: { unit: string }) => one.unit === 'count')
  const ours = JSON.parse(
    (await demo.cli(['metric', WON_BY_SALESFORCE, '--at', counted.latest.asOf, '--json'])).out,
  )
  expect(counted.latest.value).toBe(ours.value)
  const reported = made('native').find((one: { unit: string }) => one.unit === 'money')
  expect(reported.latest.value).toBeGreaterThan(0)
})

test('the link signs in once, leads to a board with the same numbers, and says so kindly when used again', async () => {
  const first = await fetch(link, { redirect: 'manual' })
  const cookie = first.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const board = await fetch(new URL('/', link), { headers: { cookie, 'accept-language': 'en' } })
  expect(board.status).toBe(200)
  const page = (await board.text()).replace(/&nbsp;|\u00a0|\u202f/g, ' ')
  const values = columns(table)
    .slice(4)
    .filter((row) => row.length === 7)
    .map((row) => row[1] ?? '')
  expect(values.filter((value) => !page.includes(value.replace(/\u00a0|\u202f/g, ' ')))).toEqual([])

  const again = await fetch(link, { redirect: 'manual', headers: { 'accept-language': 'en' } })
  expect(again.status).toBeLessThan(500)
  expect(again.headers.getSetCookie().join()).not.toContain('session_token=')
  const followed = await fetch(link, { headers: { 'accept-language': 'en' } })
  expect(followed.status).toBe(410)
  expect(await followed.text()).toContain('This link has expired or was used before.')
  const stranger = await fetch(new URL('/', link))
  expect(await stranger.text()).not.toContain(values[0])
})

const asked = '{"metric":"win_rate","window":"cycle_of_nothing"}'
const WON = JSON.stringify({ metric: 'won_revenue', window: { from: '2026-10-01', to: '2027-01-01' } })

test.each([
  ['kr list', ['kr', 'list']],
  ['doctor', ['doctor']],
  ['a metric', ['metric', WON]],
  ['a metric of a past day', ['metric', WON, '--at', '2026-11-18']],
  ['a metric day by day', ['metric', WON, '--series', '2026-11-17..2026-11-18']],
  ['export', ['export']],
])(
  '%s prints JSON alone on standard output when asked to, and text otherwise, beside the server',
  async (_, args) => {
    const [json, text] = await Promise.all([demo.cli([...args, '--json']), demo.cli(args)])
    expect({ code: json.code, err: json.err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(json.out)).toBeTypeOf('object')
    expect(text.code).toBe(0)
    expect(text.out.length).toBeGreaterThan(5)
  },
)

test('who speaks German is answered in German', async () => {
  const settings = { LANG: 'de_DE.UTF-8' }
  const [board, doctor] = await Promise.all([
    demo.cli(['kr', 'list'], { settings }),
    demo.cli(['doctor'], { settings }),
  ])
  expect(columns(board.out)[2]).toEqual([
    ...['Objective und Key Results', 'Wert', 'Ziel', 'Fortschritt', 'Soll', 'Status', 'seit gestern'],
  ])
  expect(doctor.out).toMatch(/nächste Nacht +\d{2}\.\d{2}\.\d{4}/)
  expect(doctor.out).toMatch(/Zustand +verbunden\n/)
})

/** What is read beside the nights goes on after the link is shown. */
async function pastIsRead(): Promise<void> {
  const background = async () => {
    const { out } = await demo.cli(['doctor', '--json'])
    return JSON.parse(out).connections.flatMap((one: { background: { kind: string; status: string }[] }) =>
      one.background.map(({ kind, status }) => `${kind} ${status}`),
    )
  }
  await expect
    .poll(background, { timeout: 90_000, interval: 500 })
    .toEqual(['history complete', 'history complete'])
}

test('a metric of a past day is the value of that day, and a series has one value a day', async () => {
  await pastIsRead()
  const [at, series] = await Promise.all([
    demo.cli(['metric', WON, '--at', '2026-11-18', '--json']),
    demo.cli(['metric', WON, '--series', '2026-11-16..2026-11-18', '--json']),
  ])
  const days = JSON.parse(series.out)
  expect(days.map((value: { asOf: string }) => value.asOf)).toEqual([
    '2026-11-16',
    '2026-11-17',
    '2026-11-18',
  ])
  expect(days[2]).toEqual(JSON.parse(at.out))
  // Pegel met the company in the night after the 17th; the days before come from the CRMs' own history.
  expect(days.slice(0, 2)).toMatchObject(Array(2).fill({ value: expect.any(Number), run: null }))
  expect(days[0].value).toBeLessThan(days[2].value)
  expect(days[2]).toMatchObject({ value: expect.any(Number) })
})

test('a key result shows its value and the deals behind it, which sum up to it', async () => {
  const board = JSON.parse((await demo.cli(['kr', 'list', '--json'])).out)
  const [won] = board.objectives[0].keyResults
  const shown = await demo.cli(['kr', 'show', won.id, '--json', '--limit', '9999'])
  const { keyResult, evidence } = JSON.parse(shown.out)
  expect(keyResult.latest.value).toBe(won.latest.value)
  const sum = evidence.rows.reduce((total: number, deal: { homeMinor: number }) => total + deal.homeMinor, 0)
  expect(sum).toBe(won.latest.value)
  const text = await demo.cli(['kr', 'show', won.id, '--limit', '1'])
  expect(text.out).toContain(won.title)
})

test('the evidence of a key result goes out as JSON and as CSV, whole, and adds up to its value', async () => {
  const board = JSON.parse((await demo.cli(['kr', 'list', '--json'])).out)
  const [won] = board.objectives[0].keyResults
  const { head, deals } = JSON.parse((await demo.cli(['kr', 'evidence', won.id, '--format', 'json'])).out)
  expect(head.value).toBe(won.latest.value)
  expect(deals.reduce((sum: number, deal: { numerator: number }) => sum + deal.numerator, 0)).toBe(head.value)
  const csv = (await demo.cli(['kr', 'evidence', won.id, '--format', 'csv'])).out
  const [, table = ''] = csv.split(/\r?\n\r?\n/)
  expect(table.trimEnd().split(/\r?\n/)).toHaveLength(deals.length + 1)
})

test.each([
  ['an unknown command', ['sing'], /unknown command/],
  ['an unknown key result', ['kr', 'show', 'nothing'], /no key result nothing/],
  ['an unknown company', ['doctor', '--workspace', 'nobody'], /no company "nobody"/],
  ['a definition that is no JSON', ['metric', 'win_rate'], /no JSON/],
  ['a definition that does not fit', ['metric', asked], /does not fit/],
  [
    'a stage that does not exist',
    ['metric', '{"metric":"won_revenue","filter":{"stages":["nowhere"]},"window":{"trailingDays":90}}'],
    /no such stage: nowhere/,
  ],
  ['a day that is none', ['metric', WON, '--at', '2026-02-30'], /2026-02-30 is no day/],
  ['a series that runs backwards', ['metric', WON, '--series', '2026-11-18..2026-11-17'], /--series takes/],
  [
    'a property that does not exist',
    [
      'metric',
      '{"metric":"won_revenue","filter":{"properties":[{"name":"colour","op":"in","values":["red"]}]},"window":{"trailingDays":90}}',
    ],
    /no such field: colour/,
  ],
  ['an instant that is none', ['sync', '--now', 'tomorrow'], /an instant like/],
])('%s is one line on standard error and no success', async (_, args, words) => {
  const { code, out, err } = await demo.cli(args)
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(words)
  expect(err).not.toContain('    at ')
})

test('customers are shown by the quarter they began in, in a table and as JSON', async () => {
  const [shown, told] = await Promise.all([demo.cli(['cohorts']), demo.cli(['cohorts', '--json'])])
  const { cohorts, minimum } = JSON.parse(told.out)
  const [head, , ...rows] = columns(shown.out.trim())
  expect(head?.slice(0, 4)).toEqual([
    ...['Began in the quarter from', 'Customers', 'recurring revenue of a year', 'Q+0'],
  ])
  expect(rows.length).toBe(cohorts.length)
  expect(cohorts.length).toBeGreaterThan(8)
  const first = cohorts.findIndex((one: { customers: number | null }) => one.customers !== null)
  const { customers, ends } = cohorts[first]
  expect(customers).toBeGreaterThanOrEqual(minimum)
  // All that began are there at the end of the day they are counted from, and a column each quarter since.
  expect(rows[first]?.[1]).toBe(String(customers))
  expect(rows[first]?.length).toBe(3 + ends.length)
  expect(rows[first]?.at(-1)).toMatch(/^\d+% \/ \d+%\*$/)
})

test('one more day is lived beside the running server, the board has it, and the command ends at once', async () => {
  const { code, out, err, ms } = await demo.cli(['demo', 'next-day'])
  expect({ code, err }).toMatchObject({ code: 0 })
  expect(columns(out)[0]).toEqual(['Q4 2026'])
  expect(out).not.toBe(table)
  expect(ms).toBeLessThan(20_000)
  const health = JSON.parse((await demo.cli(['doctor', '--json'])).out)
  expect(health.connections.map((one: { lastDay: string }) => one.lastDay)).toEqual([
    '2026-11-19',
    '2026-11-19',
  ])
})

test('a day that was begun and not played, as a killed command leaves it, is finished before the next', async () => {
  const path = join(demo.folder, 'demo.json')
  const state = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify({ ...state, day: '2026-11-20' }))
  const { code, out } = await demo.cli(['demo', 'next-day', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    day: '2026-11-20',
    runs: [{ status: 'complete' }, { status: 'complete' }],
  })
})

test('a sync by hand beside the running server brings nothing that is not new', async () => {
  const before = await canonicalExport()
  const { code, out } = await demo.cli(['sync', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(out).runs).toMatchObject([
    { source: 'hubspot', status: 'complete', skipped: 0 },
    { source: 'salesforce', status: 'complete', skipped: 0 },
  ])
  expect(await canonicalExport()).toBe(before)
})

test('a second server of the same company is refused in one line', async () => {
  const second = await demo.start().finished
  expect(second).toMatchObject({ code: 1, out: '' })
  expect(second.err).toMatch(/running with this DATA_DIR already/)
})

test('stopped and started again, nothing is imported twice and no value has changed', async () => {
  const before = await canonicalExport()
  const revisions = (text: string) => JSON.parse(text).tables.revision.length
  const board = await demo.cli(['kr', 'list'])
  expect(await terminate(server)).toMatchObject({ code: 0, signal: null })
  server = demo.start()
  await server.untilOut(LINK)
  const again = (await server.untilOut(/[\s\S]*?\n\n[\s\S]*?\n\n/))[0]
  expect(again.trim()).toBe(board.out.trim())
  const after = await canonicalExport()
  expect(revisions(after)).toBe(revisions(before))
  expect(after).toBe(before)
})

const BOTH = {
  operation: 'sum',
  terms: ['hubspot', 'salesforce'].map((id) => ({
    ...{ metric: 'won_revenue', filter: { connections: [id] } },
  })),
}
let both: string

test('a key result made of two metrics is added by the command line; what cannot be added up is refused', async () => {
  const board = JSON.parse((await demo.cli(['kr', 'list', '--json'])).out)
  const add = (composite: unknown) =>
    demo.cli([
      ...[
        'kr',
        'add',
        '--objective',
        board.objectives[0].id,
        '--title',
        'Won in both',
        '--target',
        '400000000',
      ],
      ...['--composite', JSON.stringify(composite)],
    ])
  const wrong = await add({ operation: 'sum', terms: [{ metric: 'won_revenue' }, { metric: 'win_rate' }] })
  expect(wrong.code).toBe(1)
  expect(wrong.err).toContain('The unit or currency does not fit the metric.')
  const added = await add(BOTH)
  expect(added.code).toBe(0)
  both = added.out.trim()
  expect((await demo.cli(['kr', 'show', both])).out).toMatch(/Status +no data/)
})

test('the night gives a key result made of two metrics the sum of both, and each part has its deals', async () => {
  expect((await demo.cli(['demo', 'next-day'])).code).toBe(0)
  const shown = (part: number) =>
    demo.cli(['kr', 'show', both, '--json', '--limit', '9999', '--part', String(part)])
  const parts = (await Promise.all([1, 2].map(shown))).map(({ out }) => JSON.parse(out))
  const { value, terms } = parts[0].keyResult.latest
  expect(terms.map((term: { value: number }) => term.value).every((part: number) => part > 0)).toBe(true)
  expect(value).toBe(terms[0].value + terms[1].value)
  const sums = parts.map(({ evidence }) =>
    evidence.rows.reduce((sum: number, deal: { homeMinor: number }) => sum + deal.homeMinor, 0),
  )
  expect(sums).toEqual(terms.map((term: { value: number }) => term.value))
})
