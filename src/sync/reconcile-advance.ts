/**
 * One step of a comparison: few calls, then what is to be written and where it goes on. Bounded: looks at all pipelines at
 * most six, attempts at healing two, and calls by `MAX_CALLS`.
 */
import type { InStatement } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'
import { settleMissing } from './inferred.ts'
import { mirrorTotals } from './mirror-totals.ts'
import { type RecheckTurn, recheckPull } from './recheck-turn.ts'
import { type Compared, compareAll, comparePipelines, sliceKey, slicesOf } from './reconcile-compare.ts'
import { comparisonRows, driftStatements, type Finding } from './reconcile-drift.ts'
import { isLate, noneLate, withoutLate } from './reconcile-late.ts'
import { forgetListed, keepListed, ofSlice, onlyOneSide } from './reconcile-slices.ts'
import type { Progress, Step } from './reconcile-step.ts'
import { ask, forgetList, rereadSome } from './reread.ts'
import { readChangesAgain } from './rewalk.ts'

/** Of all pipelines together: before something is healed by name, and after. */
const ROUNDS = { first: 3, healed: 2 } as const
/** More than a connector's safety lag: what was edited just before a look is in the window that is read after it. */
export const PAUSE_MS = 90_000
export const HEALS = 2
/** A slice of 60,000 deals at 200 a page: beyond that the weekly full pass heals. */
export const MAX_CALLS = 300
/** Up to three calls each, and three for deals without one, within one message. */
const PIPELINES = 3
/** Deals of a slice whose sum differs that are read again to find which it is. */
const AMOUNT_DEALS = 1_000

export interface Advance {
  readonly step: Step
  readonly statements: readonly InStatement[]
  /** Before the next step, in which the changes since are read again and a late index catches up. */
  readonly pauseMs?: number
}

type At<A extends Step['at']> = Extract<Step, { at: A }>

export function advance(turn: RecheckTurn, progress: Progress): Promise<Advance> {
  const { step } = progress
  const spent = progress.calls >= MAX_CALLS
  switch (step.at) {
    case 'begin':
      return begin(turn)
    case 'compare':
      return compare(turn, step)
    case 'locate':
      return locate(turn, step, spent)
    case 'list':
      return list(turn, step, spent)
    case 'reread':
      return reread(turn, step, spent)
    case 'ended':
      return Promise.resolve({ step, statements: [] })
    default:
      return step satisfies never
  }
}

async function begin({ workspace, run }: RecheckTurn): Promise<Advance> {
  const wanted = {
    sql: "SELECT external_id FROM inferred_removal WHERE source = :source AND state = 'again'",
    args: { source: run.source },
  }
  const { rows } = await workspace.db.$client.execute(wanted)
  if (rows.length === 0) return { step: firstLook, statements: [forgetListed(run.source)] }
  return {
    step: { at: 'reread', look: 0, pass: 0, differs: [] },
    statements: [forgetListed(run.source), ask(run, wanted)],
  }
}

const firstLook: Step = {
  ...{ at: 'compare', look: 1, round: 1, healed: false, last: false },
  late: noneLate,
}

async function compare(turn: RecheckTurn, step: At<'compare'>): Promise<Advance> {
  const { platform, workspace, crm, run } = turn
  const { look, round, healed, last, late } = step
  const theirs = await crm.connector.recheck.totals(await recheckPull(turn, platform.now()), 'status', [])
  const ours = await mirrorTotals(workspace.db, run.source)
  const { compared, differs: all } = compareAll(theirs, ours)
  const differs = all.filter((one) => !isLate(one, late[one.status]))
  const looked = comparisonRows(findingOf(turn), look, compared)
  // In no pipeline, and in all of them together: nobody can say where.
  if (differs.length === 0 || last) return ended(turn, [looked], differs, false)
  if (round < (healed ? ROUNDS.healed : ROUNDS.first)) {
    const statements = [looked, ...readChangesAgain(run, platform.now())]
    return { step: { ...step, look: look + 1, round: round + 1 }, statements, pauseMs: PAUSE_MS }
  }
  const pipelines = await pipelinesOf(workspace.db, run.source)
  const where = { pipelines, differs: [], spare: ours.skipped, last: healed }
  return { step: { at: 'locate', look: look + 1, pass: 1, ...where }, statements: [looked] }
}

async function locate(turn: RecheckTurn, step: At<'locate'>, spent: boolean): Promise<Advance> {
  const { platform, workspace, crm, run } = turn
  const asked = step.pipelines.slice(0, PIPELINES)
  const pull = await recheckPull(turn, platform.now())
  const theirs = await crm.connector.recheck.totals(pull, 'pipeline', asked)
  const ours = await mirrorTotals(workspace.db, run.source)
  const found = comparePipelines(asked, theirs, ours, step.spare)
  const looked = comparisonRows(findingOf(turn), step.look, found.compared)
  const all = [...step.differs, ...found.differs]
  const left = step.pipelines.slice(PIPELINES)
  if (left.length > 0) {
    return { step: { ...step, pipelines: left, differs: all, spare: found.spare }, statements: [looked] }
  }
  const { look, pass, last } = step
  const { late, differs } = await withoutLate(workspace.db, run, all, platform.now())
  if (differs.length === 0) {
    const next: Step = { at: 'compare', look: look + 1, round: 1, healed: true, last, late }
    return { step: next, statements: [looked] }
  }
  if (last || spent || pass > HEALS) return ended(turn, [looked], differs, pass > HEALS)
  const slices = slicesOf(differs, 'count')
  const statements = [looked, ...askForAmounts(turn, differs)]
  if (slices.length === 0) return { step: { at: 'reread', look, pass, differs }, statements }
  return { step: { at: 'list', look, pass, differs, left: slices, after: null }, statements }
}

async function list(turn: RecheckTurn, step: At<'list'>, spent: boolean): Promise<Advance> {
  const { platform, crm, run } = turn
  const { look, pass, differs, left, after } = step
  const [slice] = left
  // Too many to list: which pipelines differ is known, which deals is not.
  if (spent) return ended(turn, [], differs, false)
  if (slice === undefined) {
    const concerned = slicesOf(differs, 'count').map((one) => ask(run, onlyOneSide(run.source, one)))
    return { step: { at: 'reread', look, pass, differs }, statements: concerned }
  }
  const page = await crm.connector.recheck.ids(await recheckPull(turn, platform.now()), slice, after)
  const statements = keepListed(run.source, slice, page.ids, after === null)
  const next = page.after === null ? { left: left.slice(1), after: null } : { left, after: page.after }
  return { step: { ...step, ...next }, statements }
}

async function reread(turn: RecheckTurn, step: At<'reread'>, spent: boolean): Promise<Advance> {
  const { workspace, platform, run } = turn
  if (!spent && (await rereadSome(turn))) return { step, statements: [] }
  await settleMissing(workspace.db, run, platform.now())
  const { look, pass, differs } = step
  if (pass === 0) return { step: firstLook, statements: [] }
  const pipelines = [...new Set(differs.flatMap(({ pipelineId }) => pipelineId ?? []))]
  const { skipped: spare } = await mirrorTotals(workspace.db, run.source)
  const where = { pipelines, differs: [], spare, last: spent }
  return { step: { at: 'locate', look: look + 1, pass: pass + 1, ...where }, statements: [] }
}

/** Where the number is right and the sum is not, only reading all of them tells which deal it is. */
function askForAmounts({ run }: RecheckTurn, differs: readonly Compared[]): InStatement[] {
  const counted = new Set(slicesOf(differs, 'count').map(sliceKey))
  return slicesOf(differs, 'amount')
    .filter((slice) => !counted.has(sliceKey(slice)))
    .map((slice) => {
      const { sql, args } = ofSlice(run.source, slice)
      const few = `SELECT external_id FROM (SELECT external_id, COUNT(*) OVER () AS n FROM (${sql}))`
      return ask(run, { sql: `${few} WHERE n <= ${AMOUNT_DEALS}`, args })
    })
}

function ended(
  turn: RecheckTurn,
  statements: readonly InStatement[],
  differs: readonly Compared[],
  listed: boolean,
): Advance {
  const { source } = turn.run
  const kept = driftStatements(findingOf(turn), differs, listed)
  return {
    step: { at: 'ended' },
    statements: [...statements, ...kept, forgetListed(source), forgetList(turn.run)],
  }
}

function findingOf({ run, platform }: RecheckTurn): Finding {
  return { source: run.source, run, now: platform.now() }
}

/** Those the CRM lists, archived ones in which deals of ours still stand, and an empty text for deals without one. */
async function pipelinesOf(db: WorkspaceDb, source: string): Promise<string[]> {
  const { rows } = await db.$client.execute({
    sql: `SELECT id FROM pipeline WHERE source = :source AND archived = 0 UNION
      SELECT r.pipeline_id FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
        WHERE d.source = :source AND r.deleted = 0 AND r.pipeline_id IS NOT NULL
      UNION SELECT '' ORDER BY 1 DESC`,
    args: { source },
  })
  return rows.map((row) => String(row.id))
}
