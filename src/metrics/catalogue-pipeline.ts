/** The metrics of deals that are still open, and those that set them against something. */
import * as z from 'zod'
import { type Entry, plain, withParams } from './entry.ts'
import * as composites from './families/composites.ts'
import { stageConversion } from './families/conversion.ts'
import { slippedValue } from './families/slipped.ts'
import * as sums from './families/sums.ts'

/** An amount in minor units of the company's currency, or a key result whose target is one. */
export const coverageParams = z.strictObject({
  target: z.union([
    z.strictObject({ amountMinor: z.int().min(1) }),
    z.strictObject({ keyResult: z.string().min(1) }),
  ]),
})
export const stalledParams = z.strictObject({ days: z.int().min(1).max(3660) })
const stageId = z.string().min(1)
export const conversionParams = z
  .strictObject({ from: stageId, to: stageId })
  .refine(({ from, to }) => from !== to, { message: 'same_stage' })

export const pipelineMetrics = {
  open_pipeline: plain(
    {
      title: { de: 'Offene Pipeline', en: 'Open pipeline' },
      question: { de: 'Wie viel Umsatz ist noch offen?', en: 'How much revenue is still open?' },
      unit: 'money',
      direction: 'up',
      timeBasis: 'close',
      formula: 'sum of amounts of open deals',
    },
    sums.openPipeline,
  ),
  open_deals: plain(
    {
      title: { de: 'Offene Deals', en: 'Open deals' },
      question: { de: 'Wie viele Deals sind noch offen?', en: 'How many deals are still open?' },
      unit: 'count',
      direction: 'none',
      timeBasis: 'close',
      formula: 'number of open deals',
    },
    sums.openDeals,
  ),
  weighted_pipeline: plain(
    {
      title: { de: 'Gewichtete Pipeline', en: 'Weighted pipeline' },
      question: {
        de: 'Wie viel Umsatz ist nach Wahrscheinlichkeit zu erwarten?',
        en: 'How much revenue can be expected by probability?',
      },
      unit: 'money',
      direction: 'up',
      timeBasis: 'close',
      formula: 'sum of amount times probability of open deals, each rounded half-even',
    },
    sums.weightedPipeline,
  ),
  pipeline_coverage: withParams(
    {
      title: { de: 'Pipeline-Abdeckung', en: 'Pipeline coverage' },
      question: {
        de: 'Wie oft deckt die offene Pipeline, was zum Ziel noch fehlt?',
        en: 'How many times does open pipeline cover what is missing to the target?',
      },
      unit: 'ratio',
      direction: 'up',
      timeBasis: 'close',
      formula: 'open amount / (target - won amount); null once the target is reached',
    },
    coverageParams,
    composites.pipelineCoverage,
  ),
  forecast_commit: plain(
    {
      title: { de: 'Forecast Commit', en: 'Commit forecast' },
      question: { de: 'Welchen Umsatz sagen wir fest zu?', en: 'Which revenue do we commit to?' },
      unit: 'money',
      direction: 'up',
      timeBasis: 'close',
      formula: 'sum of amounts of won deals and of open deals in forecast category commit',
    },
    sums.forecastCommit,
  ),
  forecast_best_case: plain(
    {
      title: { de: 'Forecast Best Case', en: 'Best case forecast' },
      question: { de: 'Welcher Umsatz ist im besten Fall drin?', en: 'Which revenue is possible at best?' },
      unit: 'money',
      direction: 'up',
      timeBasis: 'close',
      formula: 'sum of amounts of won deals and of open deals in commit, most likely or best case',
    },
    sums.forecastBestCase,
  ),
  stage_conversion: withParams(
    {
      title: { de: 'Phasen-Konversion', en: 'Stage conversion' },
      question: {
        de: 'Welcher Anteil der Deals, die eine Phase erreichten, kam von dort in die andere oder weiter?',
        en: 'What share of the deals that entered a stage got from there to the other or beyond?',
      },
      unit: 'ratio',
      direction: 'up',
      timeBasis: 'history',
      formula:
        'of the deals that entered `from`: share that was later in `to`, beyond it in its pipeline, or won',
    },
    conversionParams,
    stageConversion,
  ),
  sales_velocity: plain(
    {
      title: { de: 'Vertriebsgeschwindigkeit', en: 'Sales velocity' },
      question: {
        de: 'Wie viel Umsatz bringt die Pipeline am Tag?',
        en: 'How much revenue does the pipeline bring per day?',
      },
      unit: 'money',
      direction: 'up',
      timeBasis: 'close',
      formula: 'open deals x win rate x average deal size / mean sales cycle, per day',
    },
    composites.salesVelocity,
  ),
  overdue_deals: plain(
    {
      title: { de: 'Überfällige Deals', en: 'Overdue deals' },
      question: { de: 'Wie viele offene Deals sind überfällig?', en: 'How many open deals are overdue?' },
      unit: 'count',
      direction: 'down',
      timeBasis: 'day',
      formula: 'number of open deals whose close date is before the day of the value',
    },
    sums.overdueDeals,
  ),
  stalled_deals: withParams(
    {
      title: { de: 'Stockende Deals', en: 'Stalled deals' },
      question: {
        de: 'Wie viele offene Deals bewegen sich nicht mehr?',
        en: 'How many open deals have stopped moving?',
      },
      unit: 'count',
      direction: 'down',
      timeBasis: 'day',
      formula: 'number of open deals that have been in their stage for `days` days or longer',
    },
    stalledParams,
    (context, { days }) => sums.stalledDeals(context, days),
  ),
  slipped_value: plain(
    {
      title: { de: 'Verschobener Wert', en: 'Slipped value' },
      question: {
        de: 'Wie viel Umsatz war im Zeitraum erwartet und ist in einen späteren gerutscht?',
        en: 'How much revenue was expected in the period and slipped to a later one?',
      },
      unit: 'money',
      direction: 'down',
      timeBasis: 'history',
      formula:
        'sum of amounts of deals that were open with a close date in the window and are now dated after it',
    },
    slippedValue,
  ),
} as const satisfies Record<string, Entry>
