/** What the catalogue says of a metric. */
import * as z from 'zod'
import type { Plan, PlanContext } from './plan.ts'
import type { Unit } from './types.ts'

export interface Words {
  readonly de: string
  readonly en: string
}

/**
 * Which day of a deal must lie in the window. `day`: the state on the day of the value, the window plays no part.
 * `history`: what the deal went through in the window; days before the first import need the CRM's history.
 * `terms`: contracts, by their terms, at both ends of the window.
 */
export const timeBases = ['close', 'created', 'day', 'history', 'terms'] as const
export type TimeBasis = (typeof timeBases)[number]

export interface Entry {
  readonly title: Words
  readonly question: Words
  readonly unit: Unit
  /** Which way is better; none: it depends on who asks. */
  readonly direction: 'up' | 'down' | 'none'
  readonly timeBasis: TimeBasis
  /** What a deal adds, and to what, in one line. */
  readonly formula: string
  readonly params: z.ZodType
  /** Params as they were parsed. */
  readonly plan: (context: PlanContext, params: unknown) => Plan
}

export const noParams = z.strictObject({})

/** Without params. */
export function plain(entry: Omit<Entry, 'params' | 'plan'>, plan: (context: PlanContext) => Plan): Entry {
  return { ...entry, params: noParams, plan }
}

/** With params; the plan gets them as its schema gives them. */
export function withParams<P>(
  entry: Omit<Entry, 'params' | 'plan'>,
  params: z.ZodType<P>,
  plan: (context: PlanContext, params: P) => Plan,
): Entry {
  return { ...entry, params, plan: (context, given) => plan(context, params.parse(given)) }
}
