/**
 * Takes the difference of two published values apart, deal by deal. Three round trips: which deals, their states at both
 * ends, their parts from step to step. Opening and lines make the closing, whatever happens; a test holds that deals
 * explain all of it where no setting without a past was changed.
 */
import type { InStatement, ResultSet } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'
import { changedDeals, crossingDeals } from './candidates.ts'
import { withEffects } from './effects.ts'
import type { Ends } from './hybrids.ts'
import { stands } from './hybrids.ts'
import { definitionIn, type End, eraOf, type Lens, lensName, type Pair } from './lenses.ts'
import { linesOf, nothing, type Part, type Unmoved, type Walked } from './lines.ts'
import { medianOf } from './median.ts'
import { type Asked, countedAt, hybridParts, unmovedParts } from './parts-of.ts'
import { endsFrom, stateStatements } from './states.ts'
import { pastStep } from './steps.ts'
import type { Movement, Published } from './types.ts'
import { unmovedLenses, unmovedOf, walkedUnmoved } from './unmoved.ts'

/** Deals told of in one look at those that did not change; all of them are in the sums. */
export const LISTED = 500
/** Deals a statement asks for: a bound value has a size. */
const CHUNK = 400

export interface Explained {
  readonly movement: Movement
  /** What the changed deals were at both ends: who stands behind a line is counted from it, and never told. */
  readonly deals: readonly Walked[]
}

export async function explain(db: WorkspaceDb, pair: Pair, limit: number): Promise<Explained> {
  const changed = changedDeals(pair)
  const crossing = crossingDeals(pair)
  const [opening, closing, rest] = await db.$client.batch(
    [
      countedAt('opening', pair, changed),
      countedAt('closing', pair, changed),
      ...(crossing === null ? [] : [unmovedParts(unmovedLenses, pair, crossing, LISTED)]),
    ],
    'read',
  )
  const ids = [...(opening?.rows ?? []), ...(closing?.rows ?? [])].map((row) => Number(row.deal_id))
  const deals = await walked(
    db,
    [...new Set(ids)].sort((a, b) => a - b),
    pair,
  )
  const unmoved: Unmoved[] = unmovedOf(rest?.rows ?? [], pair)
  const target = targetOf(pair)
  const lines = linesOf({ deals, unmoved, target }, pair.opening, pair.closing, limit)
  const movement: Movement = {
    opening: published(pair.opening),
    closing: published(pair.closing),
    lines: withEffects(lines, pair),
    median: medianOf([...deals, ...walkedUnmoved(rest?.rows ?? [])], pair),
  }
  return { movement, deals }
}

function published({ day, value, publishedAt }: End): Published {
  return { day, value, publishedAt }
}

/** The base a coverage's parts stand behind; a metric without target has none. */
function targetOf({ opening, closing }: Pair): number {
  const base = ({ made }: Pair['opening']) =>
    made.definition.metric === 'pipeline_coverage' ? (made.target ?? 0) : 0
  return base(closing) - base(opening)
}

async function walked(db: WorkspaceDb, ids: readonly number[], pair: Pair): Promise<Walked[]> {
  if (ids.length === 0) return []
  const ends = endsFrom(await db.$client.batch(stateStatements(ids, pair), 'read'))
  const looks = lensesOf(pair)
  const asked = [...ends.entries()].map(([id, each]) => ({
    id,
    ends: each,
    looks: looksOf(each, pair, looks),
  }))
  const statements: InStatement[] = []
  for (let start = 0; start < asked.length; start += CHUNK) {
    const rows = asked.slice(start, start + CHUNK).flatMap((deal) => deal.looks.filter(isAsked))
    if (rows.length > 0) statements.push(hybridParts(rows, looks.lenses, pair))
  }
  const answers = statements.length === 0 ? [] : await db.$client.batch(statements, 'read')
  const found = partsFrom(answers)
  return asked.map(({ id, ends: each, looks: steps }) => {
    let part: Part = nothing
    const parts = steps.map((look, step) => {
      if (look === 'same') return part
      part = look === 'gone' ? nothing : (found.get(`${id} ${step}`) ?? nothing)
      return part
    })
    return { ends: each, parts }
  })
}

function partsFrom(answers: readonly ResultSet[]): ReadonlyMap<string, Part> {
  return new Map(
    answers.flatMap(({ rows }) =>
      rows.map((row) => [
        `${Number(row.deal_id)} ${Number(row.step)}`,
        { numerator: Number(row.numerator ?? 0), denominator: Number(row.denominator ?? 0) },
      ]),
    ),
  )
}

interface Lenses {
  readonly lenses: readonly Lens[]
  /** The number of a lens; lenses that see the same share one. */
  numberOf(lens: Lens): number
}

function lensesOf(pair: Pair): Lenses {
  const lenses: Lens[] = []
  const numbers = new Map<string, number>()
  const byName = new Map<string, number>()
  for (const era of ['opening', 'defined', 'closing'] as const)
    for (const past of ['opening', 'learned', 'closing'] as const) {
      const name = lensName({ era, past }, pair)
      const known = byName.get(name) ?? lenses.length
      if (known === lenses.length) lenses.push({ era, past })
      byName.set(name, known)
      numbers.set(`${era} ${past}`, known)
    }
  return { lenses, numberOf: ({ era, past }) => numbers.get(`${era} ${past}`) ?? 0 }
}

/** `same`: nothing that plays a part changed since the step before. */
type Look = Asked | 'same' | 'gone'
const isAsked = (look: Look): look is Asked => typeof look === 'object'

function looksOf(ends: Ends, pair: Pair, { numberOf }: Lenses): Look[] {
  const { metric, filter } = definitionIn('closing', pair)
  const chain = {
    pastStep: pastStep(metric),
    byStage: filter?.stages !== undefined,
    currency: pair.company.currency,
  }
  let before: { readonly lens: number; readonly state: unknown } | null = null
  return stands(ends, chain).map(({ step, state, past }, index): Look => {
    const lens = numberOf({ era: eraOf(step), past })
    const isSame = before !== null && before.state === state && (before.lens === lens || state === null)
    before = { lens, state }
    if (isSame) return 'same'
    return state === null ? 'gone' : { step: index, lens, state }
  })
}
