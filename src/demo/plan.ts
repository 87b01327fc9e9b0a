/** One key result of the demo company, and how its targets come from what was before. */
import type { KeyResultInput } from '../okr/types.ts'

export interface KeyResultPlan {
  readonly input: Omit<KeyResultInput, 'objectiveId'>
  /** First value of a key result that no metric measures. */
  readonly value: number | null
}

export const empty = {
  origin: 'metric',
  definition: null,
  baseline: null,
  target: null,
  lower: null,
  upper: null,
  requiredShare: 0.9,
  weight: 1,
  cadenceDays: null,
} as const satisfies Partial<KeyResultInput>

export function numbers(values: readonly (number | null)[]): readonly number[] {
  const found = values.filter((value) => value !== null)
  return found.length === 0 ? [0] : found
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Whole steps of two percent. */
export function floored(share: number): number {
  return Math.floor(share * 50) / 50
}

/** Two leading digits: a target people can say. */
export function nice(minor: number): number {
  if (minor < 100) return Math.round(minor)
  const step = 10 ** (Math.floor(Math.log10(minor)) - 1)
  return Math.round(minor / step) * step
}
