/** The demo company's nights: the virtual clock is set to the small hours after a day, and the night runs. */
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, addMs, atLocalTime, localDay, toInstant } from '../../connectors/values/time.ts'
import type { Locale } from '../app-env.ts'
import { lastEndedDay } from '../jobs/schedule.ts'
import type { Runtime } from '../node-runtime.ts'
import { measureDay } from '../okr/measure.ts'
import { nativeAsker } from '../okr/native/ask.ts'
import { type NightResult, runNight } from '../sync/run-night.ts'
import type { SyncProgress } from '../sync/views.ts'
import { createDemoOkrs } from './okrs.ts'
import { DEMO_TIME_ZONE, type DemoFile, type DemoState } from './state.ts'

export const DEMO_WORKSPACE = 'nordwerk'
const SEED = 20_261
const NIGHT_AT = '04:30'
/** The sandboxes answer at once, so a killed start holds up the next one no longer than this. */
const LEASE_MS = 2_000

export interface Play {
  readonly runtime: Runtime
  readonly file: DemoFile
  realNowMs(): number
  onProgress(progress: SyncProgress): void
}

/**
 * A new company has lived until two nights ago, so that two nights can be played up to this morning. Its clock starts in
 * the first of them: at any later time the company would have lived on.
 */
export function newDemo(realNow: Instant, anchor: Day | undefined): DemoState {
  const morning = localDay(addMs(realNow, -5 * 3_600_000), DEMO_TIME_ZONE)
  const first = anchor ?? addDays(morning, -2)
  return {
    seed: SEED,
    anchor: first,
    day: first,
    shiftMs: Date.parse(nightAfter(first)) - Date.parse(realNow),
    secret: crypto.randomUUID(),
    ports: { hubspot: 0, salesforce: 0 },
    edits: [],
  }
}

/** The night that closes `day`. Done before, it changes nothing; killed before, it goes on. */
export async function playNight(play: Play, day: Day): Promise<NightResult> {
  const state = kept(play.file)
  const night = nightAfter(day)
  const virtual = toInstant(play.realNowMs() + state.shiftMs)
  // A clock that is in that morning already is left alone: time that ran back would make leases wait.
  const inMorning = virtual >= night && virtual < addMs(night, 6 * 3_600_000)
  play.file.write({
    ...state,
    day: state.day < day ? day : state.day,
    shiftMs: inMorning ? state.shiftMs : Date.parse(night) - play.realNowMs(),
  })
  const { deps } = play.runtime
  return runNight(deps, DEMO_WORKSPACE, {
    kind: 'night',
    day,
    onProgress: play.onProgress,
    leaseMs: LEASE_MS,
    background: 'later',
  })
}

/**
 * The first two nights. The key results are made after the first import, since their targets come from the company's own
 * past; the first night's values are published then.
 */
export async function playFirstNights(play: Play, locale: Locale): Promise<readonly NightResult[]> {
  const { anchor, day } = kept(play.file)
  // The second night was begun: the clock must not run back, and all that belongs before it is there.
  const first = day > anchor ? [] : [await playFirstNight(play, anchor, locale)]
  return [...first, await playNight(play, addDays(anchor, 1))]
}

async function playFirstNight(play: Play, anchor: Day, locale: Locale): Promise<NightResult> {
  const night = await playNight(play, anchor)
  const { deps } = play.runtime
  const workspace = await deps.open(DEMO_WORKSPACE)
  const asker = nativeAsker(deps, workspace, { leaseMs: LEASE_MS })
  await createDemoOkrs(workspace, locale, deps.now(), asker)
  await measureDay(workspace, anchor, deps.now())
  // A CRM's own numbers are asked for at the end of a run; in the night's nobody had asked for any.
  const again = { kind: 'manual', day: anchor, leaseMs: LEASE_MS, background: 'later' } as const
  await runNight(deps, DEMO_WORKSPACE, again)
  return night
}

/** Lets the virtual clock be the real one again, where the demo was started today. */
export function catchUpClock({ file, realNowMs }: Pick<Play, 'file' | 'realNowMs'>): void {
  const state = kept(file)
  const realNow = toInstant(realNowMs())
  const played = nightAfter(state.day)
  if (state.shiftMs < 0 && lastEndedDay(realNow, DEMO_TIME_ZONE) === state.day && played <= realNow)
    file.write({ ...state, shiftMs: 0 })
}

/** Notes that a day has passed on the virtual clock. True when there was one. */
export function turnDays({ file, realNowMs }: Pick<Play, 'file' | 'realNowMs'>): boolean {
  const state = kept(file)
  const ended = lastEndedDay(toInstant(realNowMs() + state.shiftMs), DEMO_TIME_ZONE)
  if (ended <= state.day) return false
  file.write({ ...state, day: ended })
  return true
}

function nightAfter(day: Day): Instant {
  return atLocalTime(addDays(day, 1), NIGHT_AT, DEMO_TIME_ZONE)
}

export function kept(file: DemoFile): DemoState {
  const state = file.read()
  if (state === null) throw new Error('The demo company has not been started.')
  return state
}
