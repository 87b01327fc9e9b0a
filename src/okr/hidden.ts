/** What is not shown to protect people: one rule for values, evidence, movement and whatever else tells of a number. */
import type { Broken, KeyResult } from './types.ts'

export const hiddenCodes = ['group_too_small', 'rest_too_small', 'beside_too_small'] as const
export type HiddenCode = (typeof hiddenCodes)[number]

export interface Hidden {
  readonly code: HiddenCode
  /** How many people there are, as text. */
  readonly people: string
}

export function hiddenBy(broken: Broken | null): Hidden | null {
  const code = hiddenCodes.find((one) => one === broken?.code)
  return broken === null || code === undefined ? null : { code, people: broken.subject }
}

export function isHidden({ broken }: Pick<KeyResult, 'broken'>): boolean {
  return hiddenBy(broken) !== null
}
