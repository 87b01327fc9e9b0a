/**
 * Compares the mirror with what the CRM itself counts, heals what differs by reading again, and keeps what does not heal as
 * drift. Called when the streams of a night or manual run are done and before it is complete, until it says `done`.
 *
 * `again` may have set streams of the run to be walked once more: the next message finds them unfinished, walks them, and
 * comes back here. Throws what asks for a reconnect (`unauthorized`) and what of ours broke; every other failure of the CRM
 * is waited for here, and after that the run goes on without a comparison, which is kept and shown.
 */
import { ConnectorError } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import { Resting, tires } from './call-rest.ts'
import { decide } from './decide.ts'
import { GrantBusy } from './grants.ts'
import type { Rechecked, RecheckTurn } from './recheck-turn.ts'
import { advance } from './reconcile-advance.ts'
import { busyFor, type Progress, type Save, StepTaken, saveProgress, takeProgress } from './reconcile-step.ts'
import type { RunFailure } from './views.ts'

export type { Rechecked, RecheckTurn } from './recheck-turn.ts'

/** One message's share: a step makes up to 12 calls and 4 round trips more, and its run needs some as well. */
const TURN_MS = 15_000
const TURN_REQUESTS = 18
const ROUND_TRIPS = 4
/** Timers and queues may deliver a little early. */
const EARLY_MS = 1_000

export async function reconcile(turn: RecheckTurn): Promise<Rechecked> {
  const { platform, workspace, run } = turn
  const began = platform.now()
  const taken = await takeProgress(workspace.db, run, began)
  if ('busyUntil' in taken) return { kind: 'busy', until: taken.busyUntil }
  try {
    return await work(turn, taken, began)
  } catch (error) {
    if (error instanceof StepTaken) return { kind: 'busy', until: null }
    throw error
  }
}

async function work(turn: RecheckTurn, taken: Progress, began: string): Promise<Rechecked> {
  const { platform, workspace, crm, run } = turn
  let progress = taken
  for (let requests = 0; progress.step.at !== 'ended'; ) {
    const before = crm.calls()
    const made = () => crm.calls() - before
    const save = (to: Pick<Save, 'step' | 'attempts' | 'busyUntil'> & Partial<Save>) => ({
      ...{ run, before: progress, calls: made(), now: platform.now() },
      ...to,
    })
    try {
      const next = await advance(turn, progress)
      requests += made() + ROUND_TRIPS
      const now = platform.now()
      const over = requests >= TURN_REQUESTS || Date.parse(now) - Date.parse(began) >= TURN_MS
      const goesOn = next.pauseMs === undefined && !over && next.step.at !== 'ended'
      const busyUntil = goesOn ? busyFor(now) : next.pauseMs === undefined ? null : busyFor(now, next.pauseMs)
      const to = save({ step: next.step, attempts: 0, busyUntil })
      progress = await saveProgress(workspace.db, to, next.statements)
      if (!goesOn && next.step.at !== 'ended')
        return { kind: 'again', delayMs: next.pauseMs === undefined ? 0 : next.pauseMs + EARLY_MS }
    } catch (error) {
      if (error instanceof Resting) {
        const busyUntil = addMs(platform.now(), error.ms)
        await saveProgress(
          workspace.db,
          save({ step: progress.step, attempts: progress.attempts, busyUntil }),
          [],
        )
        return { kind: 'again', delayMs: error.ms + EARLY_MS }
      }
      const failure = failureOf(error)
      if (failure === null) {
        // Whoever comes next need not wait for us; the failure itself is told by who called.
        const release = save({ step: progress.step, attempts: progress.attempts, busyUntil: null })
        if (!(error instanceof StepTaken)) await saveProgress(workspace.db, release, [])
        throw error
      }
      const waits = await afterFailure(turn, progress, failure, save)
      if (waits !== null) return waits
      break
    }
  }
  return { kind: 'done' }
}

/** Null: given up, and the run goes on without. */
async function afterFailure(
  { platform, workspace, run, crm }: RecheckTurn,
  { step, attempts: before }: Progress,
  failure: RunFailure,
  save: (to: Pick<Save, 'step' | 'attempts' | 'busyUntil'> & Partial<Save>) => Save,
): Promise<Rechecked | null> {
  const attempts = before + 1
  const decision = decide(failure, attempts, Math.random())
  const retries = decision.kind === 'retry'
  platform.log('reconcile_failed', {
    ...{ workspace: workspace.id, source: run.source, run: run.id, step: step.at },
    ...{ failure: failure.kind, attempts, leads: retries ? 'retry' : 'unchecked' },
  })
  if (retries) {
    if (tires(failure)) await crm.rest(decision.delayMs)
    const busyUntil = addMs(platform.now(), decision.delayMs)
    await saveProgress(workspace.db, save({ step, attempts, busyUntil }), [])
    return { kind: 'again', delayMs: decision.delayMs + EARLY_MS }
  }
  await saveProgress(workspace.db, save({ step: { at: 'ended' }, attempts, busyUntil: null, failure }), [])
  return null
}

/** Null for what is not waited for here. */
function failureOf(error: unknown): RunFailure | null {
  if (error instanceof GrantBusy)
    return { kind: 'unavailable', status: null, retryAfterMs: null, detail: error.message }
  if (!(error instanceof ConnectorError)) return null
  return error.failure.kind === 'unauthorized' ? null : error.failure
}
