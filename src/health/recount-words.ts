/** What the nightly sample of carried values found, in a sentence. */
import type { Formatters, Translate } from '../i18n/index.ts'
import type { Check } from '../metrics/sample.ts'

export function recountText(check: Check, t: Translate, f: Pick<Formatters, 'day'>): string {
  const { carried, checked, differing, differedOn } = check
  const day = f.day(check.day)
  if (differing.length > 0) return t('recount.differs', { day, n: differing.length })
  const before = differedOn === null ? '' : ` ${t('recount.before', { day: f.day(differedOn) })}`
  return `${t('recount.equal', { day, carried, checked })}${before}`
}
