/** The lines of `kr show` about what is final, restated or set by hand. */
import type { Locale } from '../app-env.ts'
import { formatters, texts } from '../i18n/index.ts'
import type { KeyResultView } from '../okr/types.ts'
import { noteText } from '../web/closing-words.ts'

export function closingFacts(
  { closing, latest, unit, currency }: KeyResultView,
  timeZone: string,
  locale: Locale,
): [string, string][] {
  const [t, f] = [texts(locale), formatters(locale)]
  const number = (n: number | null | undefined, money = currency) =>
    n == null ? '–' : f.value(n, unit, money, 'exact')
  const facts: [string, string][] = []
  if (closing === undefined) return facts
  const { final, restated, override, freezesOn } = closing
  if (override !== null) {
    const until = t('override.holds', { day: f.day(override.expiresOn) })
    facts.push([t('override.current'), `${number(override.value)}, ${until}: ${override.reason}`])
    facts.push(['', t('override.measured', { value: number(latest?.value, latest?.currency ?? currency) })])
  }
  if (freezesOn !== null) facts.push([t('final.title'), t('closing.freezes', { day: f.day(freezesOn) })])
  if (final !== null) {
    facts.push([t('final.title'), t('final.on', { day: f.instant(final.frozenAt, timeZone) })])
    for (const note of final.notes) facts.push(['', noteText(note, { t, f })])
  }
  if (restated !== null) {
    const by =
      restated.difference === null
        ? ''
        : `, ${t('restated.difference', { difference: f.difference(restated.difference, unit, currency, 'exact') })}`
    facts.push([
      t('restated.title'),
      `${number(restated.value.value, restated.value.currency ?? currency)}${by}`,
    ])
  }
  return facts
}
