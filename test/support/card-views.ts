/** Cards of deals and companies in every state that a person may meet, made by the code that makes them. */
import type { Locale } from '../../src/app-env.ts'
import { answer } from '../../src/card/answer.ts'
import { companyAnswer } from '../../src/card/answer-company.ts'
import type { CompanyCard } from '../../src/card/read-company.ts'
import type { Counted, DealCard } from '../../src/card/read-deal.ts'
import type { CardAnswer, CompanyAnswer } from '../../src/card/types.ts'
import { kind } from '../../src/metrics/parts.ts'
import type { KeyResultView } from '../../src/okr/types.ts'
import * as views from './views.ts'

const now = '2026-11-24T09:00:00.000Z'
const publicUrl = 'https://pegel.example'
const keyResults: readonly KeyResultView[] = views.board().objectives.flatMap((one) => one.keyResults)
const objective = 'Mit Bestandskunden und neuen Branchen planbar wachsen'

const deal: DealCard['deal'] = {
  ...{ id: 1, currentSeq: 1, status: 'open', stage: 'Angebot', amountMinor: 180_000_00, currency: 'EUR' },
  ...{ homeMinor: 180_000_00, closeDate: '2026-12-18', gone: false, unreadable: [], paired: false },
  ...{ wonStage: 'won', lostStage: 'lost' },
}

function countedBy(keyResult: KeyResultView, index: number): Counted {
  const value = keyResult.latest?.value ?? 0
  const amount = keyResult.unit === 'money' ? (deal.homeMinor ?? 0) : 1
  const counts = index % 2 === 1
  return {
    ...{ keyResult, objective, contract: null },
    parts: [counts ? { kind: kind.counted, numerator: amount, denominator: 1 } : null],
    won:
      keyResult.unit === 'days'
        ? null
        : keyResult.unit === 'ratio'
          ? Math.min(1, value + 0.012)
          : value + amount,
    lost: keyResult.unit === 'ratio' ? value - 0.004 : value,
    isUnsaid: keyResult.unit === 'days',
  }
}

export function dealCard(locale: Locale, card: Partial<DealCard> = {}, at = now): CardAnswer {
  const counted = keyResults.slice(0, 4).map(countedBy)
  return answer(
    { deal, source: views.sources[0] ?? null, counted, hidden: 1, ...card },
    { locale, now: at, publicUrl },
    'EUR',
  )
}

/** Two days without a night. */
export function staleCard(locale: Locale): CardAnswer {
  return dealCard(locale, { hidden: 0 }, '2026-11-26T09:00:00.000Z')
}

export function emptyCard(locale: Locale): CardAnswer {
  return dealCard(locale, { counted: [], hidden: 0 })
}

const company: CompanyCard = {
  ...{ name: 'Möbelwerk Oberland GmbH & Co. KG', source: views.sources[0] ?? null, chosen: true },
  recurring: { now: 148_600_00, before: 136_000_00, since: '2026-10-01' },
  ...{ contracts: 4, held: 1, withoutRate: 0, hidden: 0 },
  renewals: [
    {
      product: 'Wartung Fördertechnik Standort Rosenheim',
      endsOn: '2026-11-10',
      minor: 12_400_00,
      pending: true,
    },
    { product: 'Plattform', endsOn: '2026-12-31', minor: 96_000_00, pending: false },
    { product: null, endsOn: '2027-03-31', minor: null, pending: false },
  ],
  counted: keyResults
    .filter(({ unit }) => unit === 'money')
    .slice(0, 2)
    .map((keyResult) => ({ keyResult, objective, part: { numerator: 148_600_00, denominator: null } })),
}

export function companyCard(locale: Locale, card: Partial<CompanyCard> = {}): CompanyAnswer {
  return companyAnswer({ ...company, ...card }, { locale, now, publicUrl }, 'EUR')
}

export function unchosenCard(locale: Locale): CompanyAnswer {
  const nothing = { recurring: null, contracts: 0, held: 0, renewals: [], counted: [], chosen: false }
  return companyCard(locale, nothing)
}
