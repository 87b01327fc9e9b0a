/** Streams that give records their meaning. They are small and read whole each time. */
import {
  type AccountRecord,
  ConnectorError,
  type Cursor,
  type Page,
  type Pull,
  type PullStream,
  type TeamRecord,
} from '../contract.ts'
import { openList } from '../window.ts'
import { wantedOf } from './companies-of.ts'
import type { HubspotConfig } from './config.ts'
import { unlessForbidden } from './forbidden.ts'
import { accountRecord, ownerRecord, pipelineRecord, rateRecord, teamRecord, teamsOfOwner } from './map.ts'
import { dealProperties, PRIMARY_COMPANY } from './map-deal.ts'
import { parseBody, parsePage, parseRows, unreadable } from './parse.ts'
import { count, direct, owners as readOwners, pipelines as readPipelines } from './read.ts'
import { searchExcess } from './search-body.ts'
import { accountWire, ownerWire, pipelineWire, propertyWire, rateWire, teamWire } from './wire.ts'

type Stream<S extends 'account' | 'pipelines' | 'teams' | 'owners' | 'currencies'> = PullStream<
  HubspotConfig,
  S
>
type Hidden = AccountRecord['hidden'][number]

export const account: Stream<'account'> = async (pull) => {
  refuseTooManyProperties(pull)
  // No number can do without these: a scope that is missing is told when connecting, not by every night that fails.
  await count(pull, 'deals')
  await readPipelines(pull)
  await readOwners(pull, { after: null, archived: false })
  const wire = parseBody(accountWire, await direct(pull, 'account'))
  const several = (wire.additionalCurrencies ?? []).length > 0
  const missing = await missingProperties(pull)
  // Read another way, so nobody misses it.
  const absent: string[] = missing.map((one) => one.field).filter((field) => field === PRIMARY_COMPANY)
  const hidden = [
    ...missing.filter((one) => !absent.includes(one.field)),
    ...(await hiddenIfForbidden(count(pull, 'companies'), {
      object: 'companies',
      field: 'name',
      effect: 'Deals are shown without their company.',
    })),
    ...(await hiddenIfForbidden(direct(pull, 'teams'), {
      object: 'account',
      field: 'teams',
      effect: 'Teams without an owner are not shown.',
    })),
    ...(several
      ? await hiddenIfForbidden(direct(pull, 'rates'), {
          object: 'account',
          field: 'exchange rates',
          effect: 'Deals in another currency that carry no rate of their own are left out.',
        })
      : []),
  ]
  return { ...whole(pull), records: [accountRecord(wire, { hidden, absent })] }
}

export const pipelines: Stream<'pipelines'> = async (pull) => {
  const { results } = parsePage(await readPipelines(pull))
  return { ...whole(pull), ...parseRows(results, pipelineWire, pipelineRecord) }
}

/** Needs a scope of its own. Without it the teams are those of the owners, and a team without owner has no deals. */
export const teams: Stream<'teams'> = async (pull, cursor) => {
  if (cursor?.at !== 'list') {
    const body = await unlessForbidden(direct(pull, 'teams'))
    if (body !== null) return { ...whole(pull), ...parseRows(parsePage(body).results, teamWire, teamRecord) }
  }
  const { page, place } = await ownersPage(pull, cursor)
  const { records, skipped } = parseRows(page.results, ownerWire, teamsOfOwner)
  const byId = new Map<string, TeamRecord>(records.flat().map((team) => [team.id, team]))
  return { ...place, records: [...byId.values()], skipped }
}

export const owners: Stream<'owners'> = async (pull, cursor) => {
  const { page, place } = await ownersPage(pull, cursor)
  return { ...place, ...parseRows(page.results, ownerWire, ownerRecord) }
}

/** A refusal leaves no rates: `account.hidden` says so, and deals that need one are held. */
export const currencies: Stream<'currencies'> = async (pull) => {
  const body = await unlessForbidden(direct(pull, 'rates'))
  if (body === null) return { ...whole(pull), records: [] }
  const currency = pull.account?.currency ?? null
  const rows = parseRows(parsePage(body).results, rateWire, (wire) => rateRecord(wire, currency))
  return { ...whole(pull), ...rows }
}

/** Active owners, then, thoroughly, those who left: their deals remain, and hardly anybody leaves in a night. */
async function ownersPage(pull: Pull<HubspotConfig>, cursor: Cursor | null) {
  const walk = openList(cursor, pull.now)
  const mark = /^(active|archived):(.*)$/.exec(walk.after ?? 'active:')
  const archived = mark?.[1] === 'archived'
  const after = mark?.[2] || null
  const page = parsePage(await readOwners(pull, { after, archived }))
  const next = page.paging?.next?.after ?? null
  if (next !== null && next === after) throw unreadable('paging', 'the page of owners ends where it began')
  const over = archived || pull.thorough !== true ? null : 'archived:'
  const onward = next !== null ? `${archived ? 'archived' : 'active'}:${next}` : over
  const place =
    onward === null ? whole(pull) : { ...whole(pull), cursor: { ...walk, after: onward }, more: true }
  return { page, place }
}

function whole(pull: Pull<HubspotConfig>): Omit<Page<never>, 'records'> {
  const cursor: Cursor = { at: 'rest', until: pull.now }
  return { deleted: [], skipped: [], cursor, more: false, primary: true, total: null }
}

async function hiddenIfForbidden(probe: Promise<string>, hidden: Hidden): Promise<Hidden[]> {
  return (await unlessForbidden(probe)) === null ? [hidden] : []
}

/** Refused when connecting, not in the first window of changes: that search would be turned down every night. */
function refuseTooManyProperties(pull: Pull<HubspotConfig>): void {
  const excess = searchExcess(wantedOf(pull))
  if (excess === 0) return
  const detail = `The names of the extra deal properties are ${excess} characters too long for a search of HubSpot`
  throw new ConnectorError('hubspot', { kind: 'misconfigured', detail })
}

/** HubSpot leaves an unknown property out of a record without a word. */
async function missingProperties(pull: Pull<HubspotConfig>): Promise<Hidden[]> {
  const body = await unlessForbidden(direct(pull, 'properties'))
  if (body === null)
    return [
      {
        object: 'deals',
        field: 'property names',
        effect: 'A property that was deleted looks like one that nobody filled in.',
      },
    ]
  const { results } = parsePage(body)
  const known = new Set(
    parseRows(results, propertyWire, ({ name }) => ({ name })).records.map((one) => one.name),
  )
  // One that the company named; that of the integration is missed by nobody who does not use it.
  const twin = pull.config.twinProperty ?? null
  return [...dealProperties, ...(twin === null ? [] : [twin]), ...pull.properties]
    .filter((name) => !known.has(name))
    .map((field) => ({ object: 'deals', field, effect: `Deals are read without ${field}.` }))
}
