/** The card of a company in one language. Pure. */
import { formatters, texts } from '../i18n/index.ts'
import type { CompanyCard, CompanyCounted, Renewal } from './read-company.ts'
import type { CardKeyResult, CardRenewal, CompanyAnswer } from './types.ts'
import {
  type Around,
  contractWords,
  counted as countedWords,
  cut,
  freshness,
  keyResultWords,
  MOST,
} from './words.ts'

/** The next ones; a customer with more has them on its page in the CRM. */
const RENEWALS = 5

export function companyAnswer(card: CompanyCard, around: Around, home: string): CompanyAnswer {
  const { locale, publicUrl } = around
  const t = texts(locale)
  const { counted, hidden, renewals, held, withoutRate, chosen, recurring } = card
  const { notes, ...age } = freshness(card.source, around)
  const shown = counted.slice(0, MOST)
  const isEmpty = recurring === null && shown.length === 0
  const empty = chosen ? 'card.company.empty' : 'card.company.unchosen'
  return {
    ok: true,
    kind: 'company',
    locale,
    words: {
      title: t('card.company.title'),
      part: t('card.company.part'),
      now: t('card.now'),
      open: t('card.open'),
      recurring: t('card.company.recurring'),
      renewals: t('card.company.renewals'),
      keyResults: t('card.company.keyResults'),
    },
    recurring: recurring === null ? null : recurringOf(recurring, card.contracts, around, home),
    renewals: renewals.slice(0, RENEWALS).map((one) => renewalOf(one, around, home)),
    keyResults: shown.map((one) => keyResultOf(one, around, home)),
    empty: isEmpty ? { title: t(`${empty}.title`), text: t(`${empty}.text`) } : null,
    url: `${publicUrl}/`,
    ...age,
    notes: [
      ...countedWords('card.company.moreRenewals', Math.max(0, renewals.length - RENEWALS), locale),
      ...countedWords('card.more', counted.length - shown.length, locale),
      ...countedWords('card.company.held', held, locale),
      ...countedWords('card.company.withoutRate', withoutRate, locale),
      ...countedWords('card.hidden', hidden, locale),
      ...notes,
    ],
  }
}

function recurringOf(
  { now, before, since }: NonNullable<CompanyCard['recurring']>,
  contracts: number,
  { locale }: Around,
  home: string,
): CompanyAnswer['recurring'] {
  const t = texts(locale)
  const f = formatters(locale)
  const day = f.day(since)
  const difference = f.difference(now - before, 'money', home)
  return {
    value: f.value(now, 'money', home),
    change: now === before ? t('card.company.same', { day }) : t('card.company.change', { difference, day }),
    contracts: t('card.company.contracts', { n: contracts }),
  }
}

function renewalOf(
  { product, endsOn, minor, pending }: Renewal,
  { locale }: Around,
  home: string,
): CardRenewal {
  const t = texts(locale)
  const f = formatters(locale)
  return {
    title: product === null ? t('card.company.contract') : cut(product),
    value: minor === null ? '–' : f.value(minor, 'money', home),
    pending,
    state: t(pending ? 'card.company.pending' : 'card.company.due', { day: f.day(endsOn) }),
  }
}

function keyResultOf(
  { keyResult, objective, part }: CompanyCounted,
  around: Around,
  home: string,
): CardKeyResult {
  return {
    ...keyResultWords(keyResult, objective, around),
    part: contractWords(part, keyResult, home, around.locale),
    counts: true,
    won: null,
    lost: null,
  }
}
