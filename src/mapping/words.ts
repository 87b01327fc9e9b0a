/** A change of the set-up in one sentence. Pure. */
import type { Translate } from '../i18n/index.ts'
import type { Finding } from './read.ts'

export function sentenceOf({ kind, label, before }: Finding, t: Translate): string {
  return t(`setUp.${kind}`, { label, before: before ?? '' })
}
