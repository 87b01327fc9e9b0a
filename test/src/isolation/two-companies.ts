/** Two companies in one program, alike in everything and sharing nothing; the words of the second are nowhere in the first. */

import { sql } from 'drizzle-orm'
import {
  connection,
  member,
  session,
  user,
  workspace as workspaceTable,
} from '../../../db/directory/schema.ts'
import {
  company as companyTable,
  deal,
  mappingFinding,
  minimumProposal,
  override,
} from '../../../db/workspace/schema.ts'
import { createApp } from '../../../src/app.ts'
import type { AppDeps, Role } from '../../../src/app-env.ts'
import { issueSignInLink } from '../../../src/auth/link.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import { type Workspace, WorkspaceMissing } from '../../../src/platform.ts'
import { cookiesOf, now, publicUrl } from '../../support/app.ts'
import { addDeals, addRun, company, night } from '../../support/company.ts'
import { emptyDirectory } from '../../support/databases.ts'

const YESTERDAY = '2026-11-23'
export const SECRET = 'a secret of the tests, long enough to seal a cookie'
export const PUSH_SECRET = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8'

/** Ids of every kind that a person of one company could try on another. */
export type Ids = Readonly<Record<string, string>>

export interface Company {
  readonly id: string
  readonly workspace: Workspace
  readonly ids: Ids
  readonly account: string
}

export interface TwoCompanies {
  readonly deps: AppDeps
  readonly app: ReturnType<typeof createApp>
  readonly own: Company
  readonly other: Company
  signIn(role: Role): Promise<string>
}

export async function twoCompanies(word: (id: string, text: string) => string): Promise<TwoCompanies> {
  const directory = await emptyDirectory()
  const opened = new Map<string, Workspace>()
  const deps: AppDeps = {
    ...{ directory, publicUrl, sessionSecret: SECRET, now: () => now, allowHosts: [] },
    pushSecrets: { hubspot: [PUSH_SECRET], salesforce: [PUSH_SECRET] },
    async open(id) {
      const found = opened.get(id)
      if (found === undefined) throw new WorkspaceMissing(id)
      return found
    },
    sleep: async () => {},
    queue: { send: async () => {} },
    sealer: { seal: async (text) => text, open: async (text) => text, hash: async (text) => text },
    fetch: () => Promise.reject(new Error('No request leaves a test.')),
    log() {},
    // The matrix is one caller; limits have a test of their own.
    limiter: { count: () => null, look: () => null },
  }
  const app = createApp(deps)

  async function make(id: string, finding: number): Promise<Company> {
    const source = id === 'acme' ? 'hubspot' : `hubspot-${id}`
    const workspace = { ...(await company([source])), id, name: word(id, 'Company') }
    opened.set(id, workspace)
    await directory.insert(workspaceTable).values({
      ...{ id, name: workspace.name, databaseUrl: `file:${id}.db`, timeZone: workspace.timeZone },
      ...{ currency: 'EUR', createdAt: now },
    })
    const account = id === 'acme' ? '48110220' : '48110999'
    await directory.insert(connection).values({
      ...{ id: source, workspaceId: id, crm: 'hubspot', accountId: account, label: word(id, 'Label') },
      ...{ sealedConfig: '{}', createdAt: now },
    })
    const { db } = workspace
    await addDeals(
      workspace,
      ['a', 'b', 'c', 'd', 'e', 'f'].map((owner, n) => ({
        ...{
          owner,
          source,
          status: n < 4 ? 'won' : 'open',
          amountMinor: 100_00 + n,
          closeDate: '2026-11-02',
        },
      })),
    )
    await db.update(deal).set({
      name: word(id, 'Deal'),
      // Long enough to be no part of anything else.
      externalId: sql`cast(cast(${finding} + ${deal.id} * 10 as integer) as text)`,
    })
    await db.insert(companyTable).values({ source, id: '1', name: word(id, 'Customer'), version: now })
    const context = { actor: 'test', now, workspace }
    const idOf = (written: Awaited<ReturnType<typeof createCycle>>) => {
      if (!written.ok) throw new Error(JSON.stringify(written.issues))
      return written.id
    }
    const span = { startsOn: '2026-10-01', endsOn: '2027-01-01' }
    const cycle = idOf(await createCycle(db, { name: word(id, 'Cycle'), ...span }, context))
    const objective = idOf(
      await createObjective(
        db,
        {
          cycleId: cycle,
          title: word(id, 'Objective'),
          description: word(id, 'Why'),
          team: word(id, 'Team'),
        },
        context,
      ),
    )
    const base = { objectiveId: objective, kind: 'reach', baseline: 0, target: 1000_00 }
    const metric = { metric: 'won_revenue', window: 'cycle' }
    const parts = [
      { ...base, title: word(id, 'Measured'), origin: 'metric', definition: metric },
      { ...base, title: word(id, 'Typed'), origin: 'manual', unit: 'count', target: 10 },
    ]
    const made: string[] = []
    for (const part of parts) made.push(idOf(await createKeyResult(db, keyResultInput.parse(part), context)))
    const run = await addRun(workspace, YESTERDAY, { source })
    await measureDay(workspace, YESTERDAY, night(YESTERDAY))
    await db.insert(mappingFinding).values({
      ...{ id: finding, source, kind: 'stage_renamed', subject: 'open', within: 'new', before: 'Open' },
      ...{ label: word(id, 'Stage'), keyResults: JSON.stringify([made[0]]), noticedAt: now },
    })
    await db.insert(override).values({
      ...{
        id: finding + 1,
        keyResultId: made[0] ?? '',
        value: 7,
        reason: word(id, 'Reason'),
        expiresOn: '2026-12-24',
      },
      ...{ author: 'somebody', createdAt: now },
    })
    const proposal = `${id}-3f0c1b52-8a41-4b0e-9d3c-5d2b7d1c0e77`
    await db.insert(minimumProposal).values({
      ...{ id: proposal, before: 5, after: 6, reason: word(id, 'Minimum'), proposedBy: 'somebody' },
      ...{ proposedRole: 'administrator', proposedAt: now, expiresAt: '2026-12-08T09:00:00.000Z' },
    })
    const [first] = await db.select().from(deal).limit(1)
    const [correction] = await db.select({ id: override.id }).from(override).limit(1)
    return {
      ...{ id, workspace, account },
      ids: {
        ...{ cycle, objective, measured: made[0] ?? '', typed: made[1] ?? '', run, source },
        ...{
          finding: String(finding),
          deal: first?.externalId ?? '',
          override: String(correction?.id ?? ''),
          proposal,
        },
        ...{ workspace: id, account },
      },
    }
  }

  const own = await make('acme', 7_110_001)
  const other = await make('globex', 7_330_001)

  async function signIn(role: Role, workspaceId = 'acme'): Promise<string> {
    const email = `${role}@${workspaceId}.example`
    const link = await issueSignInLink(deps, { email, name: word(workspaceId, 'Person'), workspaceId, role })
    return cookiesOf(await app.request(link))
  }

  // Somebody works there at the same time.
  await signIn('administrator', 'globex')
  const people = await directory.select().from(member)
  const stranger = people.find(({ workspaceId }) => workspaceId === 'globex')
  const [theirs] = (await directory.select().from(session)).filter(
    ({ userId }) => userId === stranger?.userId,
  )
  const ids = { ...other.ids, user: stranger?.userId ?? '', session: theirs?.id ?? '' }
  const mine = { ...own, ids: { ...own.ids, user: 'a-person-of-acme', session: 'a-session-of-acme' } }
  return { ...{ deps, app, own: mine, signIn: (role) => signIn(role) }, other: { ...other, ids } }
}

/** Every row of a company and what the directory holds of it, to see that nothing was written. */
export async function everythingOf({ deps }: TwoCompanies, { id, workspace }: Company): Promise<string> {
  const { $client } = workspace.db
  const { rows: tables } = await $client.execute(
    "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
  )
  const held: unknown[] = []
  for (const { name } of tables) held.push([name, (await $client.execute(`SELECT * FROM "${name}"`)).rows])
  for (const name of ['connection', 'member', 'schedule', 'deletion_clock'])
    held.push(
      (
        await deps.directory.$client.execute({
          sql: `SELECT * FROM ${name} WHERE workspace_id = ?`,
          args: [id],
        })
      ).rows,
    )
  held.push(
    (await deps.directory.$client.execute({ sql: 'SELECT * FROM workspace WHERE id = ?', args: [id] })).rows,
  )
  held.push(
    (await deps.directory.select().from(user)).filter(({ email }) => email.endsWith(`@${id}.example`)),
  )
  return JSON.stringify(held)
}
