/**
 * What two companies live through, from their first import to the end of one of them; the same wherever the program runs.
 * Only tells: what must hold of it is in `suite.ts`, so that one place can be held against another.
 */
import { addDays } from '../../connectors/values/time.ts'
import type { AppDeps } from '../../src/app-env.ts'
import { canonical, type Export, exportAll } from '../../src/export.ts'
import { readBoard } from '../../src/okr/read.ts'
import { type Measured, measured, yesterday } from '../edge/company.ts'
import { editTheRest, push, winDeals } from './acts.ts'
import { type Company, companies, found, keyResults } from './companies.ts'
import type { Crms, Deployment } from './deployment.ts'
import { type Looked, look, signIn } from './looked.ts'
import { mentions } from './mentions.ts'
import { pullAll } from './pulls.ts'

export interface Told {
  /** Of each company: runs as `source kind status`, sorted. */
  readonly imported: Of<readonly string[]>
  readonly official: Of<readonly Measured[]>
  /** After the night, with what follows it in the background. */
  readonly settled: Of<readonly string[]>
  /** Answers to pushes of both CRMs, signed with a guessed secret and with the right one. */
  readonly forged: readonly number[]
  readonly believed: readonly number[]
  /** Titles and values of what moved by a push. */
  readonly pushed: Of<readonly (readonly [string, number | null])[]>
  readonly again: Of<readonly string[]>
  readonly looked: Of<Looked>
  /** Columns of a company's database that speak of its own CRMs, and of the other company's. */
  readonly ofItself: Of<readonly string[]>
  readonly ofTheOther: Of<readonly string[]>
  readonly exported: Of<Export>
  /** The company that stays, after the other one's database was dropped. */
  readonly alone: { readonly untouched: boolean; readonly runs: readonly string[]; readonly health: number }
}
export interface Of<Value> {
  readonly both: Value
  readonly one: Value
}

export async function tell(deployment: Deployment, crms: Crms): Promise<Told> {
  const platform = await deployment.platform()
  const day = yesterday(crms, Date.parse(platform.now()))
  const town = companies(crms, day)
  const each = <Value>(of: (company: Company) => Promise<Value>) => ofEach(town, of)

  const settle = () => deployment.settle([town.both.id, town.one.id])

  await each((company) => found(platform, deployment.provisioner, company, crms.timeZone))
  // Of the day before: only the night speaks for the day.
  await each((company) => pullAll(platform, company, 'first', addDays(day, -1)))
  await settle()
  const imported = await each((company) => runsOf(platform, company))
  await each((company) => keyResults(platform, company, crms.timeZone))

  await due(platform, town)
  await deployment.cron()
  await settle()
  const official = await each((company) => values(platform, company))
  const settled = await each((company) => runsOf(platform, company))

  await winDeals(crms)
  const forged = await push(deployment, platform, crms, 'a secret somebody guessed')
  const believed = await push(deployment, platform, crms)
  await settle()
  const pushed = await each((company) => provisional(platform, company))

  await editTheRest(crms)
  await each((company) => pullAll(platform, company, 'again', day))
  await settle()
  const again = await each((company) => runsOf(platform, company))
  const looked = await each(async (company) => look(deployment, await signIn(deployment, platform, company)))

  const ofItself = await each((company) => speaksOf(platform, company, company))
  const ofTheOther = await each((company) =>
    speaksOf(platform, company, company === town.both ? town.one : town.both),
  )
  const exported = await each((company) => exportOf(platform, company))

  await deployment.provisioner.drop(town.one.id)
  const untouched = JSON.stringify(await exportOf(platform, town.both)) === JSON.stringify(exported.both)
  await pullAll(platform, town.both, 'alone', day)
  await settle()
  const session = await signIn(deployment, platform, town.both)
  const health = await deployment.http('/api/sync/health', { headers: session })
  const alone = { untouched, runs: await runsOf(platform, town.both), health: health.status }

  return {
    imported,
    official,
    settled,
    forged,
    believed,
    pushed,
    again,
    looked,
    ofItself,
    ofTheOther,
    exported,
    alone,
  }
}

async function ofEach<Value>(
  town: Of<Company>,
  of: (company: Company) => Promise<Value>,
): Promise<Of<Value>> {
  return { both: await of(town.both), one: await of(town.one) }
}

async function runsOf(platform: AppDeps, { id }: Company): Promise<string[]> {
  const { db } = await platform.open(id)
  const { rows } = await db.$client.execute('SELECT source, kind, status, failure FROM run ORDER BY 1, 2, 3')
  return rows.map(({ source, kind, status, failure }) =>
    [source, kind, status, ...(failure === null ? [] : [failure])].join(' '),
  )
}

async function values(platform: AppDeps, { id }: Company): Promise<Measured[]> {
  return measured((await platform.open(id)).db)
}

/** The nights of the town are due now. */
async function due({ directory, now }: AppDeps, town: Of<Company>): Promise<void> {
  await directory.$client.execute({
    sql: 'UPDATE schedule SET next_at = ? WHERE workspace_id IN (?, ?)',
    args: [now(), town.both.id, town.one.id],
  })
}

async function provisional(platform: AppDeps, { id }: Company): Promise<[string, number | null][]> {
  const board = await readBoard(await platform.open(id), platform.now())
  const all = (board?.objectives ?? []).flatMap(({ keyResults: those }) =>
    those.flatMap(({ title, provisional: now }): [string, number | null][] =>
      now === null ? [] : [[title, now.value.value]],
    ),
  )
  return all.sort(([a], [b]) => (a < b ? -1 : 1))
}

async function speaksOf(platform: AppDeps, { id }: Company, { markers }: Company): Promise<string[]> {
  return mentions((await platform.open(id)).db.$client, markers)
}

/** Through JSON, as it is compared across processes; the ports of the sandboxes are a place's own. */
async function exportOf(platform: AppDeps, { id }: Company): Promise<Export> {
  const text = JSON.stringify(canonical(await exportAll(await platform.open(id))))
  return JSON.parse(text.replaceAll(/127\.0\.0\.1:\d+/g, 'crm.test'))
}
