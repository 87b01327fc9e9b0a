/** The metrics of deals that were closed or created in a window. */
import * as z from 'zod'
import { type Entry, plain, withParams } from './entry.ts'
import * as ratios from './families/ratios.ts'
import * as sums from './families/sums.ts'

export const salesCycleParams = z.strictObject({ statistic: z.enum(['mean', 'median']).default('mean') })

export const dealMetrics = {
  won_revenue: plain(
    {
      title: { de: 'Gewonnener Umsatz', en: 'Won revenue' },
      question: { de: 'Wie viel Umsatz haben wir gewonnen?', en: 'How much revenue did we win?' },
      unit: 'money',
      direction: 'up',
      timeBasis: 'close',
      formula: 'sum of amounts of won deals',
    },
    sums.wonRevenue,
  ),
  won_deals: plain(
    {
      title: { de: 'Gewonnene Deals', en: 'Won deals' },
      question: { de: 'Wie viele Deals haben wir gewonnen?', en: 'How many deals did we win?' },
      unit: 'count',
      direction: 'up',
      timeBasis: 'close',
      formula: 'number of won deals',
    },
    sums.wonDeals,
  ),
  lost_deals: plain(
    {
      title: { de: 'Verlorene Deals', en: 'Lost deals' },
      question: { de: 'Wie viele Deals haben wir verloren?', en: 'How many deals did we lose?' },
      unit: 'count',
      direction: 'down',
      timeBasis: 'close',
      formula: 'number of lost deals',
    },
    sums.lostDeals,
  ),
  lost_revenue: plain(
    {
      title: { de: 'Verlorener Umsatz', en: 'Lost revenue' },
      question: { de: 'Wie viel Umsatz ist uns entgangen?', en: 'How much revenue did we lose?' },
      unit: 'money',
      direction: 'down',
      timeBasis: 'close',
      formula: 'sum of amounts of lost deals',
    },
    sums.lostRevenue,
  ),
  average_deal_size: plain(
    {
      title: { de: 'Durchschnittliche Dealgröße', en: 'Average deal size' },
      question: {
        de: 'Wie groß ist ein gewonnener Deal im Schnitt?',
        en: 'How large is a won deal on average?',
      },
      unit: 'money',
      direction: 'up',
      timeBasis: 'close',
      formula: 'sum of amounts / number of won deals that have an amount',
    },
    ratios.averageDealSize,
  ),
  win_rate: plain(
    {
      title: { de: 'Abschlussquote', en: 'Win rate' },
      question: {
        de: 'Welchen Anteil der Entscheidungen gewinnen wir?',
        en: 'What share of decisions do we win?',
      },
      unit: 'ratio',
      direction: 'up',
      timeBasis: 'close',
      formula: 'won deals / (won + lost deals)',
    },
    ratios.winRate,
  ),
  win_rate_value: plain(
    {
      title: { de: 'Abschlussquote nach Wert', en: 'Win rate by value' },
      question: {
        de: 'Welchen Anteil des entschiedenen Umsatzes gewinnen wir?',
        en: 'What share of decided revenue do we win?',
      },
      unit: 'ratio',
      direction: 'up',
      timeBasis: 'close',
      formula: 'won amount / (won + lost amount); deals without value are left out, above 5 % incomplete',
    },
    ratios.winRateValue,
  ),
  sales_cycle_days: withParams(
    {
      title: { de: 'Verkaufsdauer', en: 'Sales cycle' },
      question: {
        de: 'Wie viele Tage vergehen von der Anlage bis zum Gewinn?',
        en: 'How many days from creation to win?',
      },
      unit: 'days',
      direction: 'down',
      timeBasis: 'close',
      formula: 'mean or median of local days from create to close of won deals; negative ones are left out',
    },
    salesCycleParams,
    (context, { statistic }) => ratios.salesCycleDays(context, statistic),
  ),
  deals_created: plain(
    {
      title: { de: 'Neue Deals', en: 'Deals created' },
      question: { de: 'Wie viele Deals sind entstanden?', en: 'How many deals were created?' },
      unit: 'count',
      direction: 'up',
      timeBasis: 'created',
      formula: 'number of deals created',
    },
    sums.dealsCreated,
  ),
  pipeline_created: plain(
    {
      title: { de: 'Neue Pipeline', en: 'Pipeline created' },
      question: { de: 'Wie viel Pipeline ist entstanden?', en: 'How much pipeline was created?' },
      unit: 'money',
      direction: 'up',
      timeBasis: 'created',
      formula: "sum of today's amounts of deals created",
    },
    sums.pipelineCreated,
  ),
} as const satisfies Record<string, Entry>
