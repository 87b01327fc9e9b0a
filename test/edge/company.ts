/** The company of the edge tests, made by the same steps in Node and in workerd. */
import type { Day } from '../../connectors/contract.ts'
import { addDays, localDay, toInstant } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import type { Provisioner } from '../../db/provision.ts'
import type { Definition } from '../../src/metrics/types.ts'
import { keyResultInput } from '../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../src/okr/write.ts'
import type { Platform } from '../../src/platform.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { createWorkspace } from '../../src/workspaces.ts'

/** How the sandbox CRMs are reached, and the zone the company lives in. */
export interface Facts {
  readonly timeZone: string
  readonly hubspot: { readonly token: string; readonly apiUrl: string }
  readonly salesforce: {
    readonly instanceUrl: string
    readonly clientId: string
    readonly clientSecret: string
  }
}

/** Where it is about noon now: the night is over whenever the tests run, and no day ends while they do. */
export function noonZone(nowMs: number): string {
  const ahead = 12 - new Date(nowMs).getUTCHours()
  // POSIX signs: Etc/GMT-3 is three hours ahead.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

/** The local day that the night of now closes. */
export function yesterday({ timeZone }: Pick<Facts, 'timeZone'>, nowMs: number): Day {
  return addDays(localDay(toInstant(nowMs), timeZone), -1)
}

export async function makeCompany(
  platform: Platform,
  provisioner: Provisioner,
  workspaceId: string,
  facts: Facts,
): Promise<void> {
  const company = { id: workspaceId, name: workspaceId, timeZone: facts.timeZone, currency: 'EUR' }
  await createWorkspace(platform.directory, provisioner, company, platform.now())
  for (const crm of ['hubspot', 'salesforce'] as const) {
    const input = { workspaceId, crm, label: crm, config: facts[crm], properties: [] }
    const connected = await connectCrm(platform, input)
    if (!connected.ok) throw new Error(`${crm} was refused: ${JSON.stringify(connected.failure)}`)
  }
}

const common = { kind: 'reach', origin: 'metric', baseline: 0, target: 1_000 }

const definitions: Readonly<Record<string, Definition>> = {
  'Revenue of the year': { metric: 'won_revenue', window: 'cycle' },
  'Win rate of a quarter': { metric: 'win_rate', window: { trailingDays: 90 } },
  'Weighted pipeline': { metric: 'weighted_pipeline', window: 'cycle' },
  'Sales cycle': {
    metric: 'sales_cycle_days',
    params: { statistic: 'median' },
    window: { trailingDays: 365 },
  },
  'Open in HubSpot': { metric: 'open_pipeline', filter: { connections: ['hubspot'] }, window: 'cycle' },
  'Won in Salesforce': { metric: 'won_deals', filter: { connections: ['salesforce'] }, window: 'cycle' },
}
export const keyResultTitles = Object.keys(definitions).sort()

/** After the first import: a definition is held against what the mirror knows. */
export async function makeKeyResults(
  platform: Platform,
  workspaceId: string,
  facts: Pick<Facts, 'timeZone'>,
  titles: readonly string[] = Object.keys(definitions),
): Promise<void> {
  const workspace = await platform.open(workspaceId)
  const context = { actor: 'test', now: platform.now(), workspace }
  const day = yesterday(facts, Date.parse(context.now))
  const span = { startsOn: addDays(day, -360), endsOn: addDays(day, 10) }
  const cycleId = idOf(await createCycle(workspace.db, { name: 'Year', ...span }, context))
  const objective = { cycleId, title: 'Grow', description: '', team: 'Sales' }
  const objectiveId = idOf(await createObjective(workspace.db, objective, context))
  for (const [title, definition] of Object.entries(definitions)) {
    if (!titles.includes(title)) continue
    const input = keyResultInput.parse({ ...common, objectiveId, title, definition })
    idOf(await createKeyResult(workspace.db, input, context))
  }
}

function idOf(written: { readonly ok: true; readonly id: string } | { readonly ok: false; issues: unknown }) {
  if (written.ok) return written.id
  throw new Error(`refused: ${JSON.stringify(written.issues)}`)
}

export interface Measured {
  readonly title: string
  readonly day: Day
  readonly origin: string
  /** Without what differs by design: commit order, run and time. */
  readonly value: Readonly<Record<string, unknown>>
}

export async function measured({ $client }: Pick<WorkspaceDb, '$client'>): Promise<Measured[]> {
  const { rows } = await $client.execute(
    `SELECT k.title, m.day, m.origin, m.value FROM measurement m JOIN key_result k ON k.id = m.key_result_id
      ORDER BY k.title, m.day, m.id`,
  )
  return rows.map((row) => {
    const {
      run: _,
      seq: __,
      dataThrough: ___,
      ...value
    } = JSON.parse(String(row.value)) as Record<string, unknown>
    return { title: String(row.title), day: String(row.day), origin: String(row.origin), value }
  })
}
