/** What is final, restated or set by hand, in words: the same on board, page and command line. */
import type { Note } from '../closing/final.ts'
import { shownNumber } from '../closing/view.ts'
import type { Formatters, Translate } from '../i18n/index.ts'
import type { KeyResultView } from '../okr/types.ts'

interface Words {
  readonly t: Translate
  readonly f: Formatters
}

export function noteText(note: Note, { t, f }: Words): string {
  switch (note.code) {
    case 'incomplete':
      return t('final.note.incomplete', {
        reason: note.reason === null ? t('statusHelp.incomplete') : t(`reason.${note.reason}`),
      })
    case 'old_value':
      return t('final.note.old_value', { day: f.day(note.day) })
    case 'late':
    case 'days_missing':
      return t(`final.note.${note.code}`, { n: note.days })
    case 'no_value':
    case 'broken':
    case 'override_ended':
      return t(`final.note.${note.code}`)
    default:
      return note satisfies never
  }
}

/** Marks behind a key result's title: final, set by hand, and what is measured beside it. */
export function closingMarks(
  { closing, latest, unit, currency }: KeyResultView,
  { t, f }: Words,
): readonly string[] {
  if (closing?.final != null)
    return [t('final.chip'), ...(closing.restated === null ? [] : [t('restated.title')])]
  if (closing?.override == null) return []
  const measured = latest?.value ?? null
  return [
    t('override.until', { day: f.day(closing.override.expiresOn) }),
    t('override.measured', {
      value:
        measured === null ? t('kr.noValue') : f.value(measured, unit, latest?.currency ?? currency, 'short'),
    }),
  ]
}

/** Why a final value has the status it has, where one sentence is not enough; null where it is. */
export function finalReason({ closing, status }: KeyResultView, words: Words): string | null {
  if (closing?.final == null || (status !== 'incomplete' && status !== 'no_data')) return null
  const [first] = closing.final.notes
  return first === undefined ? null : noteText(first, words)
}

/** The number that stands for the key result, with its currency. */
export function standingNumber(
  keyResult: KeyResultView,
  { t, f }: Words,
  precision: 'short' | 'exact',
): string {
  const value = shownNumber(keyResult)
  const currency = keyResult.latest?.currency ?? keyResult.currency
  return value === null ? t('kr.noValue') : f.value(value, keyResult.unit, currency, precision)
}
