/** What was published of a composite, as if one of its terms were the key result. Pure. */
import { type Composite, termsOf } from '../metrics/index.ts'
import { asTerm, termValueOf } from '../okr/term.ts'
import type { readPublished } from './published.ts'

type Found = NonNullable<Awaited<ReturnType<typeof readPublished>>>

/** Without a `term`, and of what is no composite, everything stays. A value that had fewer terms is left out. */
export function publishedTerm(found: Found, term: number | undefined, currency: string): Found {
  if (term === undefined || found.keyResult.composite === undefined) return found
  return {
    ...found,
    keyResult: asTerm(found.keyResult, term, currency),
    values: found.values.flatMap((one) => {
      const value = termValueOf(one.value, term)
      return value === null ? [] : [{ ...one, value }]
    }),
    log: found.log.map((one) => {
      const composite = one.before.composite as Composite | undefined
      if (composite === undefined) return one
      return { ...one, before: { ...one.before, definition: termsOf(composite)[term]?.definition ?? null } }
    }),
  }
}
