/** What a person typed, kept as text, and what was refused, in words by field. */
import type { MessageKey, Translate } from '../i18n/index.ts'
import type { Issue } from '../okr/types.ts'

export type Entered = Readonly<Record<string, readonly string[]>>

export interface FormState {
  readonly entered: Entered
  /** By the name of the field in the form. */
  readonly wrong: Readonly<Record<string, string>>
  /** Refusals of no field of this form. */
  readonly general: readonly string[]
}

export const first = (entered: Entered, name: string) => entered[name]?.[0] ?? ''
export const all = (entered: Entered, name: string) => entered[name] ?? []

export const untouched = (entered: Entered = {}): FormState => ({ entered, wrong: {}, general: [] })

/** A refusal of the form itself, before anything is asked: a number that is none. */
export interface TypedIssue {
  readonly field: string
  readonly code: 'invalid_number'
  readonly example: string
}

export function issueText(issue: Issue | TypedIssue, t: Translate): string {
  const key: MessageKey = `issue.${issue.code}`
  return t(key, 'example' in issue ? { example: issue.example } : { subject: issue.subject ?? '' })
}

/** `fieldOf` says where a refusal belongs; the first of a field is shown. */
export function refusedForm(
  entered: Entered,
  issues: readonly (Issue | TypedIssue)[],
  fieldOf: (field: string) => string | null,
  t: Translate,
): FormState {
  const wrong: Record<string, string> = {}
  const general: string[] = []
  for (const issue of issues) {
    const field = fieldOf(issue.field)
    const text = issueText(issue, t)
    if (field === null) general.push(text)
    else wrong[field] ??= text
  }
  return { entered, wrong, general }
}

/** Texts of a submitted form; files are of no interest. */
export function enteredFrom(data: FormData): Entered {
  const entered: Record<string, string[]> = {}
  for (const [name, value] of data) {
    if (typeof value !== 'string') continue
    const list = entered[name] ?? []
    list.push(value)
    entered[name] = list
  }
  return entered
}
