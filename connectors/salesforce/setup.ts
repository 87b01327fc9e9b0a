/** Streams that give records their meaning. Pipelines, roles and rates are small; users are walked by id. */
import type { Cursor, Page, Pull, PullStream, Stream } from '../contract.ts'
import { ConnectorError } from '../contract.ts'
import { advance, openList } from '../window.ts'
import type { SalesforceConfig } from './config.ts'
import { type Described, hiddenFields, isHidden, missingField } from './fields.ts'
import {
  accountRecord,
  datedRateRecord,
  ownerRecord,
  pipelineRecords,
  rateRecord,
  stageRecord,
  teamRecord,
} from './map.ts'
import { parse } from './parse.ts'
import { composite, NEWEST_VERSION, query, versions } from './read.ts'
import { beyond, equals, PAGE_LIMIT, select } from './soql.ts'
import {
  compositeWire,
  currencyWire,
  datedRateWire,
  describeWire,
  organizationWire,
  pageWire,
  recordTypeWire,
  roleWire,
  stageWire,
  userWire,
  versionsWire,
} from './wire.ts'

type Setup<S extends Stream> = PullStream<SalesforceConfig, S>
type Request = Pull<SalesforceConfig>

const described = ['Organization', 'Opportunity', 'Account', 'User', 'UserRole', 'CurrencyType'] as const

/** Describes first: what field security hides is left out of every later statement, and said. */
export const account: Setup<'account'> = async (pull) => {
  const apiVersion = await usableVersion(pull)
  const objects = await describe(pull, apiVersion)
  const hidden = hiddenFields(objects, pull.properties)
  const missing = missingField(hidden)
  if (missing !== null)
    throw new ConnectorError('salesforce', {
      kind: 'forbidden',
      missing,
      detail: `The connected user may not read ${missing}.`,
    })
  const wanted = ['Id', 'Name', 'TimeZoneSidKey', 'FiscalYearStartMonth', 'DefaultCurrencyIsoCode']
  const fields = wanted.filter((field) => objects.Organization?.has(field) !== false)
  const page = parse.whole(
    pageWire,
    await query(pull, apiVersion, select({ object: 'Organization', fields })),
  )
  const organization = parse.whole(organizationWire, page.records[0])
  const multiCurrency = objects.CurrencyType != null
  const corporate = multiCurrency ? await corporateCurrency(pull, apiVersion) : null
  const { baseUrl } = pull
  return {
    ...whole(pull),
    records: [accountRecord(organization, { baseUrl, apiVersion, hidden, multiCurrency, corporate })],
  }
}

async function usableVersion(pull: Request): Promise<string> {
  const known = parse.whole(versionsWire, await versions(pull)).map(({ version }) => Number(version))
  return Math.min(Number(NEWEST_VERSION), Math.max(...known)).toFixed(1)
}

/** One call for all objects; an object that is not there, or that nobody may see, answers an error of its own. */
async function describe(pull: Request, version: string): Promise<Described> {
  const parts = Object.fromEntries(described.map((object) => [object, `/sobjects/${object}/describe`]))
  const { compositeResponse } = parse.whole(compositeWire, await composite(pull, version, parts))
  return Object.fromEntries(
    compositeResponse.map(({ referenceId, httpStatusCode, body }) => {
      if (httpStatusCode >= 400) return [referenceId, null]
      return [referenceId, new Set(parse.whole(describeWire, body).fields.map((field) => field.name))]
    }),
  )
}

async function corporateCurrency(pull: Request, version: string): Promise<string | null> {
  const where = [equals('IsCorporate', true)]
  const soql = select({ object: 'CurrencyType', fields: ['IsoCode', 'ConversionRate', 'IsCorporate'], where })
  const [row] = parse.whole(pageWire, await query(pull, version, soql)).records
  return row === undefined ? null : parse.whole(currencyWire, row).IsoCode
}

export const pipelines: Setup<'pipelines'> = async (pull) => {
  const fields = [
    'ApiName',
    'MasterLabel',
    'IsActive',
    'IsClosed',
    'IsWon',
    'DefaultProbability',
    'SortOrder',
  ]
  const stages = parse.rows(
    await all(pull, select({ object: 'OpportunityStage', fields })),
    stageWire,
    stageRecord,
  )
  const types = isHidden(pull.account, 'Opportunity', 'RecordTypeId') ? [] : await recordTypes(pull)
  const rows = parse.rows(types, recordTypeWire, (wire) => wire)
  return {
    ...whole(pull),
    records: pipelineRecords(rows.records, stages.records),
    skipped: [...stages.skipped, ...rows.skipped],
  }
}

function recordTypes(pull: Request): Promise<readonly unknown[]> {
  const where = [equals('SobjectType', 'Opportunity')]
  return all(pull, select({ object: 'RecordType', fields: ['Id', 'Name', 'IsActive'], where }))
}

export const teams: Setup<'teams'> = async (pull, cursor) => {
  if (isHidden(pull.account, 'UserRole')) return { ...whole(pull), records: [] }
  const page = await byId(pull, cursor, 'UserRole', ['Id', 'Name', 'ParentRoleId'])
  return { ...page.place, ...parse.rows(page.rows, roleWire, teamRecord) }
}

export const owners: Setup<'owners'> = async (pull, cursor) => {
  if (isHidden(pull.account, 'User')) return { ...whole(pull), records: [] }
  const roles = isHidden(pull.account, 'UserRole') ? [] : ['UserRoleId']
  const page = await byId(pull, cursor, 'User', ['Id', 'IsActive', ...roles])
  return { ...page.place, ...parse.rows(page.rows, userWire, ownerRecord) }
}

/** An org with one currency has none of these objects. Dated rates need Advanced Currency Management. */
export const currencies: Setup<'currencies'> = async (pull) => {
  if (pull.account?.multiCurrency !== true) return { ...whole(pull), records: [] }
  const plain = await all(
    pull,
    select({ object: 'CurrencyType', fields: ['IsoCode', 'ConversionRate', 'IsCorporate'] }),
  )
  const dated = await unlessUnknown(
    all(
      pull,
      select({
        object: 'DatedConversionRate',
        fields: ['IsoCode', 'ConversionRate', 'StartDate', 'NextStartDate'],
      }),
    ),
  )
  const one = parse.rows(plain, currencyWire, rateRecord)
  const other = parse.rows(dated ?? [], datedRateWire, datedRateRecord)
  return {
    ...whole(pull),
    records: [...one.records, ...other.records],
    skipped: [...one.skipped, ...other.skipped],
  }
}

async function unlessUnknown<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    const unknown =
      error instanceof ConnectorError &&
      error.failure.kind === 'refused' &&
      error.failure.code === 'INVALID_TYPE'
    if (unknown) return null
    throw error
  }
}

/** Small sets, in one page. More than a page would be cut off, so it is refused. */
async function all(pull: Request, soql: string): Promise<readonly unknown[]> {
  const page = parse.whole(pageWire, await query(pull, versionOf(pull), soql))
  if (page.records.length < page.totalSize)
    throw parse.unreadable('records', `${page.totalSize} rows, of which ${page.records.length} came`)
  return page.records
}

async function byId(pull: Request, cursor: Cursor | null, object: string, fields: readonly string[]) {
  const walk = openList(cursor, pull.now)
  const soql = select({ object, fields, where: beyond(walk.after) }, 'by id')
  const page = parse.whole(pageWire, await query(pull, versionOf(pull), soql))
  const last = parse.rowId(page.records.at(-1))
  const more = page.records.length < page.totalSize || page.records.length >= PAGE_LIMIT
  const place: Omit<Page<never>, 'records'> = more && last !== null
    ? { ...whole(pull), cursor: advance(walk, last), more: true }
    : whole(pull)
  return { rows: page.records, place }
}

export function versionOf({ account }: Pick<Request, 'account'>): string {
  return account?.apiVersion ?? NEWEST_VERSION
}

export function whole(pull: Request): Omit<Page<never>, 'records'> {
  const cursor: Cursor = { at: 'rest', until: pull.now }
  return { deleted: [], skipped: [], cursor, more: false, primary: true, total: null }
}
