/** What one message of a run works with, made once and counted: an invocation at the edge may make 50 requests. */
import type { InStatement } from '@libsql/client/web'
import type { Message, Platform, Workspace } from '../platform.ts'
import { createTally, type Purpose } from './calls.ts'
import { type Crm, openCrm } from './crm.ts'
import { createMeter } from './meter.ts'
import { isBackground } from './run-kinds.ts'
import type { ConnectionView, RunView, SyncOptions } from './views.ts'
import { TURN_MS, TURN_REQUESTS } from './walk.ts'

export type PullMessage = Extract<Message, { kind: 'pull' }>

/** Opening the directory and the company, which is done before anybody counts. */
const REQUESTS_TO_OPEN = 4
/** Settling at the end, a share of the budget that is given back, and a lease that is renewed. */
const REQUESTS_TO_END = 3

export interface Turn {
  readonly platform: Platform
  readonly workspace: Workspace
  readonly connection: ConnectionView
  readonly message: PullMessage
  readonly run: RunView
  readonly options: SyncOptions
  /** The same one each time; made at the first. */
  crm(): Promise<Crm>
  /** Requests of this message so far, to the CRM and to the databases. */
  requests(): number
  /** So many more would be more than one message's share. */
  spent(requests: number): boolean
  /** The CRM was called for this since it was last said. */
  note(purpose: Purpose): void
  /** What was noted, to stand in the next batch. */
  takeCalls(): InStatement[]
  /** Gives back what the message held of the CRM's budget. */
  close(): Promise<void>
}

/** Wraps what a message uses, so that it is counted from here on. */
export function metered(given: Platform) {
  const meter = createMeter()
  const began = given.now()
  const platform = meter.platform(given)

  function turnOf(opened: Workspace, of: Pick<Turn, 'connection' | 'message' | 'run' | 'options'>): Turn {
    const tally = createTally()
    const purpose = isBackground(of.run.kind) ? 'background' : 'night'
    let crm: Crm | null = null
    function requests(): number {
      return REQUESTS_TO_OPEN + meter.requests() + (crm?.calls() ?? 0)
    }
    return {
      ...of,
      platform,
      workspace: opened,
      async crm() {
        crm ??= await openCrm(platform, of.connection, of.options, purpose)
        return crm
      },
      requests,
      spent(more) {
        const ms = Date.parse(platform.now()) - Date.parse(began)
        return ms >= TURN_MS || requests() + more + REQUESTS_TO_END > TURN_REQUESTS
      },
      note(purpose) {
        if (crm !== null) tally.note(crm, purpose)
      },
      takeCalls: () => tally.take(of.run.id),
      async close() {
        await crm?.close()
      },
    }
  }

  return { platform, workspace: meter.workspace, turnOf }
}
