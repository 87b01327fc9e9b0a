/** Words only the command line needs, in both languages. */
import type { Locale } from '../app-env.ts'

const de = {
  title: 'Objective und Key Results',
  value: 'Wert',
  target: 'Ziel',
  progress: 'Fortschritt',
  pace: 'Soll',
  status: 'Status',
  change: 'seit gestern',
  noCycle: 'Es gibt noch keinen Zyklus.',
  day: 'Wert vom',
  deal: 'Deal',
  closeDate: 'Abschluss',
  amount: 'Betrag',
  signIn: 'Anmelden (einmal gültig, eine Stunde lang)',
} as const
export type CliTexts = Readonly<Record<keyof typeof de, string>>

const en: CliTexts = {
  title: 'Objectives and key results',
  value: 'Value',
  target: 'Target',
  progress: 'Progress',
  pace: 'Pace',
  status: 'Status',
  change: 'since yesterday',
  noCycle: 'There is no cycle yet.',
  day: 'Value of',
  deal: 'Deal',
  closeDate: 'Close date',
  amount: 'Amount',
  signIn: 'Sign in (works once, for an hour)',
}

const all: Readonly<Record<Locale, CliTexts>> = { de, en }

export function cliTexts(locale: Locale): CliTexts {
  return all[locale]
}
