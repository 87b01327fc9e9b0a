/** Words of `reconcile` and `held`. */
import type { Locale } from '../app-env.ts'

const de = {
  pipeline: 'Pipeline',
  status: 'Status',
  measure: 'Maß',
  ours: 'Pegel',
  theirs: 'CRM',
  difference: 'Abweichung',
  ids: 'Deals',
  all: 'alle',
  none: 'ohne Zuordnung',
  unknown: 'unbekannt',
  open: 'offen',
  won: 'gewonnen',
  lost: 'verloren',
  count: 'Anzahl',
  amount: 'Summe (kleinste Einheit)',
  held: 'zurückgehalten',
  notCompared: (sources: string) =>
    `Nicht verglichen: ${sources}. Der nächste Abgleich versucht es wieder; sofort: npm run pegel -- reconcile`,
  differs: (sources: string) =>
    `Pegel und CRM zählen verschieden: ${sources}. Betroffene Key Results warten bis zu drei Nächte.`,
  decide: 'Zurückgehaltene Löschungen entscheiden: npm run pegel -- held confirm | held read-again',
  nothingHeld: 'Es wird nichts zurückgehalten.',
  decided: (count: number, source: string) => `${source}: ${count} Löschungen entschieden.`,
  unknownConnection: (id: string) => `Es gibt keine Verbindung ${id}.`,
}

const en: typeof de = {
  pipeline: 'pipeline',
  status: 'status',
  measure: 'measure',
  ours: 'Pegel',
  theirs: 'CRM',
  difference: 'difference',
  ids: 'deals',
  all: 'all',
  none: 'no particular one',
  unknown: 'unknown',
  open: 'open',
  won: 'won',
  lost: 'lost',
  count: 'count',
  amount: 'sum (minor units)',
  held: 'held',
  notCompared: (sources: string) =>
    `Not compared: ${sources}. The next sync tries again; at once: npm run pegel -- reconcile`,
  differs: (sources: string) =>
    `Pegel and the CRM count differently: ${sources}. Key results concerned wait for up to three nights.`,
  decide: 'Decide on held deletions: npm run pegel -- held confirm | held read-again',
  nothingHeld: 'Nothing is held.',
  decided: (count: number, source: string) => `${source}: ${count} deletions decided.`,
  unknownConnection: (id: string) => `There is no connection ${id}.`,
}

export type ReconcileWords = typeof de
export function reconcileTexts(locale: Locale): ReconcileWords {
  return locale === 'de' ? de : en
}
