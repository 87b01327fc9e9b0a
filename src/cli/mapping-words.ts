/** What the mapping says of deals that are in both CRMs, in both languages. Pure. */
import type { Locale } from '../app-env.ts'
import type { Mapping } from '../okr/mapping.ts'

interface MappingWords {
  readonly connection: string
  readonly deals: string
  /** Of the pairs, those that began here. */
  readonly originals: string
  sentence(mapping: Mapping): string
}

const began = ({ sides, proposed }: Mapping) => sides.find(({ id }) => id === proposed)?.originals ?? 0

const words: Readonly<Record<Locale, MappingWords>> = {
  de: {
    connection: 'Verbindung',
    deals: 'Deals',
    originals: 'davon in beiden, hier zuerst',
    sentence(mapping) {
      const { pairs, leading, proposed } = mapping
      if (pairs === 0) return 'Kein Deal steht in beiden CRMs.'
      if (leading !== null) return `${pairs} Deals stehen in beiden CRMs; gezählt werden sie aus ${leading}.`
      return `${pairs} Deals stehen in beiden CRMs, ${began(mapping)} davon wurden zuerst in ${proposed} angelegt.
Bis feststeht, welche Seite zählt, sind Werte über beide unvollständig. Vorschlag bestätigen: pegel mapping --leading ${proposed}`
    },
  },
  en: {
    connection: 'Connection',
    deals: 'Deals',
    originals: 'of both, first here',
    sentence(mapping) {
      const { pairs, leading, proposed } = mapping
      if (pairs === 0) return 'No deal is in both CRMs.'
      if (leading !== null) return `${pairs} deals are in both CRMs; they count from ${leading}.`
      return `${pairs} deals are in both CRMs, ${began(mapping)} of them were created in ${proposed} first.
Until it is decided which side counts, values over both are incomplete. To confirm: pegel mapping --leading ${proposed}`
    },
  },
}

export function mappingWords(locale: Locale): MappingWords {
  return words[locale]
}
