/** The demo from nothing to a board with a change since yesterday; started again, it goes on where it was. */
import { and, eq, inArray } from 'drizzle-orm'
import { addDays, toInstant } from '../../connectors/values/time.ts'
import { connection, workspace as workspaceTable } from '../../db/directory/schema.ts'
import { run } from '../../db/workspace/schema.ts'
import type { Locale } from '../app-env.ts'
import { measureDay } from '../okr/measure.ts'
import { connectCrm } from '../sync/connect.ts'
import { configPlace } from '../sync/grants.ts'
import { nightKinds } from '../sync/run-kinds.ts'
import type { NightResult } from '../sync/run-night.ts'
import { createWorkspace } from '../workspaces.ts'
import { agreeOnContracts } from './contracts.ts'
import {
  catchUpClock,
  DEMO_WORKSPACE,
  kept,
  newDemo,
  type Play,
  playFirstNights,
  playNight,
  turnDays,
} from './play.ts'
import {
  type DemoCredentials,
  type DemoCrm,
  type DemoSandboxes,
  demoCredentials,
  demoCrms,
} from './sandboxes.ts'
import { DEMO_TIME_ZONE } from './state.ts'

export class DemoFailed extends Error {
  override readonly name = 'DemoFailed'
}

/** Before the sandboxes start: they need to know how far the company has lived. */
export function prepareDemo(
  { file, realNowMs }: Pick<Play, 'file' | 'realNowMs'>,
  anchor: string | undefined,
): void {
  if (file.read() === null) file.write(newDemo(toInstant(realNowMs()), anchor))
}

export async function startDemo(
  play: Play,
  urls: DemoSandboxes['urls'],
  locale: Locale,
): Promise<readonly NightResult[]> {
  await ensureWorkspace(play)
  await ensureConnections(play, urls)
  await agreeOnContracts(play.runtime, DEMO_WORKSPACE)
  const nights: NightResult[] = []
  const second = addDays(anchorOf(play), 1)
  if (!(await isPlayed(play, second))) nights.push(...(await playFirstNights(play, locale)))
  // Killed between the last page and the values: they are written once, so asking again adds only what is missing.
  else await measureDay(await play.runtime.deps.open(DEMO_WORKSPACE), second, play.runtime.deps.now())
  catchUpClock(play)
  if (turnDays(play)) nights.push(await playNight(play, dayOf(play)))
  return nights
}

async function ensureWorkspace({ runtime: { deps, provisioner } }: Play): Promise<void> {
  const found = await deps.directory
    .select()
    .from(workspaceTable)
    .where(eq(workspaceTable.id, DEMO_WORKSPACE))
  if (found.length > 0) return
  const company = {
    id: DEMO_WORKSPACE,
    name: 'Nordwerk Automation GmbH',
    timeZone: DEMO_TIME_ZONE,
    currency: 'EUR',
  }
  await createWorkspace(deps.directory, provisioner, company, deps.now())
}

/** A sandbox may have another port than last time: then its connection is made again, over the same mirror. */
export async function ensureConnections(
  { runtime: { deps }, file }: Pick<Play, 'runtime' | 'file'>,
  urls: DemoSandboxes['urls'],
): Promise<void> {
  for (const crm of demoCrms) {
    const config = configs[crm](urls[crm], demoCredentials(kept(file)))
    if ((await storedConfig(deps, crm)) === JSON.stringify(config)) continue
    const connected = await connectCrm(deps, {
      workspaceId: DEMO_WORKSPACE,
      crm,
      label: crm === 'hubspot' ? 'HubSpot (Sandbox)' : 'Salesforce (Sandbox)',
      config,
      properties: properties[crm],
    })
    if (!connected.ok)
      throw new DemoFailed(`The sandbox of ${crm} could not be connected: ${connected.failure.kind}.`)
  }
}

async function storedConfig(
  { directory, sealer }: Play['runtime']['deps'],
  crm: DemoCrm,
): Promise<string | null> {
  const same = and(eq(connection.workspaceId, DEMO_WORKSPACE), eq(connection.id, crm))
  const [row] = await directory.select({ sealed: connection.sealedConfig }).from(connection).where(same)
  return row === undefined ? null : sealer.open(row.sealed, configPlace(DEMO_WORKSPACE, crm, crm))
}

const configs: Readonly<Record<DemoCrm, (url: string, credentials: DemoCredentials) => object>> = {
  hubspot: (apiUrl, { token, clientSecret }) => ({ token, apiUrl, clientSecret }),
  salesforce: (instanceUrl, { clientId, clientSecret }) => ({ instanceUrl, clientId, clientSecret }),
}

const properties: Readonly<Record<DemoCrm, string[]>> = {
  hubspot: ['product_line', 'region'],
  salesforce: ['product_line__c', 'region__c'],
}

/** Both CRMs have a complete night of that day. */
export async function isPlayed({ runtime: { deps } }: Pick<Play, 'runtime'>, day: string): Promise<boolean> {
  const { db } = await deps.open(DEMO_WORKSPACE)
  const complete = await db
    .selectDistinct({ source: run.source })
    .from(run)
    .where(and(eq(run.day, day), eq(run.status, 'complete'), inArray(run.kind, nightKinds)))
  return complete.length === demoCrms.length
}

function anchorOf({ file }: Play): string {
  return file.read()?.anchor ?? ''
}

function dayOf({ file }: Play): string {
  return file.read()?.day ?? ''
}
