/** A company with a Salesforce org (and a HubSpot account) over real sockets, and key results that they feed. */
import { expect, onTestFinished } from 'vitest'
import { createCrm } from '../../../../connectors/demo/crm.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../../../connectors/hubspot/sandbox/index.ts'
import { type Switches, startSalesforceSandbox } from '../../../../connectors/salesforce/sandbox/index.ts'
import { nativeAsker } from '../../../../src/okr/native/ask.ts'
import type { NativeInput } from '../../../../src/okr/native/types.ts'
import { type KeyResultInput, keyResultInput } from '../../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../../src/okr/write.ts'
import { connectCrm } from '../../../../src/sync/connect.ts'
import { runNight } from '../../../../src/sync/run-night.ts'
import { dealFields, FOUNDED, smallCompany } from '../../../connectors/support/company.ts'
import { createWorld, NIGHT, type World } from '../../sync/world.ts'

export const QUARTER = { name: 'Q1 2026', startsOn: '2026-01-01', endsOn: '2026-04-01' }

export async function scene(switches: Partial<Switches> = {}, { hubspot = false, currency = 'EUR' } = {}) {
  const clock: { world: World | null } = { world: null }
  const now = () => clock.world?.platform.now() ?? NIGHT
  const crm = createCrm({ ...smallCompany(0), rates: [], currency, firstDealId: 1 })
  for (let n = 0; n < 40; n += 1) crm.createDeal({ ...dealFields(n), currency }, FOUNDED)
  const org = await startSalesforceSandbox({ crm, now, switches })
  const other = hubspot
    ? await startHubspotSandbox({ crm: smallCompany(3), now, clockMs: () => Date.parse(now()) })
    : null
  onTestFinished(async () => {
    await Promise.all([org.close(), other?.close()])
  })
  const allowHosts = [org, other].flatMap((one) => (one === null ? [] : [new URL(one.url).host]))
  const world = await createWorld([], NIGHT, { fetch: () => fetch, allowHosts })
  clock.world = world
  const workspace = await world.platform.open('acme')
  const connect = (name: string, config: unknown) =>
    connectCrm(world.platform, { workspaceId: 'acme', crm: name, label: name, config, properties: [] })
  const { clientId, clientSecret } = org
  expect(await connect('salesforce', { instanceUrl: org.url, clientId, clientSecret })).toMatchObject({
    ok: true,
  })
  if (other !== null) await connect('hubspot', { token: DEFAULT_TOKEN, apiUrl: other.url })

  const context = () => ({
    actor: 'anna',
    now: now(),
    workspace,
    askNative: nativeAsker(world.platform, workspace),
  })
  const cycle = await createCycle(workspace.db, QUARTER, context())
  if (!cycle.ok) throw new Error('no cycle')
  const objective = await createObjective(
    workspace.db,
    { cycleId: cycle.id, title: 'Grow', description: null, team: 'Sales' },
    context(),
  )
  if (!objective.ok) throw new Error('no objective')
  const input = (native: Partial<NativeInput>, part: Partial<KeyResultInput> = {}): KeyResultInput =>
    keyResultInput.parse({
      ...{ objectiveId: objective.id, title: 'Trusted', kind: 'reach', origin: 'native', unit: 'count' },
      ...{ baseline: 0, target: 100, ...part },
      native: {
        connection: 'salesforce',
        kind: 'soql',
        question: 'SELECT COUNT(Id) FROM Opportunity',
        ...native,
      },
    })
  async function save(native: Partial<NativeInput>, part: Partial<KeyResultInput> = {}): Promise<string> {
    const written = await createKeyResult(workspace.db, input(native, part), context())
    if (!written.ok) throw new Error(JSON.stringify(written.issues))
    return written.id
  }
  /** As `field: code subject`; null when it was saved. */
  async function refusal(
    native: Partial<NativeInput>,
    part: Partial<KeyResultInput> = {},
  ): Promise<string | null> {
    const written = await createKeyResult(workspace.db, input(native, part), context())
    if (written.ok) return null
    const [issue] = written.issues
    return `${issue?.field}: ${issue?.code} ${issue?.subject ?? ''}`.trim()
  }
  const night = (kind: 'night' | 'manual' = 'manual') =>
    runNight(world.platform, 'acme', { kind, background: 'later' })
  const values = (id: string) =>
    world.rows(
      `SELECT day, value ->> 'value' AS value, value ->> 'dataThrough' AS at, value ->> 'run' AS run
        FROM measurement WHERE key_result_id = ? ORDER BY day`,
      id,
    )
  const troubles = async (id: string) =>
    (await world.rows('SELECT trouble FROM native_reading WHERE key_result_id = ? ORDER BY at', id)).map(
      ({ trouble }) => (trouble === null ? null : (JSON.parse(String(trouble)) as { code: string }).code),
    )
  return {
    world,
    workspace,
    org,
    crm,
    now,
    context,
    save,
    refusal,
    night,
    values,
    troubles,
    objectiveId: objective.id,
  }
}
