/** The account: which API it speaks, what the connected user sees of it, whose it is. */
import { ConnectorError, type Failure, type PullStream } from '../contract.ts'
import type { SalesforceConfig } from './config.ts'
import {
  absentFields,
  type Described,
  extraFields,
  hasSeveralCurrencies,
  hiddenFields,
  missingField,
} from './fields.ts'
import { accountRecord } from './map.ts'
import { parse } from './parse.ts'
import { bodyOf, type Request, select, selectAll, together } from './query.ts'
import { NEWEST_VERSION, versions } from './read.ts'
import { count, equals, statement } from './soql.ts'
import {
  currencyWire,
  describeWire,
  type FieldWire,
  organizationWire,
  type Part,
  versionsWire,
} from './wire.ts'

const objects = [
  'Organization',
  'Opportunity',
  'OpportunityStage',
  'RecordType',
  'Account',
  'User',
  'UserRole',
  'CurrencyType',
] as const

/** Describes first: what field security hides is left out of every later statement, and said. */
export const account: PullStream<SalesforceConfig, 'account'> = async (pull) => {
  const version = await usableVersion(pull)
  const described = await describe(pull, version)
  const absent = absentFields(described, await hasRecordTypes(pull, version, described))
  const hidden = hiddenFields(described, extraFields(pull), absent)
  const missing = missingField(hidden)
  if (missing !== null)
    throw new ConnectorError('salesforce', {
      kind: 'forbidden',
      missing,
      detail: `The connected user may not read ${missing}.`,
    })
  const multiCurrency = hasSeveralCurrencies(described)
  const corporate = described.CurrencyType == null ? null : await corporateCurrency(pull, version)
  const facts = { baseUrl: pull.baseUrl, apiVersion: version, hidden, absent, multiCurrency, corporate }
  return {
    records: [accountRecord(await organization(pull, version, described), facts)],
    deleted: [],
    skipped: [],
    cursor: { at: 'rest', until: pull.now },
    more: false,
    primary: true,
    total: null,
  }
}

async function usableVersion(pull: Request): Promise<string> {
  const known = parse.whole(versionsWire, await versions(pull)).map(({ version }) => Number(version))
  return Math.min(Number(NEWEST_VERSION), Math.max(...known)).toFixed(1)
}

/** One call for all objects. */
async function describe(pull: Request, version: string): Promise<Described> {
  const paths = Object.fromEntries(objects.map((object) => [object, `/sobjects/${object}/describe`]))
  const answers = Object.entries(await together(pull, version, paths))
  return Object.fromEntries(answers.map(([object, answer]) => [object, fieldsOf(answer, pull)]))
}

/** null for an object that is not there, which is also how an org answers who may not see it. */
function fieldsOf(answer: Part, pull: Request): ReadonlyMap<string, FieldWire> | null {
  try {
    const { fields } = parse.whole(describeWire, bodyOf(answer, pull))
    return new Map(fields.map((field) => [field.name, field]))
  } catch (error) {
    if (error instanceof ConnectorError && isAbsence(error.failure)) return null
    throw error
  }
}

function isAbsence(failure: Failure): boolean {
  return failure.kind === 'forbidden' || (failure.kind === 'refused' && failure.status === 404)
}

/** Asked only where the field is not there: an org without record types does not have it, and nothing is hidden then. */
async function hasRecordTypes(pull: Request, version: string, described: Described): Promise<boolean> {
  const { Opportunity, RecordType } = described
  if (Opportunity?.has('RecordTypeId') === true) return true
  if (RecordType == null) return false
  const active = RecordType.has('IsActive') ? [equals('IsActive', true)] : []
  const where = [equals('SobjectType', 'Opportunity'), ...active]
  return (await select(pull, count('RecordType', where), { version })).totalSize > 0
}

export const organizationFields = [
  'Id',
  'Name',
  'TimeZoneSidKey',
  'FiscalYearStartMonth',
  'DefaultCurrencyIsoCode',
] as const

async function organization(pull: Request, version: string, { Organization }: Described) {
  const fields = organizationFields.filter((field) => Organization?.has(field) !== false)
  const [row] = await selectAll(pull, statement({ object: 'Organization', fields }), { version })
  return parse.whole(organizationWire, row)
}

async function corporateCurrency(pull: Request, version: string): Promise<string | null> {
  const where = [equals('IsCorporate', true)]
  const fields = ['IsoCode', 'ConversionRate', 'IsCorporate']
  const [row] = await selectAll(pull, statement({ object: 'CurrencyType', fields, where }), { version })
  return row === undefined ? null : parse.whole(currencyWire, row).IsoCode
}
