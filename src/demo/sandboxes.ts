/**
 * The two stand-in CRMs of the demo company, alive: at every request they first live up to the virtual clock, which
 * another process may have moved. A day is lived as a whole before work begins; its later events lie ahead of the clock,
 * so that a window of changes meets them when their time has come.
 */

import type { Instant } from '../../connectors/contract.ts'
import { createDemoCompany, liveDay } from '../../connectors/demo/company.ts'
import type { Crm, Sandbox } from '../../connectors/demo/types.ts'
import { startHubspotSandbox } from '../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../connectors/salesforce/sandbox/index.ts'
import { addDays, addMs, localDay, toInstant } from '../../connectors/values/time.ts'
import { journaled, replay } from './journal.ts'
import { DEMO_TIME_ZONE, type DemoFile, type DemoState } from './state.ts'

export const demoCrms = ['hubspot', 'salesforce'] as const
export type DemoCrm = (typeof demoCrms)[number]

/** What connects to the sandboxes; secrets of a stand-in that guards nothing. */
export const demoCredentials = {
  token: 'demo-token',
  clientId: 'demo-client',
  clientSecret: 'demo-secret',
} as const

/** Nobody works before six; the night runs in these hours and sees the day before. */
const BEFORE_WORK_MS = 6 * 3_600_000

export interface DemoSandboxes {
  readonly urls: Readonly<Record<DemoCrm, string>>
  close(): Promise<void>
}

/** Null when the ports are taken: then another process of ours has the sandboxes already. */
export async function startSandboxes(file: DemoFile, realNowMs: () => number): Promise<DemoSandboxes | null> {
  const state = must(file.read())
  const worlds = demoCrms.map((crm) => world(file, state, crm))
  const [hubspotWorld, salesforceWorld] = worlds
  if (hubspotWorld === undefined || salesforceWorld === undefined) return null
  const clock = (catchUp: (now: Instant) => void) => () => {
    const now = toInstant(realNowMs() + must(file.read()).shiftMs)
    catchUp(now)
    return now
  }
  const { token, clientId, clientSecret } = demoCredentials
  const started: Sandbox[] = []
  try {
    const hubspot = await startHubspotSandbox({
      crm: hubspotWorld.crm,
      now: clock(hubspotWorld.catchUp),
      port: state.ports.hubspot,
      token,
    })
    started.push(hubspot)
    const salesforce = await startSalesforceSandbox({
      crm: salesforceWorld.crm,
      now: clock(salesforceWorld.catchUp),
      port: state.ports.salesforce,
      clientId,
      clientSecret,
    })
    started.push(salesforce)
    const ports = { hubspot: portOf(hubspot), salesforce: portOf(salesforce) }
    if (ports.hubspot !== state.ports.hubspot || ports.salesforce !== state.ports.salesforce) {
      file.write({ ...must(file.read()), ports })
    }
    return {
      urls: { hubspot: hubspot.url, salesforce: salesforce.url },
      close: async () => {
        await Promise.all(started.map((sandbox) => sandbox.close()))
      },
    }
  } catch (error) {
    await Promise.all(started.map((sandbox) => sandbox.close()))
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null
    throw error
  }
}

function world(file: DemoFile, state: DemoState, which: DemoCrm) {
  const crm = createDemoCompany({ seed: state.seed, anchor: state.anchor, crm: which })
  let lived = state.anchor
  const madeHere = new Set<number>()
  let replayed = 0

  /** Edits of other processes and of earlier starts are made at the end of the day they belong to. */
  function catchUp(now: Instant): void {
    const kept = must(file.read())
    const today = localDay(addMs(now, -BEFORE_WORK_MS), DEMO_TIME_ZONE)
    for (;;) {
      for (; replayed < kept.edits.length && (kept.edits[replayed]?.day ?? '') <= lived; replayed += 1) {
        const edit = kept.edits[replayed]
        if (edit?.crm === which && !madeHere.has(replayed)) replay(crm, edit)
      }
      if (lived >= today) return
      lived = addDays(lived, 1)
      liveDay(crm, lived)
    }
  }

  const face: Crm = journaled(crm, (edit) => {
    const kept = must(file.read())
    madeHere.add(kept.edits.length)
    file.write({
      ...kept,
      edits: [...kept.edits, { crm: which, day: lived, method: edit.method, args: [...edit.args] }],
    })
  })
  return { crm: face, catchUp }
}

function portOf(sandbox: Sandbox): number {
  return Number(new URL(sandbox.url).port)
}

function must(state: DemoState | null): DemoState {
  if (state === null) throw new Error('The demo company has not been started.')
  return state
}
