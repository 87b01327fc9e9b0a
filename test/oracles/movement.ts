/**
 * The movement of a metric between two moments, from the meaning of its steps: one deal after the other, plain objects and
 * BigInt. What a single deal adds comes from `metrics.ts` beside it, asked about a world that holds only this deal.
 */
import type { Definition } from '../../src/metrics/types.ts'
import type { LedgerDeal, LedgerRevision } from '../support/metric-ledger.ts'
import { expected, type Standing, standings } from './metrics.ts'

export interface Moment {
  readonly seq: number
  readonly day: string
  /** Up to when the changes of the CRM were in. */
  readonly through: string
  readonly definition: Definition
}

export interface World {
  readonly deals: readonly LedgerDeal[]
  readonly order: readonly { readonly deal: number; readonly revision: number }[]
  readonly leading: string | null
}

export interface OracleLine {
  numerator: bigint
  denominator: bigint
  deals: number
}

const names = [
  ...[
    'learned_later',
    'definition',
    'filter',
    'existence',
    'date',
    'status',
    'amount',
    'rate',
    'probability',
  ],
  'time',
]

const plusDays = (day: string, n: number) =>
  new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10)

/** Fixed and trailing windows are enough for days to pass. */
function periodOf({ window }: Definition, day: string): { readonly from: string; readonly to: string } {
  if (typeof window === 'string' || 'fiscal' in window) throw new Error('not in this world')
  if ('from' in window) return window
  return { from: plusDays(day, 1 - window.trailingDays), to: plusDays(day, 1) }
}

const targetOf = ({ metric, params }: Definition) =>
  metric === 'pipeline_coverage' ? Number(Object(params?.target).amountMinor) : 0

interface Look {
  readonly definition: Definition
  readonly day: string
}

interface Shape {
  readonly standing: Standing | null
  /** Its twin in the other CRM is there. */
  readonly copied: boolean
}

type Sides = readonly [bigint, bigint]

function partOf({ standing, copied }: Shape, { definition, day }: Look): Sides {
  const alone = new Set(definition.filter?.connections).size === 1
  if (standing === null || (copied && !alone)) return [0n, 0n]
  const { numerator, denominator } = expected(definition, periodOf(definition, day), day, [standing], [])
  return [BigInt(numerator ?? 0), denominator === null ? 0n : BigInt(denominator - targetOf(definition))]
}

function divided(above: bigint, below: bigint): bigint {
  const sign = above < 0n ? -1n : 1n
  const size = above * sign
  const [whole, rest] = [size / below, (size % below) * 2n]
  return sign * (rest > below || (rest === below && whole % 2n === 1n) ? whole + 1n : whole)
}

function times(minor: number | null, factor: string | null): number | null {
  if (minor === null || factor === null) return null
  const [whole = '0', fraction = ''] = factor.split('.')
  return Number(divided(BigInt(minor) * BigInt(whole + fraction), 10n ** BigInt(fraction.length)))
}

/** What a state is worth, by its amount, currency, rate and probability; all currencies here have cents. */
export function valued(state: LedgerRevision): LedgerRevision {
  const { amountMinor = null, currency = 'EUR', rate = null, probability = null } = state
  const homeMinor = currency === 'EUR' ? amountMinor : times(amountMinor, rate)
  return { ...state, homeMinor, weightedMinor: times(homeMinor, probability) }
}

const readable = (standing: Standing | null) =>
  standing !== null && (standing.state.problem ?? []).length === 0

/** Copies of the leading side are there at that moment. */
function isCopied(standing: Standing, all: readonly Standing[], leading: string | null): boolean {
  const source = ({ deal }: Standing) => deal.source ?? 'hubspot'
  return all.some((other) => {
    const pair = standing.state.twinId === other.deal.id || other.state.twinId === standing.deal.id
    return source(other) !== source(standing) && pair && source(other) === leading
  })
}

/** The groups of a state's fields in the order in which they are taken over. */
function fieldsOf(step: string, from: LedgerRevision, to: LedgerRevision, byStage: boolean) {
  const moved = from.status !== to.status
  const stage: (keyof LedgerRevision)[] = ['stageId']
  const other = from.currency !== to.currency || from.amountMinor === null || to.amountMinor === null
  const groups: Record<string, (keyof LedgerRevision)[]> = {
    filter: ['pipelineId', 'teamId', 'type', 'properties', ...(byStage && !moved ? stage : [])],
    existence: [],
    date: ['closeDate'],
    status: [
      'status',
      ...(byStage && !moved ? [] : stage),
      ...(moved ? (['forecastCategory'] as const) : []),
    ],
    amount: ['amountMinor', 'currency', ...(other ? (['rate'] as const) : [])],
    rate: ['rate'],
    probability: ['probability', 'forecastCategory'],
  }
  return groups[step] ?? []
}

const pastFrom: Readonly<Record<string, string>> = {
  slipped_value: 'date',
  stage_conversion: 'status',
  stalled_deals: 'status',
}

/** Every line by its step; deals that count at neither end are in none. */
export function movementOf(world: World, opening: Moment, closing: Moment): Map<string, OracleLine> {
  const { deals, order, leading } = world
  const late = order.filter((place, index) => {
    const effective = deals[place.deal]?.revisions[place.revision]?.effectiveAt ?? ''
    return index < opening.seq || (index < closing.seq && effective <= opening.through)
  })
  const before = standings(deals, order, { kind: 'known', seq: opening.seq })
  const learned = standings(deals, late, { kind: 'now' })
  const after = standings(deals, order, { kind: 'known', seq: closing.seq })
  const lines = new Map(names.map((name) => [name, { numerator: 0n, denominator: 0n, deals: 0 }]))
  const base = BigInt(targetOf(closing.definition) - targetOf(opening.definition))
  const definition = lines.get('definition')
  if (definition !== undefined) definition.denominator += base

  for (const deal of deals) {
    const at = (all: readonly Standing[]) => all.find((each) => each.deal === deal) ?? null
    const parts = walk([at(before), at(learned), at(after)])
    const [first, last] = [parts[0]?.[1], parts.at(-1)?.[1]]
    if ([...(first ?? []), ...(last ?? [])].every((side) => side === 0n)) continue
    parts.slice(1).forEach(([name, sides], index) => {
      const line = lines.get(name)
      const earlier = parts[index]?.[1] ?? [0n, 0n]
      const [numerator, denominator] = [sides[0] - earlier[0], sides[1] - earlier[1]]
      if (line === undefined || (numerator === 0n && denominator === 0n)) return
      line.numerator += numerator
      line.denominator += denominator
      line.deals += 1
    })
  }
  return lines

  function walk([one, told, two]: readonly [Standing | null, Standing | null, Standing | null]) {
    const byOld: Look = { definition: opening.definition, day: opening.day }
    const byNew: Look = { definition: closing.definition, day: opening.day }
    const copiedAfter = two !== null && isCopied(two, after, leading)
    const copiedBefore = one === null ? copiedAfter : isCopied(one, before, leading)
    const parts: [string, Sides][] = [
      ['opening', partOf({ standing: one, copied: copiedBefore }, byOld)],
      ['learned_later', partOf({ standing: told, copied: copiedBefore }, byOld)],
      ['definition', partOf({ standing: told, copied: copiedBefore }, byNew)],
    ]
    let [standing, copied] = [told, copiedBefore]
    const asWhole = readable(told) !== readable(two)
    for (const name of names.slice(2, -1)) {
      if (asWhole && name === 'existence') [standing, copied] = [two, copiedAfter]
      if (!asWhole && told !== null && two !== null && standing !== null) {
        if (name === 'existence') copied = copiedAfter
        const taken = fieldsOf(name, told.state, two.state, closing.definition.filter?.stages !== undefined)
        const state: LedgerRevision = { ...standing.state }
        for (const field of taken) Object.assign(state, { [field]: two.state[field] })
        const past = pastFrom[closing.definition.metric] === name ? { told: two.told, path: two.path } : {}
        standing = { ...standing, ...past, state: readable(told) ? valued(state) : state }
      }
      parts.push([name, partOf({ standing, copied }, byNew)])
    }
    const byDay: Look = { definition: closing.definition, day: closing.day }
    parts.push(['time', partOf({ standing: two, copied: copiedAfter }, byDay)])
    return parts
  }
}
