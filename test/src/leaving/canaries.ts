/** A company of the real program, with files of its own, that is full of words which are nowhere else. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createHubspotApi } from '../../../connectors/hubspot/sandbox/index.ts'
import { deal, owner, revision, source } from '../../../db/workspace/schema.ts'
import { createApp } from '../../../src/app.ts'
import { issueSignInLink } from '../../../src/auth/link.ts'
import { parseEnv } from '../../../src/env.ts'
import { openRuntime, type Runtime } from '../../../src/node-runtime.ts'
import { createCycle, createObjective } from '../../../src/okr/write.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import { createWorkspace } from '../../../src/workspaces.ts'
import { FOUNDED, smallCompany } from '../../connectors/support/company.ts'
import { cookiesOf } from '../../support/app.ts'
import { temporaryFolder } from '../../support/databases.ts'
import { answering } from '../../support/town.ts'

export const TOKEN = 'pat-eu1-canary-token-8a51f0aa'
export const canaries = [
  'CanaryDealOfMuster',
  'canary-owner-hash-77',
  TOKEN,
  'CanaryObjectiveText',
  'CanaryPerson',
  'canary.person@muster.example',
  'CanaryLabel',
  'CanaryCompanyName',
] as const
/** Held only sealed: never to be found at all. */
export const SEALED: readonly string[] = [TOKEN]

export interface Place {
  readonly runtime: Runtime
  readonly folder: string
  /** One session of a member, ended with the company. */
  readonly cookie: string
  request(path: string, init?: RequestInit): Promise<Response>
}

export async function openPlace(settings: Readonly<Record<string, string>> = {}): Promise<Place> {
  const folder = temporaryFolder()
  const env = parseEnv({ DATA_DIR: folder, PEGEL_DEMO: 'off', PEGEL_ALLOW_HOSTS: 'canary.test', ...settings })
  const quiet = { madeKey() {}, log() {}, realNowMs: () => Date.now(), shiftMs: () => 0 }
  const runtime = await openRuntime({ env, ...quiet })
  onTestFinished(() => runtime.close())
  return {
    runtime,
    folder,
    cookie: '',
    request: async (path, init) => createApp(runtime.deps).request(path, init),
  }
}

/** Connected, mirrored and described; `id` is its own, and so are its people. */
export async function fill(place: Place, id: string, plant: (word: string) => string): Promise<Place> {
  const { deps, provisioner } = place.runtime
  const company = { id, name: plant('CanaryCompanyName'), timeZone: 'Europe/Berlin', currency: 'EUR' }
  await createWorkspace(deps.directory, provisioner, company, deps.now())
  const crm = smallCompany(0)
  const api = answering(
    createHubspotApi({
      crm,
      now: () => FOUNDED,
      clockMs: () => Date.parse(FOUNDED),
      token: plant(TOKEN),
    }),
  )
  const connected = await connectCrm(
    { ...deps, fetch: (input, init) => api(new Request(input, init)) },
    {
      ...{ workspaceId: id, crm: 'hubspot', label: plant('CanaryLabel'), properties: [] },
      config: { token: plant(TOKEN), apiUrl: 'https://canary.test' },
    },
  )
  if (!connected.ok) throw new Error(JSON.stringify(connected.failure))
  const workspace = await deps.open(id)
  const at = deps.now()
  for (let n = 0; n < 200; n += 1) {
    const [row] = await workspace.db
      .insert(deal)
      .values({
        ...{ source: 'hubspot', externalId: String(n), name: `${plant('CanaryDealOfMuster')} ${n}` },
        ...{ createdAt: at, createdDay: at.slice(0, 10), version: at, readAt: at },
      })
      .returning({ id: deal.id })
    await workspace.db.insert(revision).values({
      ...{
        dealId: row?.id ?? 0,
        effectiveAt: at,
        timeFrom: 'crm',
        cause: 'read',
        version: at,
        pipelineId: 'p',
      },
      ...{ stageId: 'open', status: 'open', amountMinor: 1, ownerHash: plant('canary-owner-hash-77') },
    })
  }
  await workspace.db
    .insert(owner)
    .values({ source: 'hubspot', hash: plant('canary-owner-hash-77'), active: true })
  await workspace.db.update(source).set({ properties: '["region"]' })
  const context = { actor: 'test', now: at, workspace }
  const cycle = await createCycle(
    workspace.db,
    { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' },
    context,
  )
  if (!cycle.ok) throw new Error('no cycle')
  const objective = { cycleId: cycle.id, title: plant('CanaryObjectiveText'), description: null, team: 'N' }
  await createObjective(workspace.db, objective, context)
  const person = { email: plant('canary.person@muster.example'), name: plant('CanaryPerson') }
  const link = await issueSignInLink(deps, { ...person, workspaceId: id, role: 'administrator' })
  const cookie = cookiesOf(await place.request(link))
  return { ...place, cookie }
}

/** Every file below the folder, byte by byte: databases, their logs and shared memory. */
export function filesWith(folder: string, word: string): string[] {
  const found: string[] = []
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, entry)
    // A server's own files come and go while we look.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) continue
    if (readFileSync(path).includes(word)) found.push(entry)
  }
  return found.toSorted()
}
