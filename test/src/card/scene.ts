/** A quarter with six deals and a card that asks about the first of them. */
import { expect } from 'vitest'
import { connection } from '../../../db/directory/schema.ts'
import { deal } from '../../../db/workspace/schema.ts'
import type { CardAnswer, CardRefusal } from '../../../src/card/types.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { type KeyResultInput, keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import type { Workspace } from '../../../src/platform.ts'
import { now, type Running, running } from '../../support/app.ts'
import { addDeals, addRun, night } from '../../support/company.ts'
import { type Asked, type Call, hubspotCall, ORG, PORTAL, SECRET } from './signed.ts'

export const MEMBER = 'member@acme.example'
const YESTERDAY = '2026-11-23'

export interface Scene extends Running {
  /** Id of the open deal. */
  readonly open: string
  readonly ask: (call: Call) => Promise<Response>
  readonly card: (more?: Partial<Asked>) => Promise<CardAnswer>
  /** From now on: which databases were asked, one name a round trip. */
  readonly countReads: () => () => readonly string[]
  readonly refused: (more?: Partial<Asked>) => Promise<CardRefusal>
}

/** Never over: what is written after an answer is none of the answer's. */
const endless = () => new Promise<void>(() => {})

/** Six deals of six people; the first is open, with 400 EUR, and ends this month. */
export async function scene(
  parts: readonly Partial<KeyResultInput>[],
  before: (workspace: Workspace) => Promise<void> = async () => {},
  sleep: () => Promise<void> = endless,
): Promise<Scene> {
  const made = await running({ pushSecrets: { hubspot: [SECRET], salesforce: [SECRET] }, sleep })
  const { workspace, deps } = made
  await deps.directory.insert(connection).values([
    {
      id: 'hubspot',
      workspaceId: 'acme',
      crm: 'hubspot',
      accountId: PORTAL,
      label: 'HubSpot',
      sealedConfig: '{}',
      createdAt: now,
    },
    {
      id: 'salesforce',
      workspaceId: 'acme',
      crm: 'salesforce',
      accountId: ORG,
      label: 'Salesforce',
      sealedConfig: '{}',
      createdAt: now,
    },
  ])
  await made.signIn('member')
  await addDeals(workspace, [
    { owner: 'a', status: 'open', amountMinor: 400_00, closeDate: '2026-11-30' },
    { owner: 'b', status: 'won', amountMinor: 100_00, closeDate: '2026-11-02' },
    { owner: 'c', status: 'won', amountMinor: 300_00, closeDate: '2026-11-03' },
    { owner: 'd', status: 'lost', amountMinor: 50_00, closeDate: '2026-11-04' },
    { owner: 'e', status: 'won', amountMinor: 200_00, closeDate: '2026-09-30' },
    { owner: 'f', status: 'open', amountMinor: 900_00, closeDate: '2027-02-01' },
  ])
  await before(workspace)
  const context = { actor: 'test', now, workspace }
  const { db } = workspace
  const cycle = await createCycle(db, { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' }, context)
  const place = { cycleId: cycle.ok ? cycle.id : '', title: 'Wachsen <b>', description: null, team: 'North' }
  const objective = await createObjective(db, place, context)
  for (const part of parts) {
    const base = { title: 'Key Result', kind: 'reach', origin: 'metric', baseline: 0, target: 1000_00 }
    const objectiveId = objective.ok ? objective.id : ''
    const written = await createKeyResult(
      db,
      keyResultInput.parse({ ...base, objectiveId, ...part }),
      context,
    )
    expect(written.ok, JSON.stringify(written)).toBe(true)
  }
  await addRun(workspace, YESTERDAY)
  await measureDay(workspace, YESTERDAY, night(YESTERDAY))
  const [first] = await db.select().from(deal).orderBy(deal.id).limit(1)
  const open = first?.externalId ?? ''
  const ask = async ({ path, init }: Call) => made.request(path, init)
  async function told(more: Partial<Asked>, ok: boolean): Promise<unknown> {
    const response = await ask(hubspotCall({ id: open, email: MEMBER, at: now, ...more }))
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const answer = (await response.json()) as { ok: boolean }
    expect(answer.ok, JSON.stringify(answer)).toBe(ok)
    return answer
  }
  return {
    ...{ ...made, ask, open },
    countReads: () => countReads(made),
    card: async (more = {}) => (await told(more, true)) as CardAnswer,
    refused: async (more = {}) => (await told(more, false)) as CardRefusal,
  }
}

function countReads({ deps, workspace }: Running): () => readonly string[] {
  const reads: string[] = []
  for (const [name, client] of [
    ['directory', deps.directory.$client],
    ['workspace', workspace.db.$client],
  ] as const)
    for (const method of ['execute', 'batch'] as const) {
      const real = client[method].bind(client) as (...args: never[]) => unknown
      Object.assign(client, {
        [method]: (...args: never[]) => {
          // Who looked is written down when the answer is on its way.
          if (!/^insert into "view_log"/.test(textOf(args[0]))) reads.push(name)
          return real(...args)
        },
      })
    }
  return () => reads
}

function textOf(statement: unknown): string {
  return typeof statement === 'object' && statement !== null && 'sql' in statement
    ? String(statement.sql)
    : ''
}
