/** A record in the object API's form: every property value is text or null (section 5.2). */
import { closeInstant, writeInstant } from './instants.ts'
import type { ObjectKind, StoredObject } from './kinds.ts'
import { PORTAL_ID, type Portal, UI_DOMAIN } from './portal.ts'

export interface Wanted {
  readonly properties: readonly string[] | null
  readonly withHistory: readonly string[]
  readonly associations: readonly string[]
}

/** Always sent, whatever was asked for. */
const always = ['createdate', 'hs_lastmodifieddate', 'hs_object_id']

function value<T extends StoredObject>(
  kind: ObjectKind<T>,
  record: T,
  name: string,
  portal: Portal,
): string | null | undefined {
  const property = kind.property(name, portal)
  if (property === null) return undefined
  const read = property.read(record, portal)
  if (read === null) return portal.switches.unset === 'null' ? null : ''
  return property.type === 'datetime' ? writeInstant(read, portal.switches) : read
}

/** As deep as the account keeps it; a cleared value is an empty text. */
function history<T extends StoredObject>(kind: ObjectKind<T>, record: T, name: string, portal: Portal) {
  const { crm, switches } = portal
  const known = kind.history(record, name, portal)
  const entries = known ?? [{ at: record.updatedAt, value: value(kind, record, name, portal) ?? null }]
  const text = (raw: string | null) => {
    if (raw === null) return ''
    return name === 'closedate' ? writeInstant(closeInstant(raw, record.id, crm.timeZone), switches) : raw
  }
  const kept = entries.slice(-switches.historyDepth)
  return (switches.historyOrder === 'newest_first' ? kept.toReversed() : kept).map((entry) => ({
    value: text(entry.value),
    timestamp: writeInstant(entry.at, switches),
    sourceType: 'CRM_UI',
    sourceId: 'userId:9000001',
    updatedByUserId: 9_000_001,
  }))
}

function companyLinks(companyId: string) {
  return {
    companies: {
      results: [
        { id: companyId, type: 'deal_to_company' },
        { id: companyId, type: 'deal_to_company_unlabeled' },
      ],
    },
  }
}

export function wireObject<T extends StoredObject>(
  kind: ObjectKind<T>,
  record: T,
  wanted: Wanted,
  portal: Portal,
) {
  // A property nobody has is left out without a word.
  const names = new Set([...(wanted.properties ?? kind.defaultProperties), ...always])
  const pairs = [...names].sort().map((name) => [name, value(kind, record, name, portal)] as const)
  const properties = Object.fromEntries(pairs.filter(([, text]) => text !== undefined))

  const tracked = wanted.withHistory.filter((name) => kind.property(name, portal) !== null)
  const past = Object.fromEntries(tracked.map((name) => [name, history(kind, record, name, portal)]))
  const companyId = kind.primaryCompany(record)
  const linked = companyId !== null && wanted.associations.includes('companies')
  const when = (instant: string) => writeInstant(instant, portal.switches)

  return {
    id: record.id,
    properties,
    ...(wanted.withHistory.length > 0 ? { propertiesWithHistory: past } : {}),
    createdAt: when(record.createdAt),
    updatedAt: when(record.updatedAt),
    archived: record.deletedAt !== null,
    ...(record.deletedAt === null ? {} : { archivedAt: when(record.deletedAt) }),
    ...(linked ? { associations: companyLinks(companyId) } : {}),
    url: `https://${UI_DOMAIN}/contacts/${PORTAL_ID}/record/${kind.typeId}/${record.id}`,
  }
}
