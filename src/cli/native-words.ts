/** What `kr show` says of a number that the CRM works out itself: the question, with whose rights, how it went last. */
import type { Locale } from '../app-env.ts'
import { texts } from '../i18n/index.ts'
import { rightsWords } from '../okr/native/rights-words.ts'
import type { NativeReading, NativeSource } from '../okr/native/types.ts'

export function nativeWords(
  source: NativeSource,
  reading: NativeReading | null,
  locale: Locale,
): readonly string[] {
  const t = texts(locale)
  const { kind, question } = source
  const asked = `${t(kind === 'soql' ? 'native.soql' : 'native.reportPlain')}: ${question}`
  if (reading === null) return [asked, t('native.notAsked')]
  const { trouble, basis, moves } = reading
  if (trouble === null) return [asked, ...rightsWords({ basis, moves }, t)]
  const why = t(`issue.native_${trouble.code}`, { subject: trouble.found ?? '' })
  return [asked, `${t('native.trouble')} ${why}`]
}
