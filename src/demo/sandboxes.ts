/**
 * The two stand-in CRMs of the demo company, alive: at every request they first live up to the virtual clock, which
 * another process may have moved. A day is lived as a whole before work begins; its later events lie ahead of the clock,
 * so that a window of changes meets them when their time has come.
 */

import type { Instant } from '../../connectors/contract.ts'
import { createDemoCompany, liveDay } from '../../connectors/demo/company.ts'
import { createCopier } from '../../connectors/demo/copies.ts'
import type { Crm, Sandbox } from '../../connectors/demo/types.ts'
import { startHubspotSandbox } from '../../connectors/hubspot/sandbox/index.ts'
import { scopes } from '../../connectors/hubspot/scopes.ts'
import type { OAuthApp } from '../../connectors/oauth.ts'
import { recordId } from '../../connectors/salesforce/sandbox/id.ts'
import { defaultReports, startSalesforceSandbox } from '../../connectors/salesforce/sandbox/index.ts'
import { addDays, addMonths, addMs, localDay, toInstant } from '../../connectors/values/time.ts'
import { redirectUri } from '../install/redirect.ts'
import { journaled, replay } from './journal.ts'
import { openReport } from './natives.ts'
import { DEMO_TIME_ZONE, type DemoFile, type DemoState } from './state.ts'

export const demoCrms = ['hubspot', 'salesforce'] as const
export type DemoCrm = (typeof demoCrms)[number]

export interface DemoCredentials {
  readonly token: string
  readonly clientId: string
  readonly clientSecret: string
}

/** What connects to this company's sandboxes and to no other's. */
export function demoCredentials({ secret }: Pick<DemoState, 'secret'>): DemoCredentials {
  return { token: `demo-${secret}`, clientId: 'demo-client', clientSecret: `demo-${secret}` }
}

/** Our apps as the sandboxes have them registered: an installation can be played through. */
export function demoApps(
  urls: DemoSandboxes['urls'],
  state: Pick<DemoState, 'secret'>,
): Readonly<Record<DemoCrm, OAuthApp>> {
  const { clientId, clientSecret } = demoCredentials(state)
  const app = { clientId, clientSecret, tokenUrl: null }
  return {
    hubspot: { ...app, loginUrl: urls.hubspot, apiUrl: urls.hubspot },
    salesforce: { ...app, loginUrl: urls.salesforce, apiUrl: null },
  }
}

/** Where the sandboxes tell what was edited in them, as the vendors would: `<base>/hubspot`. Null: nobody listens. */
export type PushBase = string | null

/** How long before Pegel's first night the vendors' integration was switched on. */
const COPIED_MONTHS = 12

/** Nobody works before six; the night runs in these hours and sees the day before. */
const BEFORE_WORK_MS = 6 * 3_600_000

export interface DemoSandboxes {
  readonly urls: Readonly<Record<DemoCrm, string>>
  close(): Promise<void>
}

/** How long another process may take to say that it has the sandboxes. */
const ANSWER_MS = 10_000

/**
 * Null when another process of ours has the sandboxes already. Where a stranger took their ports, they get others; then
 * the connections have to be made again.
 */
export async function startSandboxes(
  file: DemoFile,
  realNowMs: () => number,
  pushBase: PushBase = null,
  /** Where people reach us: with it our apps can be installed in them. */
  publicUrl: string | null = null,
): Promise<DemoSandboxes | null> {
  const state = must(file.read())
  // Asked first, since making up two companies takes a second; and again, since both may have begun together.
  if (await areOurs(state)) return null
  const kept = await listen(file, realNowMs, pushBase, publicUrl, state.ports)
  if (kept !== null) return kept
  if (await areOurs(state)) return null
  return listen(file, realNowMs, pushBase, publicUrl, { hubspot: 0, salesforce: 0 })
}

/** Only this company's sandbox takes its token. */
async function areOurs(state: DemoState): Promise<boolean> {
  if (state.ports.hubspot === 0) return false
  const { token } = demoCredentials(state)
  try {
    const answer = await fetch(`http://127.0.0.1:${state.ports.hubspot}/account-info/2026-09/details`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    await answer.body?.cancel()
    return answer.ok
  } catch {
    // Nobody there, or somebody who speaks no HTTP.
    return false
  }
}

/** Null when a port is taken. */
async function listen(
  file: DemoFile,
  realNowMs: () => number,
  pushBase: PushBase,
  publicUrl: string | null,
  wanted: DemoState['ports'],
): Promise<DemoSandboxes | null> {
  const state = must(file.read())
  const worlds = livingWorlds(file, state)
  const clock = () => {
    const now = toInstant(realNowMs() + must(file.read()).shiftMs)
    worlds.catchUp(now)
    return now
  }
  const { token, clientId, clientSecret } = demoCredentials(state)
  const registered = (crm: DemoCrm) => ({
    redirectUris: publicUrl === null ? [] : [redirectUri(publicUrl, crm)],
  })
  const started: Sandbox[] = []
  const close = async () => {
    await Promise.all(started.map((sandbox) => sandbox.close()))
  }
  try {
    const hubspot = await startHubspotSandbox({
      crm: worlds.crms.hubspot,
      now: clock,
      port: wanted.hubspot,
      token,
      ...(publicUrl === null ? {} : { app: { clientId, clientSecret, ...scopes, ...registered('hubspot') } }),
      ...(pushBase === null ? {} : { webhooks: { url: `${pushBase}/hubspot`, secret: clientSecret } }),
    })
    worlds.pushesWith(hubspot.webhooks?.switches)
    started.push(hubspot)
    const salesforce = await startSalesforceSandbox({
      crm: worlds.crms.salesforce,
      now: clock,
      port: wanted.salesforce,
      clientId,
      clientSecret,
      ...registered('salesforce'),
      switches: { reports: [...defaultReports, openReport], asksConsent: true },
      ...(pushBase === null ? {} : { push: { url: `${pushBase}/salesforce` } }),
    })
    worlds.pushesWith(salesforce.pushes?.switches)
    started.push(salesforce)
    const ports = { hubspot: portOf(hubspot), salesforce: portOf(salesforce) }
    if (ports.hubspot !== state.ports.hubspot || ports.salesforce !== state.ports.salesforce)
      file.write({ ...must(file.read()), ports })
    return { urls: { hubspot: hubspot.url, salesforce: salesforce.url }, close }
  } catch (error) {
    await close()
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null
    throw error
  }
}

/** Share of its pushes that a sandbox loses. */
interface Losing {
  lost: number
}

/** Both live through the same days, for what is kept in Salesforce is copied to HubSpot. */
function livingWorlds(file: DemoFile, state: DemoState) {
  const { seed, anchor } = state
  const crms = {
    hubspot: createDemoCompany({ seed, anchor, crm: 'hubspot' }),
    salesforce: createDemoCompany({ seed, anchor, crm: 'salesforce' }),
  }
  const copier = createCopier({
    from: crms.salesforce,
    to: crms.hubspot,
    since: `${addMonths(anchor, -COPIED_MONTHS)}T00:00:00.000Z`,
    idOf: (neutral) => recordId('Opportunity', neutral),
  })
  copier.catchUp()
  let lived = anchor
  const madeHere = new Set<number>()
  let replayed = 0
  const pushes: Losing[] = []

  /** Edits of other processes and of earlier starts are made at the end of the day they belong to. */
  function catchUp(now: Instant): void {
    // A day is lived ahead of its clock: nobody is told of it before its time, and the night finds it.
    for (const each of pushes) each.lost = 1
    try {
      live(now)
    } finally {
      for (const each of pushes) each.lost = 0
    }
  }

  function live(now: Instant): void {
    const kept = must(file.read())
    const today = localDay(addMs(now, -BEFORE_WORK_MS), DEMO_TIME_ZONE)
    for (;;) {
      for (; replayed < kept.edits.length && (kept.edits[replayed]?.day ?? '') <= lived; replayed += 1) {
        const edit = kept.edits[replayed]
        if (edit === undefined || madeHere.has(replayed)) continue
        // It may be of a copy.
        copier.catchUp()
        replay(crms[edit.crm], edit)
      }
      copier.catchUp()
      if (lived >= today) return
      lived = addDays(lived, 1)
      for (const crm of demoCrms) liveDay(crms[crm], lived)
    }
  }

  const face = (which: DemoCrm): Crm =>
    journaled(crms[which], (edit) => {
      const kept = must(file.read())
      madeHere.add(kept.edits.length)
      file.write({
        ...kept,
        edits: [...kept.edits, { crm: which, day: lived, method: edit.method, args: [...edit.args] }],
      })
    })
  return {
    crms: { hubspot: face('hubspot'), salesforce: face('salesforce') },
    catchUp,
    /** Whatever a sandbox pushes with. */
    pushesWith(switches: Losing | undefined) {
      if (switches !== undefined) pushes.push(switches)
    },
  }
}

function portOf(sandbox: Sandbox): number {
  return Number(new URL(sandbox.url).port)
}

function must(state: DemoState | null): DemoState {
  if (state === null) throw new Error('The demo company has not been started.')
  return state
}
