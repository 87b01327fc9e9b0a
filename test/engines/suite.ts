/** What must hold of the story, wherever it was lived through. */
import { expect, test } from 'vitest'
import type { Export } from '../../src/export.ts'
import { keyResultTitles } from '../edge/company.ts'
import type { Told } from './story.ts'

/** `told` may still be under way when the tests are declared. */
export function engineSuite(place: string, told: () => Told): void {
  test(`${place}: the first import reads every deal of both companies`, () => {
    expect(told().imported).toEqual({
      both: [
        'hubspot history complete',
        'hubspot manual complete',
        'salesforce history complete',
        'salesforce manual complete',
      ],
      one: ['salesforce history complete', 'salesforce manual complete'],
    })
  })

  test(`${place}: the night measures each key result once, and the full pass after it comes to its end`, () => {
    const { official, settled } = told()
    expect(official.both.map(({ title }) => title)).toEqual(keyResultTitles)
    expect(official.one.map(({ title }) => title)).toEqual(
      keyResultTitles.filter((title) => !title.includes('HubSpot')),
    )
    const kinds = ['census', 'history', 'manual', 'night']
    const of = (source: string) => kinds.map((kind) => `${source} ${kind} complete`)
    expect(settled).toEqual({ both: [...of('hubspot'), ...of('salesforce')], one: of('salesforce') })
  })

  test(`${place}: a push moves the key results of its company, and a forged one is refused`, () => {
    const { forged, believed, pushed, official } = told()
    expect([forged, believed]).toEqual([
      [401, 401],
      [204, 204],
    ])
    const wonBefore = (company: 'both' | 'one', title: string) =>
      official[company].find((one) => one.title === title)?.value.value
    expect(pushed.both.map(([title]) => title)).toContain('Open in HubSpot')
    // The other CRM of the company is not touched by it.
    expect(pushed.both.map(([title]) => title)).not.toContain('Won in Salesforce')
    expect(pushed.one).toContainEqual([
      'Won in Salesforce',
      Number(wonBefore('one', 'Won in Salesforce')) + 1,
    ])
  })

  test(`${place}: after edits that no push told of, the mirror agrees with each CRM`, () => {
    const { again, looked } = told()
    expect(again.both.filter((run) => run.endsWith('manual complete'))).toHaveLength(4)
    expect(again.one.filter((run) => run.endsWith('manual complete'))).toHaveLength(2)
    expect([...again.both, ...again.one].filter((run) => !run.endsWith('complete'))).toEqual([])
    for (const { checks } of [looked.both, looked.one]) {
      for (const { compared, differences, failure, held } of checks) {
        expect(compared.length).toBeGreaterThan(0)
        expect(compared.map(({ ours }) => ours)).toEqual(compared.map(({ theirs }) => theirs))
        expect({ differences, failure, held }).toEqual({ differences: [], failure: null, held: 0 })
      }
    }
    expect([looked.both.checks.length, looked.one.checks.length]).toEqual([2, 1])
  })

  test(`${place}: each company sees its own health, and nothing stands in its way`, () => {
    const { both, one } = told().looked
    expect([both.health.workspace, one.health.workspace]).toEqual([
      told().exported.both.workspace.name,
      told().exported.one.workspace.name,
    ])
    const pages = { '/': 200, '/health': 200, '/api/runs': 200, '/healthz': 200 }
    expect([both.pages, one.pages]).toEqual([pages, pages])
    const received = [...both.health.connections, ...one.health.connections].map(
      ({ source, status, parked, check, push }) => ({ source, status, parked, check, push }),
    )
    const calm = { status: 'active', parked: [], check: { differing: 0, heldRemovals: 0 } }
    expect(received).toEqual([
      { source: 'hubspot', ...calm, push: { received: 1, waiting: 0 } },
      { source: 'salesforce', ...calm, push: { received: 0, waiting: 0 } },
      { source: 'salesforce', ...calm, push: { received: 1, waiting: 0 } },
    ])
  })

  test(`${place}: no database holds a word of another company`, () => {
    const { ofItself, ofTheOther } = told()
    expect(ofTheOther).toEqual({ both: [], one: [] })
    // Looked for in the same way, its own are found.
    const own = ['deal.external_id', 'deal.name', 'source.account']
    expect(ofItself).toEqual({ both: expect.arrayContaining(own), one: expect.arrayContaining(own) })
  })

  test(`${place}: a company whose neighbour's database is dropped goes on as if nothing had happened`, () => {
    const { alone, again } = told()
    expect(alone).toEqual({ untouched: true, runs: [...again.both, ...more(again.both)].sort(), health: 200 })
  })
}

/** One more sync by hand of each connection. */
function more(runs: readonly string[]): string[] {
  return [...new Set(runs)].filter((run) => run.includes(' manual '))
}

/** The same ledger, mirror and values to the last cell. By table first: a difference is then short to read. */
export function expectSame(told: Told, reference: Told): void {
  for (const company of ['both', 'one'] as const) {
    const [mine, theirs] = [told.exported[company], reference.exported[company]]
    for (const name of Object.keys(theirs.tables))
      expect([name, rowsOf(mine, name)]).toEqual([name, rowsOf(theirs, name)])
    expect(mine).toEqual(theirs)
  }
  expect(told).toEqual(reference)
}

function rowsOf({ tables }: Export, name: string) {
  return tables[name] ?? []
}
