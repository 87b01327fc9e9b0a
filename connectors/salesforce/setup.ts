/**
 * Streams that give records their meaning. The first of a night asks for all of them in one call, and tells the others'
 * whole walks along with its own; each can be walked by itself too.
 */
import { ConnectorError, type Cursor, type Page, type PullStream, type Stream } from '../contract.ts'
import { openList } from '../window.ts'
import type { SalesforceConfig } from './config.ts'
import { datedRateRecord, ownerRecord, pipelineRecords, rateRecord, stageRecord, teamRecord } from './map.ts'
import { parse } from './parse.ts'
import { type Answers, type Request, selectTogether } from './query.ts'
import { brokenCurrencies, combinedRates } from './rates.ts'
import {
  datedRatesStatement,
  doubtStatements,
  ownersStatement,
  plainRatesStatement,
  recordTypesStatement,
  rolesStatement,
  stagesStatement,
} from './setup-statements.ts'
import { stepped } from './step.ts'
import { currencyWire, datedRateWire, recordTypeWire, roleWire, stageWire, userWire } from './wire.ts'

type Setup<S extends Stream> = PullStream<SalesforceConfig, S>

export const pipelines: Setup<'pipelines'> = async (pull) => {
  const { account, thorough = false } = pull
  // Once a week the account itself has just been read.
  const doubts = thorough ? {} : doubtStatements(account)
  const answers = await selectTogether(pull, {
    stages: stagesStatement(account),
    types: recordTypesStatement(account),
    users: ownersStatement(account),
    plain: plainRatesStatement(account),
    dated: datedRatesStatement(account),
    ...(thorough ? { roles: rolesStatement(account) } : {}),
    ...doubts,
  })
  for (const name of Object.keys(doubts)) await refuseNews(answers, name)
  const stages = parse.rows(await answers.all('stages'), stageWire, stageRecord)
  const types = parse.rows(await answers.all('types'), recordTypeWire, (wire) => wire)
  const owners = await unlessFailed(ownersPage(pull, null, answers))
  const currencies = await unlessFailed(currenciesPage(pull, answers))
  const teams = thorough ? await unlessFailed(teamsPage(pull, null, answers)) : null
  return {
    ...whole(pull),
    records: pipelineRecords(types.records, stages.records),
    skipped: [...stages.skipped, ...types.skipped],
    // One that goes on is walked by its own stream.
    also: {
      ...(teams?.more === false ? { teams } : {}),
      ...(owners?.more === false ? { owners } : {}),
      ...(currencies === null ? {} : { currencies }),
    },
  }
}

/** Deals are not read by what the org was: their amounts would be taken for another currency's. */
async function refuseNews(answers: Answers, name: string): Promise<void> {
  const page = await unlessFailed(answers.first(name))
  if (page === null || page.records.length === 0) return
  const detail = `The org has ${name === 'newTypes' ? 'record types' : 'several currencies'} now.`
  throw new ConnectorError('salesforce', { kind: 'refused', status: 200, code: 'ACCOUNT_CHANGED', detail })
}

/** What another stream could not be told along with this one, it asks for itself, and says why that fails. */
async function unlessFailed<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof ConnectorError) return null
    throw error
  }
}

export const teams: Setup<'teams'> = async (pull, cursor) => {
  const roles = rolesStatement(pull.account, afterOf(cursor))
  return teamsPage(pull, cursor, await selectTogether(pull, { roles }))
}

export const owners: Setup<'owners'> = async (pull, cursor) => {
  const users = ownersStatement(pull.account, afterOf(cursor))
  return ownersPage(pull, cursor, await selectTogether(pull, { users }))
}

export const currencies: Setup<'currencies'> = async (pull) => {
  const [plain, dated] = [plainRatesStatement(pull.account), datedRatesStatement(pull.account)]
  return currenciesPage(pull, await selectTogether(pull, { plain, dated }))
}

async function teamsPage(pull: Request, cursor: Cursor | null, answers: Answers): Promise<Page<'teams'>> {
  const { place, rows } = await byId(pull, cursor, answers, 'roles')
  return { ...place, ...parse.rows(rows, roleWire, teamRecord) }
}

async function ownersPage(pull: Request, cursor: Cursor | null, answers: Answers): Promise<Page<'owners'>> {
  const { place, rows } = await byId(pull, cursor, answers, 'users')
  return { ...place, ...parse.rows(rows, userWire, ownerRecord) }
}

/** Dated rates exist where an org keeps them: see `combinedRates`. */
async function currenciesPage(pull: Request, answers: Answers): Promise<Page<'currencies'>> {
  const plain = parse.rows(await answers.all('plain'), currencyWire, rateRecord)
  const rows = (await unlessUnknown(answers.all('dated'))) ?? []
  const dated = parse.rows(rows, datedRateWire, datedRateRecord)
  const broken = brokenCurrencies(rows.map(codeOf), dated.records)
  return {
    ...whole(pull),
    records: combinedRates(plain.records, dated.records, broken),
    skipped: [...plain.skipped, ...dated.skipped],
  }
}

/** A row's currency however broken the rest of it is. */
function codeOf(row: unknown): string | null {
  return datedRateWire.pick({ IsoCode: true }).safeParse(row).data?.IsoCode ?? null
}

/** null where the object does not exist. */
async function unlessUnknown<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    const absent =
      error instanceof ConnectorError &&
      error.failure.kind === 'refused' &&
      error.failure.code === 'INVALID_TYPE'
    if (absent) return null
    throw error
  }
}

async function byId(pull: Request, cursor: Cursor | null, answers: Answers, name: string) {
  const page = await answers.first(name)
  const next = page === null ? null : stepped(openList(cursor, pull.now), page)
  const place = next === null ? whole(pull) : { ...whole(pull), cursor: next, more: true }
  return { rows: page?.records ?? [], place }
}

function afterOf(cursor: Cursor | null): string | null {
  return cursor?.at === 'list' ? cursor.after : null
}

function whole({ now }: Pick<Request, 'now'>): Omit<Page<never>, 'records'> {
  const cursor: Cursor = { at: 'rest', until: now }
  return { deleted: [], skipped: [], cursor, more: false, primary: true, total: null }
}
