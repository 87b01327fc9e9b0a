/**
 * How wrong the forecast was in past cycles, beside the straight line: on the demo company and on the Maven data; and what
 * it costs. Errors are means of distances over all cycles and points; `inside` promises 80 %.
 */
import { createDemoCompany, demoPipelines } from '../../connectors/demo/company.ts'
import { loadMaven } from '../../connectors/demo/maven.ts'
import { addDays, addMonths } from '../../connectors/values/time.ts'
import { backTest, type Score, scores } from '../../src/forecast/back-test.ts'
import { comparableCycles } from '../../src/forecast/cycles.ts'
import { type Life, lengthOf, type Measure, rangeOf } from '../../src/forecast/lives.ts'
import { POINTS } from '../../src/forecast/outlook.ts'
import { snapshots } from '../../src/forecast/snapshots.ts'
import type { Span } from '../../src/okr/pace.ts'
import { mavenDir, mavenMissing } from '../support/maven.ts'
import { crmLives } from './crm-lives.ts'
import { cost } from './forecast-cost.ts'
import type { Bench, Line } from './report.ts'

const ANCHOR = '2026-11-22'
const SEED = 20_261

interface Case {
  readonly what: string
  readonly lives: readonly Life[]
  /** The cycle after the last one that is forecast. */
  readonly next: Span
  readonly since: string
}

function demoCases(): Case[] {
  const next = { startsOn: '2026-10-01', endsOn: '2027-01-01' }
  return (['hubspot', 'salesforce'] as const).flatMap((division) => {
    const crm = createDemoCompany({ seed: SEED, anchor: ANCHOR, crm: division })
    const { newBusiness, renewal } = demoPipelines(division)
    const since = addDays(addMonths(ANCHOR, -36), -60)
    const of = (what: string, pipelines: readonly string[] | null): Case => ({
      what: `demo, ${division}, ${what}`,
      lives: crmLives(crm, pipelines),
      ...{ next, since },
    })
    return [of('all', null), of('new business', newBusiness), of('renewals', renewal)]
  })
}

/**
 * The file knows when a deal was engaged and when it closed, and no stage between: age is all there is to learn from. It
 * holds closings of ten months, so a month is the longest cycle of which there are enough.
 */
async function mavenCases(say: (line: string) => void): Promise<Case[]> {
  if (mavenMissing !== null) {
    say(`no Maven data: ${mavenMissing}`)
    return []
  }
  const lives = crmLives(await loadMaven(mavenDir))
  return [
    {
      what: 'Maven, months',
      lives,
      next: { startsOn: '2018-01-01', endsOn: '2018-02-01' },
      since: '2017-03-01',
    },
    {
      what: 'Maven, quarters',
      lives,
      next: { startsOn: '2018-01-01', endsOn: '2018-04-01' },
      since: '2017-01-01',
    },
  ]
}

function linesOf({ what, lives, next, since }: Case, measure: Measure): Line[] {
  const spans = comparableCycles(next, since, 16).reverse()
  const cycles = spans.map(rangeOf)
  const points = POINTS.map((passed) => Math.round(lengthOf(rangeOf(next)) * (1 - passed)))
  const found = scores(backTest(snapshots(lives, cycles, points, measure), cycles))
  if (found === null) return []
  const { model, line } = found
  const money = measure === 'money'
  const name = `${what}: ${money ? 'revenue' : 'deals'} (${cycles.length - 2} of ${cycles.length} cycles)`
  const error = ({ error }: Score) => (money ? error / 100_000 : error)
  const inside = (score: Score) => (score.inside === null ? Number.NaN : score.inside * 100)
  return [
    {
      what: name,
      ours: error(model),
      other: error(line),
      unit: money ? 'thsd.' : 'deals',
      against: 'straight line, mean error',
    },
    {
      what: '  inside the interval',
      ours: inside(model),
      other: inside(line),
      unit: '%',
      against: 'straight line; 80 % is promised',
    },
  ]
}

export const forecast: Bench = {
  name: 'forecast',
  async run(say) {
    say('living the demo company')
    const cases = [...demoCases(), ...(await mavenCases(say))]
    const lines = cases.flatMap((one) =>
      (['money', 'count'] as const).flatMap((measure) => linesOf(one, measure)),
    )
    say('writing 10,000 deals')
    return [...lines, ...(await cost())]
  },
}
