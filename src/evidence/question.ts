/** Which published value a file is about, and by what it was counted; refused where its deals may not be seen. */
import type { Day, Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { valueDay } from '../closing/grace.ts'
import type { Composite, Context, MetricRequest } from '../metrics/index.ts'
import type { MetricValue } from '../metrics/types.ts'
import { madeBy } from '../movement/past.ts'
import { tooFewBetween } from '../movement/privacy.ts'
import { readPublished } from '../movement/published.ts'
import { publishedTerm } from '../movement/term.ts'
import { type Hidden, hiddenBy } from '../okr/hidden.ts'
import type { Cycle, KeyResult } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'

export interface Question {
  readonly keyResult: KeyResult
  readonly cycle: Cycle
  readonly value: MetricValue
  readonly request: MetricRequest
  readonly context: Context
  /** Of a composite, whose value it is: the questions of its terms. The first of them is the request. */
  readonly whole?: { readonly composite: Composite; readonly terms: readonly Question[] }
}

/**
 * `none`: no such key result. `no_metric`: its values are typed or pushed. `foreign`: the CRM's own. `no_value`: nothing was published on that day.
 * `untold`: the value has no sums, or nobody kept what it was counted by. `hidden`: too few people stand behind it.
 */
export type QuestionAnswer =
  | { readonly kind: 'question'; readonly question: Question }
  | ({ readonly kind: 'hidden' } & Hidden)
  | { readonly kind: 'none' | 'no_metric' | 'foreign' | 'no_value' | 'untold' }

/** Without a `day` the last published value; `term`: of a composite, which one. The rules are those of evidence and of a movement. */
export async function readQuestion(
  workspace: Workspace,
  id: string,
  now: Instant,
  day?: Day,
  term?: number,
): Promise<QuestionAnswer> {
  const { db, timeZone, currency } = workspace
  const all = await readPublished(db, id, { to: day })
  if (all === null) return { kind: 'none' }
  const found = publishedTerm(all, term, currency)
  const { keyResult, cycle, settings, days, values, log, targets } = found
  const { composite, definition, definitionVersion, broken } = keyResult
  if (keyResult.native !== undefined) return { kind: 'foreign' }
  if (definition === null) {
    if (composite === undefined || term !== undefined) return { kind: 'no_metric' }
    return wholeOf(composite, (n) => readQuestion(workspace, id, now, day, n), found, day)
  }
  const hidden = hiddenBy(broken)
  if (hidden !== null) return { kind: 'hidden', ...hidden }
  const published = values.find((each) => each.day === (day ?? days[0]))
  if (published === undefined) return { kind: 'no_value' }
  const { value } = published
  const window = { from: cycle.startsOn, to: cycle.endsOn }
  const present = { id, definition, definitionVersion, cycleId: cycle.id, cycle: window, targets }
  const made = madeBy(value, published.publishedAt, present, log)
  if (made === null || value.numerator === null) return { kind: 'untold' }
  const { fiscalYearStartMonth, minimumPeople } = settings
  // An earlier selection beside the present one could give away who is in only one of them.
  const pair = [made.definition, definition] as const
  const few = await tooFewBetween(db, pair, localDay(now, timeZone), minimumPeople)
  if (few !== null) return { kind: 'hidden', code: few.code, people: String(few.people) }
  const money = value.currency ?? currency
  return {
    kind: 'question',
    question: {
      ...{ keyResult, cycle, value },
      request: {
        definition: made.definition,
        definitionVersion: value.definitionVersion,
        cycle: made.cycle,
        target: made.target,
      },
      context: {
        day: valueDay(cycle, published.day),
        ...{ timeZone, currency: money, fiscalYearStartMonth },
      },
    },
  }
}

type Published = NonNullable<Awaited<ReturnType<typeof readPublished>>>

/** What cannot be told of one term cannot be told of the whole. */
async function wholeOf(
  composite: Composite,
  ask: (term: number) => Promise<QuestionAnswer>,
  { values, days }: Published,
  day: Day | undefined,
): Promise<QuestionAnswer> {
  const published = values.find((each) => each.day === (day ?? days[0]))
  if (published === undefined) return { kind: 'no_value' }
  // Of an earlier version only its terms can be told, by what was kept of them.
  const terms: Question[] = []
  for (const n of (published.value.terms ?? composite.terms).keys()) {
    const answer = await ask(n)
    if (answer.kind !== 'question') return answer
    terms.push(answer.question)
  }
  const [first] = terms
  if (first === undefined) return { kind: 'untold' }
  return { kind: 'question', question: { ...first, value: published.value, whole: { composite, terms } } }
}
