/**
 * Takes the difference of two published values apart, deal by deal. Three round trips: which deals, their states at both
 * ends, their parts from step to step. Opening and lines make the closing, whatever happens; a test holds that deals
 * explain all of it where no setting without a past was changed.
 */
import type { InStatement, ResultSet } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'
import { sql } from '../metrics/sql.ts'
import { changedDeals, crossingDeals } from './candidates.ts'
import { valueAt, withEffects } from './effects.ts'
import { exchanged } from './exchange.ts'
import type { Ends } from './hybrids.ts'
import { stands } from './hybrids.ts'
import { definitionIn, type End, eraOf, type Lens, lensName, type Pair } from './lenses.ts'
import {
  isNothing,
  linesOf,
  minus,
  nothing,
  type Part,
  partOf,
  plus,
  type Unmoved,
  type Walked,
} from './lines.ts'
import { medianOf } from './median.ts'
import { type Asked, countedAt, hybridParts, statement, unmovedParts } from './parts-of.ts'
import { endsFrom, stateStatements } from './states.ts'
import { pastStep } from './steps.ts'
import type { Exchanged, Movement, Published } from './types.ts'
import { unmovedLenses, unmovedOf, walkedUnmoved } from './unmoved.ts'

/** Deals told of in one look at those that did not change; all of them are in the sums. */
export const LISTED = 500
/** Deals a statement asks for: a bound value has a size. */
const CHUNK = 400
/** No step: before them all. */
const BEFORE = -1
const NOBODY = 'SELECT NULL AS deal_id WHERE 0'

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
      // In another currency any of them can count, also one that rounds to nothing in the one before.
      ...(pair.exchange == null
        ? [countedAt('opening', pair, changed), countedAt('closing', pair, changed)]
        : [statement(sql`SELECT id AS deal_id FROM deal WHERE id IN (${changed})`), NOBODY]),
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
  const start = startOf(deals, pair)
  const lines = linesOf({ deals, unmoved, target }, start ?? partOf(pair.opening), pair.closing, limit)
  const movement: Movement = {
    opening: published(pair.opening),
    closing: published(pair.closing),
    ...(start === null ? {} : { exchanged: start }),
    lines: withEffects(lines, pair, start),
    median: medianOf([...deals, ...walkedUnmoved(rest?.rows ?? [])], pair),
  }
  return { movement, deals }
}

/** The opening in the closing's currency: what its deals make there. */
function startOf(deals: readonly Walked[], pair: Pair): Exchanged | null {
  const { exchange } = pair
  if (exchange == null) return null
  const difference = ({ parts, before = nothing }: Walked) => minus(parts[0] ?? nothing, before)
  const sums = deals.reduce((sum, deal) => plus(sum, difference(deal)), partOf(pair.opening))
  const { from, into } = exchange
  return { from, into, ...sums, value: valueAt('opening', sums, pair) }
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
  const told = endsFrom(await db.$client.batch(stateStatements(ids, pair), 'read'))
  const ends = await exchanged(db, told, pair)
  const looks = lensesOf(pair)
  const asked = [...ends.entries()].map(([id, each]) => ({
    id,
    ends: each,
    looks: looksOf(each, pair, looks),
    before: ends === told ? null : beforeLook(told.get(id), looks),
  }))
  const statements: InStatement[] = []
  for (let start = 0; start < asked.length; start += CHUNK) {
    const rows = asked
      .slice(start, start + CHUNK)
      .flatMap((deal) => [...deal.looks, ...(deal.before === null ? [] : [deal.before])].filter(isAsked))
    if (rows.length > 0) statements.push(hybridParts(rows, looks.lenses, pair))
  }
  const answers = statements.length === 0 ? [] : await db.$client.batch(statements, 'read')
  const found = partsFrom(answers)
  const all = asked.map(({ id, ends: each, looks: steps, before }): Walked => {
    let part: Part = nothing
    const parts = steps.map((look, step) => {
      if (look === 'same') return part
      part = look === 'gone' ? nothing : (found.get(`${id} ${step}`) ?? nothing)
      return part
    })
    return before === null
      ? { ends: each, parts }
      : { ends: each, parts, before: found.get(`${id} ${BEFORE}`) ?? nothing }
  })
  return ends === told ? all : all.filter(isSomewhere)
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

/** At neither end it adds anything: what it was in between is no part of either value. */
function isSomewhere({ parts, before = nothing }: Walked): boolean {
  return ![before, parts[0], parts.at(-1)].every((part) => isNothing(part ?? nothing))
}

/** The opening as it was published, in another currency than the opening that lines lead from. */
function beforeLook(told: Ends | undefined, { numberOf }: Lenses): Asked | null {
  const state = told?.opening
  if (state === undefined || state.deleted === 1) return null
  return { step: BEFORE, lens: numberOf({ era: 'opening', past: 'opening' }), state }
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
