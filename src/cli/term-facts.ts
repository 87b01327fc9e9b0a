/** What a composite is made of, a line a term: its value, and what is missing in it. */
import type { Locale } from '../app-env.ts'
import { formatters, texts } from '../i18n/index.ts'
import { catalogue } from '../metrics/index.ts'
import type { KeyResultView } from '../okr/types.ts'

export function termFacts({ latest }: KeyResultView, currency: string, locale: Locale): [string, string][] {
  const [t, f] = [texts(locale), formatters(locale)]
  return (latest?.terms ?? []).map(({ metric, value, unit, weight, complete, reason }, n) => {
    const title = metric === null ? '' : catalogue[metric].title[locale]
    const number = value === null ? '–' : f.value(value, unit, currency, 'exact')
    const by = weight === '1' ? '' : ` ${t('composite.weight', { weight: f.number(Number(weight), 6) })}`
    const why = reason !== undefined && (!complete || value === null) ? `  ${t(`reason.${reason}`)}` : ''
    return [t('composite.term', { n: n + 1, title }), `${number}${by}${why}`]
  })
}
