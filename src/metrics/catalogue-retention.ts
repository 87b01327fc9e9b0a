/** The metrics of contracts: what recurs, who stays, what is renewed. */
import type * as z from 'zod'
import { atom } from './atom.ts'
import type { Entry, Words } from './entry.ts'
import type { Plan } from './plan.ts'
import { type ContractMetricId, countParams, moneyParams } from './retention/ids.ts'
import { sql } from './sql.ts'

/** No deal has a part in them: `retention/` answers. */
const noDeals: Plan = {
  where: [atom(sql`0`)],
  numerator: sql`0`,
  denominator: null,
  money: false,
  finish: () => ({ value: null }),
}

type Said = Pick<Entry, 'unit' | 'direction' | 'timeBasis' | 'formula'>

function entry(title: Words, question: Words, said: Said, params: z.ZodType = moneyParams): Entry {
  return { title, question, ...said, params, plan: () => noDeals }
}

const up = { direction: 'up', timeBasis: 'terms' } as const
const down = { direction: 'down', timeBasis: 'terms' } as const

export const retentionMetrics = {
  recurring_revenue: entry(
    { de: 'Wiederkehrender Umsatz', en: 'Recurring revenue' },
    {
      de: 'Wie viel Umsatz kehrt aus laufenden Verträgen wieder?',
      en: 'How much revenue recurs from running contracts?',
    },
    {
      ...{ unit: 'money', direction: 'up', timeBasis: 'day' },
      formula: 'sum of recurring revenue of the contracts that run, pending ones included',
    },
  ),
  active_customers: entry(
    { de: 'Aktive Kunden', en: 'Active customers' },
    {
      de: 'Wie viele Kunden haben einen laufenden Vertrag?',
      en: 'How many customers have a running contract?',
    },
    {
      ...{ unit: 'count', direction: 'up', timeBasis: 'day' },
      formula: 'number of customers with a contract that runs, pending ones included',
    },
    countParams,
  ),
  gross_revenue_retention: entry(
    { de: 'Brutto-Umsatzbindung (GRR)', en: 'Gross revenue retention (GRR)' },
    {
      de: 'Welcher Anteil des wiederkehrenden Umsatzes blieb, ohne Ausbau?',
      en: 'What share of recurring revenue stayed, without expansion?',
    },
    { ...up, unit: 'ratio', formula: 'sum of min(start, end) per customer / start' },
  ),
  net_revenue_retention: entry(
    { de: 'Netto-Umsatzbindung (NRR)', en: 'Net revenue retention (NRR)' },
    {
      de: 'Wie viel bringen die Kunden vom Anfang am Ende, Ausbau eingerechnet?',
      en: 'What do the customers of the start bring at the end, expansion included?',
    },
    { ...up, unit: 'ratio', formula: '(start + expansion - contraction - churned) / start' },
  ),
  logo_retention: entry(
    { de: 'Kundenbindung', en: 'Logo retention' },
    { de: 'Welcher Anteil der Kunden blieb?', en: 'What share of customers stayed?' },
    { ...up, unit: 'ratio', formula: 'customers still active / customers active at the start' },
    countParams,
  ),
  new_recurring_revenue: entry(
    { de: 'Neuer wiederkehrender Umsatz', en: 'New recurring revenue' },
    {
      de: 'Wie viel wiederkehrenden Umsatz bringen Kunden, die nie zuvor welche waren?',
      en: 'How much recurring revenue do customers bring that never were any before?',
    },
    { ...up, unit: 'money', formula: 'sum of recurring revenue at the end of customers never active before' },
  ),
  expansion_recurring_revenue: entry(
    { de: 'Ausbau des wiederkehrenden Umsatzes', en: 'Expansion of recurring revenue' },
    { de: 'Wie viel mehr bringen Kunden, die blieben?', en: 'How much more do customers bring that stayed?' },
    { ...up, unit: 'money', formula: 'sum of end - start of customers that stayed and grew' },
  ),
  contraction_recurring_revenue: entry(
    { de: 'Minderung des wiederkehrenden Umsatzes', en: 'Contraction of recurring revenue' },
    {
      de: 'Wie viel weniger bringen Kunden, die blieben?',
      en: 'How much less do customers bring that stayed?',
    },
    { ...down, unit: 'money', formula: 'sum of start - end of customers that stayed and shrank' },
  ),
  churned_recurring_revenue: entry(
    { de: 'Verlorener wiederkehrender Umsatz', en: 'Churned recurring revenue' },
    {
      de: 'Wie viel wiederkehrender Umsatz ging mit Kunden verloren?',
      en: 'How much recurring revenue left with customers?',
    },
    { ...down, unit: 'money', formula: 'sum of recurring revenue at the start of customers that left' },
  ),
  reactivated_recurring_revenue: entry(
    { de: 'Zurückgewonnener wiederkehrender Umsatz', en: 'Reactivated recurring revenue' },
    {
      de: 'Wie viel wiederkehrenden Umsatz bringen Kunden, die zurückkamen?',
      en: 'How much recurring revenue do customers bring that came back?',
    },
    {
      ...up,
      unit: 'money',
      formula:
        'sum of recurring revenue at the end of customers that were active before, and not at the start',
    },
  ),
  renewal_rate: entry(
    { de: 'Verlängerungsquote', en: 'Renewal rate' },
    {
      de: 'Welcher Anteil der endenden Verträge wird verlängert?',
      en: 'What share of ending contracts is renewed?',
    },
    {
      ...up,
      unit: 'ratio',
      formula:
        'contracts followed by one of the same customer and product / contracts that end in the window',
    },
    countParams,
  ),
  renewal_rate_value: entry(
    { de: 'Verlängerungsquote nach Wert', en: 'Renewal rate by value' },
    {
      de: 'Welcher Anteil des endenden Vertragswerts wird verlängert?',
      en: 'What share of the value of ending contracts is renewed?',
    },
    {
      ...up,
      unit: 'ratio',
      formula: 'recurring revenue of followed contracts / of those that end in the window',
    },
  ),
  renewals_due: entry(
    { de: 'Anstehende Verlängerungen', en: 'Renewals due' },
    { de: 'Wie viele Verträge enden im Zeitraum?', en: 'How many contracts end in the period?' },
    {
      unit: 'count',
      direction: 'none',
      timeBasis: 'terms',
      formula: 'number of contracts that end in the window',
    },
    countParams,
  ),
} as const satisfies Record<ContractMetricId, Entry>
