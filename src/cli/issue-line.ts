import type { Locale } from '../app-env.ts'
import { texts } from '../i18n/index.ts'
import type { Issue } from '../okr/types.ts'

/** A refusal as one line: the field and the reason. */
export function issueLine({ field, code, subject }: Issue, locale: Locale): string {
  return `${field}: ${texts(locale)(`issue.${code}`, { subject: subject ?? '' })}`
}
