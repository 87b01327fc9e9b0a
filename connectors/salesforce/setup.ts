/** Streams that give records their meaning. Stages and rates are small sets; roles and users are walked by id. */
import { ConnectorError, type Cursor, type Page, type PullStream, type Stream } from '../contract.ts'
import { openList } from '../window.ts'
import type { SalesforceConfig } from './config.ts'
import { isHidden, isLeftOut, visibleFields } from './fields.ts'
import { datedRateRecord, ownerRecord, pipelineRecords, rateRecord, stageRecord, teamRecord } from './map.ts'
import { parse } from './parse.ts'
import { type Request, select, selectAll } from './query.ts'
import { brokenCurrencies, combinedRates } from './rates.ts'
import { beyond, equals, oneOf, statement } from './soql.ts'
import { stepped } from './step.ts'
import { currencyWire, datedRateWire, recordTypeWire, roleWire, stageWire, userWire } from './wire.ts'

type Setup<S extends Stream> = PullStream<SalesforceConfig, S>

export const pipelines: Setup<'pipelines'> = async (pull) => {
  const { account } = pull
  const stageFields = visibleFields(account, 'OpportunityStage')
  const stages = parse.rows(
    await selectAll(pull, statement({ object: 'OpportunityStage', fields: stageFields })),
    stageWire,
    stageRecord,
  )
  const types = parse.rows(await recordTypes(pull), recordTypeWire, (wire) => wire)
  return {
    ...whole(pull),
    records: pipelineRecords(types.records, stages.records),
    skipped: [...stages.skipped, ...types.skipped],
  }
}

async function recordTypes(pull: Request): Promise<readonly unknown[]> {
  if (isLeftOut(pull.account, 'Opportunity', 'RecordTypeId')) return []
  const where = [equals('SobjectType', 'Opportunity')]
  const fields = visibleFields(pull.account, 'RecordType')
  return selectAll(pull, statement({ object: 'RecordType', fields, where }))
}

export const teams: Setup<'teams'> = async (pull, cursor) => {
  if (isHidden(pull.account, 'UserRole')) return { ...whole(pull), records: [] }
  const page = await byId(pull, cursor, 'UserRole', [])
  return { ...page.place, ...parse.rows(page.rows, roleWire, teamRecord) }
}

/** Who can own an opportunity. A customer portal may have a hundred thousand users more, who cannot. */
const OWNING_TYPES = ['Standard', 'PowerPartner']

export const owners: Setup<'owners'> = async (pull, cursor) => {
  if (isHidden(pull.account, 'User')) return { ...whole(pull), records: [] }
  const where = isHidden(pull.account, 'User', 'UserType') ? [] : [oneOf('UserType', OWNING_TYPES)]
  const page = await byId(pull, cursor, 'User', where)
  return { ...page.place, ...parse.rows(page.rows, userWire, ownerRecord) }
}

/** Dated rates exist where an org keeps them: see `combinedRates`. */
export const currencies: Setup<'currencies'> = async (pull) => {
  if (pull.account?.multiCurrency !== true || isHidden(pull.account, 'CurrencyType'))
    return { ...whole(pull), records: [] }
  const fields = ['IsoCode', 'ConversionRate']
  const plain = await selectAll(
    pull,
    statement({ object: 'CurrencyType', fields: [...fields, 'IsCorporate'] }),
  )
  const dated = await unlessUnknown(
    selectAll(
      pull,
      statement({ object: 'DatedConversionRate', fields: [...fields, 'StartDate', 'NextStartDate'] }),
    ),
  )
  const one = parse.rows(plain, currencyWire, rateRecord)
  const other = parse.rows(dated ?? [], datedRateWire, datedRateRecord)
  const broken = brokenCurrencies((dated ?? []).map(codeOf), other.records)
  return {
    ...whole(pull),
    records: combinedRates(one.records, other.records, broken),
    skipped: [...one.skipped, ...other.skipped],
  }
}

/** A row's currency however broken the rest of it is. */
function codeOf(row: unknown): string | null {
  return datedRateWire.pick({ IsoCode: true }).safeParse(row).data?.IsoCode ?? null
}

/** Only orgs with Advanced Currency Management have dated rates; in others the object does not exist. */
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

async function byId(
  pull: Request,
  cursor: Cursor | null,
  object: 'User' | 'UserRole',
  where: readonly string[],
) {
  const walk = openList(cursor, pull.now)
  const fields = visibleFields(pull.account, object)
  const soql = statement({ object, fields, where: [...where, ...beyond(walk.after)] }, 'by id')
  const page = await select(pull, soql)
  const next = stepped(walk, page)
  const place = next === null ? whole(pull) : { ...whole(pull), cursor: next, more: true }
  return { rows: page.records, place }
}

function whole({ now }: Pick<Request, 'now'>): Omit<Page<never>, 'records'> {
  const cursor: Cursor = { at: 'rest', until: now }
  return { deleted: [], skipped: [], cursor, more: false, primary: true, total: null }
}
