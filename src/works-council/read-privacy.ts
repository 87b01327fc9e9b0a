/** What the page of privacy shows, by what the reader may see: rules are for everybody, definitions and logs are not. */
import { asc, inArray, ne } from 'drizzle-orm'
import type { AccountRecord, Instant } from '../../connectors/contract.ts'
import { noContracts } from '../../connectors/contract-mapping.ts'
import type { ReadObject } from '../../connectors/reads.ts'
import { connectorFor } from '../../connectors/registry.ts'
import type { DirectoryDb, WorkspaceDb } from '../../db/client.ts'
import { setting, source } from '../../db/workspace/schema.ts'
import type { Locale } from '../app-env.ts'
import { authorsOf } from '../auth/authors.ts'
import { readClock } from '../leaving/clock.ts'
import type { Action } from '../okr/roles.ts'
import { PEOPLE_FLOOR, readSettings } from '../okr/settings.ts'
import type { Workspace } from '../platform.ts'
import { mappingFrom, mappingKey } from '../sync/contract-mapping.ts'
import { type Change, readChanges } from './changes.ts'
import { type Definitions, readDefinitions } from './definitions.ts'
import { type Lifetimes, readLifetimes } from './lifetimes.ts'
import { type Proposal, readProposals } from './minimum.ts'
import { lastRead } from './views.ts'

export interface ConnectionReads {
  readonly id: string
  readonly crm: string
  readonly objects: readonly ReadObject[]
  /** Chosen by the company beyond what every connection reads. */
  readonly properties: readonly string[]
}

export interface PrivacyView {
  readonly company: string
  readonly timeZone: string
  readonly minimum: number
  readonly floor: number
  readonly proposals: readonly Proposal[]
  readonly connections: readonly ConnectionReads[]
  readonly lifetimes: Lifetimes
  /** Days after the last CRM was disconnected until everything goes. */
  readonly leavingDays: number
  readonly definitions: Definitions
  readonly viewsRead: Instant | null
  readonly changes: readonly Change[]
  /** By id of a person, of those who are members still. */
  readonly names: ReadonlyMap<string, string>
}

export async function readPrivacy(
  workspace: Workspace,
  directory: DirectoryDb,
  now: Instant,
  { locale, may }: { readonly locale: Locale; may(action: Action): boolean },
): Promise<PrivacyView> {
  const { id, db, name: company, timeZone } = workspace
  const [{ minimumPeople: minimum }, proposals, connections, lifetimes, clock, viewsRead, changes] =
    await Promise.all([
      readSettings(db),
      readProposals(db, now),
      readConnections(db),
      readLifetimes(db),
      readClock(directory, id),
      lastRead(workspace),
      may('audit.read') ? readChanges(db) : [],
    ])
  const { people, lines } = await readDefinitions(workspace, now, locale)
  const actors = [
    ...proposals.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy ?? []].flat()),
    ...changes.map(({ actor }) => actor),
  ]
  return {
    ...{ company, timeZone, minimum, floor: PEOPLE_FLOOR, proposals, connections, lifetimes },
    ...{ leavingDays: clock.days, viewsRead, changes },
    definitions: { people, lines: may('settings.read') ? lines : [] },
    names: await authorsOf(directory)(id, [...new Set(actors)]),
  }
}

async function readConnections(db: WorkspaceDb): Promise<ConnectionReads[]> {
  const rows = await db
    .select()
    .from(source)
    .where(ne(source.status, 'disconnected'))
    .orderBy(asc(source.createdAt), asc(source.id))
  const chosen = await db
    .select()
    .from(setting)
    .where(
      inArray(
        setting.key,
        rows.map((row) => mappingKey(row.id)),
      ),
    )
  return rows.map(({ id, crm, account, properties: text }) => {
    const properties = JSON.parse(text) as string[]
    const stored = chosen.find(({ key }) => key === mappingKey(id))?.value
    const told = {
      account: account === null ? null : (JSON.parse(account) as AccountRecord),
      ...{ properties, contracts: stored === undefined ? noContracts : mappingFrom(stored) },
    }
    return { id, crm, properties, objects: connectorFor(crm)?.reads?.(told) ?? [] }
  })
}
