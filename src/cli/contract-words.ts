/** What `mapping` says of contracts, in both languages. Pure. */
import type { ContractMapping } from '../../connectors/contract.ts'
import type { Locale } from '../app-env.ts'
import type { ContractChoice } from '../okr/contracts.ts'

interface ContractWords {
  readonly source: string
  readonly records: string
  readonly example: string
  readonly gone: string
  sourceOf(mapping: ContractMapping): string
  standing(choice: ContractChoice): string
  undecided(choice: ContractChoice): string | null
  /** How to take the proposal. */
  hint(connection: string, proposed: number | null): string
}

const names = {
  de: {
    ...{ none: 'keine Verträge', deals: 'gewonnene Deals', line_items: 'Positionen' },
    ...{ subscriptions: 'Abonnements', contracts: 'Verträge', assets: 'Assets' },
  },
  en: {
    ...{ none: 'no contracts', deals: 'won deals', line_items: 'line items' },
    ...{ subscriptions: 'subscriptions', contracts: 'contracts', assets: 'assets' },
  },
} as const

function per({ amount, months }: ContractMapping, whole: string, every: (n: number) => string): string {
  if (amount === null) return ''
  return `, ${amount} ${months === null ? whole : every(months)}`
}

const open = ({ undecided }: ContractChoice) => undecided.reduce((sum, { contracts }) => sum + contracts, 0)

const words: Readonly<Record<Locale, ContractWords>> = {
  de: {
    source: 'Quelle',
    records: 'Datensätze',
    example: 'Beispiel',
    gone: 'Diese Verbindung gibt es nicht, oder sie muss erst erneuert werden.',
    sourceOf: (mapping) =>
      names.de[mapping.source] +
      per(mapping, 'für die Laufzeit', (n) => `je ${n === 1 ? 'Monat' : `${n} Monate`}`),
    standing: ({ id, mapping, contracts }) =>
      mapping === null
        ? `${id}: Noch ist offen, woher Verträge kommen; bis dahin wird keiner gelesen.`
        : `${id}: ${words.de.sourceOf(mapping)}, ${contracts} Verträge.`,
    undecided: (choice) =>
      open(choice) === 0
        ? null
        : `Bei ${open(choice)} davon ist offen, ob sie einen früheren ersetzen; bis dahin kommen sie hinzu.`,
    hint: (connection, proposed) =>
      proposed === null
        ? 'Im CRM wurde nichts gefunden, woraus Verträge folgen könnten.'
        : `Vorschlag bestätigen: pegel mapping --contracts ${connection} --choose ${proposed + 1}`,
  },
  en: {
    source: 'Source',
    records: 'Records',
    example: 'Example',
    gone: 'There is no such connection, or it has to be connected again first.',
    sourceOf: (mapping) =>
      names.en[mapping.source] +
      per(mapping, 'for the term', (n) => `every ${n === 1 ? 'month' : `${n} months`}`),
    standing: ({ id, mapping, contracts }) =>
      mapping === null
        ? `${id}: It is not decided where contracts come from; until then none is read.`
        : `${id}: ${words.en.sourceOf(mapping)}, ${contracts} contracts.`,
    undecided: (choice) =>
      open(choice) === 0
        ? null
        : `For ${open(choice)} of them it is open whether they replace an earlier one; until then they come on top.`,
    hint: (connection, proposed) =>
      proposed === null
        ? 'Nothing was found in the CRM that contracts could follow from.'
        : `To confirm: pegel mapping --contracts ${connection} --choose ${proposed + 1}`,
  },
}

export function contractWords(locale: Locale): ContractWords {
  return words[locale]
}
