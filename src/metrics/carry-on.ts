/**
 * Values of a night at the cost of what has moved: sums are carried on from the last night, where all they depend on is as it
 * was, and counted anew where not. A few of those that were carried on are checked, each night others, on a share of the deals:
 * if one differs none is believed, and all are counted anew. Invariant 4, held by `carry-on.property.test.ts`.
 */
import type { Instant } from '../../connectors/contract.ts'
import { daysBetween } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type Carried, keepStatements, readCarried } from './carried.ts'
import { type AnyRequest, joined, metricsOf } from './composite/evaluate.ts'
import { type Evaluated, evaluateSums } from './evaluate.ts'
import { type Basis, fingerprintOf, readBasis } from './fingerprint.ts'
import { canMoveOn, moveAndCheck } from './move-on.ts'
import { crossing } from './moved.ts'
import type { Context, MetricRequest } from './request.ts'
import { isContractRequest } from './retention/answer.ts'
import { type Checked, checkStatement, sampleOf } from './sample.ts'
import type { MetricValue } from './types.ts'

export interface NightMoment {
  readonly seq: number
  /** Whether nothing was told since, as far as is known. */
  readonly newest: boolean
  readonly context: Context
  readonly now: Instant
}

/** In the order of the requests. At most ten round trips. */
export async function carryOn(
  db: WorkspaceDb,
  requests: readonly AnyRequest[],
  moment: NightMoment,
): Promise<MetricValue[]> {
  const found = await evaluateMetrics(db, requests.flatMap(metricsOf), moment)
  return joined(
    requests,
    found.map(({ value }) => value),
    moment.context,
  )
}

async function evaluateMetrics(
  db: WorkspaceDb,
  metrics: readonly MetricRequest[],
  moment: NightMoment,
): Promise<Evaluated[]> {
  const { seq, context } = moment
  const basis = await readBasis(db)
  const mine = metrics.map((request) => !isContractRequest(request) && canMoveOn(request, context, context))
  const prints = await Promise.all(
    metrics.map((request, n) => (mine[n] ? fingerprintOf(request, basis, context) : '')),
  )
  const kept = await readCarried(
    db,
    prints.filter((print) => print !== ''),
    seq,
  )
  const from = metrics.map((request, n) => usable(request, kept.get(prints[n] ?? ''), context))
  const sample = sampleOf(
    prints.flatMap((print, n) => (from[n] == null ? [] : [{ n, print }])),
    context.day,
  )
  const { moved, wrong } = await moveAll(db, metrics, from, sample, moment)
  const anew = [...metrics.keys()].filter((n) => !moved.has(n))
  const counted = await recount(db, metrics, anew, moment)
  // Of a sum that is not as it was written nobody knows what it was.
  const differing = [
    ...wrong,
    ...[...metrics.keys()].filter((n) => kept.get(prints[n] ?? '')?.isSound === false),
  ]
  const found = metrics.map((_, n) => counted.get(n) ?? moved.get(n))
  const checked = {
    ...{ carried: moved.size, checked: [...sample].filter((n) => moved.has(n)).length },
    differing: differing.flatMap((n) => metrics[n]?.definition.metric ?? []),
  }
  const sums = found.map((one) => one?.sums ?? null)
  const held = await keep(db, { prints, sums, basis, checked, moment })
  // Something that all sums depend on was changed meanwhile, or the carrying itself is wrong.
  const doubtful = !held || differing.length > 0
  const final = doubtful ? await recount(db, metrics, [...metrics.keys()], moment) : null
  return metrics.map((request, n) => {
    const one = final?.get(n) ?? found[n]
    if (one === undefined) throw new Error(`No value came back for ${request.definition.metric}.`)
    return one
  })
}

/** Days on which deals are looked at because they are dated on them. More are mostly the turn of a quarter. */
const MOST_DAYS = 31

function usable(request: MetricRequest, kept: Carried | undefined, context: Context): Carried | null {
  if (kept === undefined || !kept.isSound || kept.told > kept.most || kept.day > context.day) return null
  const crossed = crossing(request, { ...context, day: kept.day }, context)
  if (crossed === null) return null
  const days = crossed.days.flat().reduce((sum, [from, to]) => sum + daysBetween(from, to), 0)
  return days > MOST_DAYS ? null : kept
}

/** Mostly of one moment, the last night's. Of more than a few the others are counted anew, which bounds the round trips. */
const MOST_MOMENTS = 2

async function moveAll(
  db: WorkspaceDb,
  metrics: readonly MetricRequest[],
  from: readonly (Carried | null)[],
  sample: ReadonlySet<number>,
  { seq, newest, context }: NightMoment,
): Promise<{ readonly moved: ReadonlyMap<number, Evaluated>; readonly wrong: readonly number[] }> {
  const usable = metrics.flatMap((request, n) => {
    const kept = from[n]
    return kept == null ? [] : [{ n, request, kept }]
  })
  const moments = [...Map.groupBy(usable, ({ kept }) => `${kept.seq} ${kept.day}`).values()]
  const found = new Map<number, Evaluated>()
  const wrong: number[] = []
  for (const group of moments.sort((a, b) => b.length - a.length).slice(0, MOST_MOMENTS)) {
    const [first] = group
    if (first === undefined) continue
    const begin = { seq: first.kept.seq, context: { ...context, day: first.kept.day } }
    const { moved, differing } = await moveAndCheck(
      db,
      group.map(({ request }) => request),
      group.map(({ kept }) => kept.standing),
      begin,
      { seq, context },
      { newest, sample: [...group.keys()].filter((i) => sample.has(group[i]?.n ?? -1)) },
    )
    wrong.push(...differing.flatMap((i) => group[i]?.n ?? []))
    group.forEach(({ n }, i) => {
      const value = moved[i]
      if (value !== undefined) found.set(n, value)
    })
  }
  return { moved: found, wrong }
}

async function recount(
  db: WorkspaceDb,
  metrics: readonly MetricRequest[],
  wanted: readonly number[],
  { seq, newest, context }: NightMoment,
): Promise<ReadonlyMap<number, Evaluated>> {
  if (wanted.length === 0) return new Map()
  const requests = wanted.flatMap((n) => metrics[n] ?? [])
  // Nothing was committed since: the state now is the state as known, and is found faster.
  let values = newest ? await evaluateSums(db, requests, { kind: 'now' }, context) : []
  // A change that came in meanwhile was seen by that look: it is no part of the moment the value stands for.
  if (values.length === 0 || values.some(({ value }) => value.seq !== seq))
    values = await evaluateSums(db, requests, { kind: 'known', seq }, context)
  return new Map(wanted.flatMap((n, i) => (values[i] === undefined ? [] : [[n, values[i]]])))
}

interface Keeping {
  readonly prints: readonly string[]
  readonly sums: readonly Evaluated['sums'][]
  readonly basis: Basis
  readonly checked: Checked
  readonly moment: NightMoment
}

/** False: what the sums depend on is another one by now. Then, and where the check failed, none is kept. */
async function keep(
  db: WorkspaceDb,
  { prints, sums, basis, checked, moment: { seq, context, now } }: Keeping,
): Promise<boolean> {
  const rows = prints.flatMap((fingerprint, n) => {
    const found = sums[n]
    return fingerprint === '' || found == null ? [] : [{ fingerprint, sums: found }]
  })
  const failed = checked.differing.length > 0
  const at = { seq, day: context.day, now }
  const kept = keepStatements(failed ? [] : rows, basis.text, at)
  const thrown = failed ? ['DELETE FROM carried'] : []
  const statements = [...thrown, ...checkStatement(checked, at), ...kept]
  const [last] = (await db.$client.batch(statements, 'write')).slice(-1)
  return Number(last?.rows[0]?.held) === 1
}
