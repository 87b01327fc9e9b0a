import type { Switches } from '../../../connectors/hubspot/sandbox/index.ts'

/** What a test turns by itself: calls allowed in a second, scopes that are missing, companies that are asked for apart. */
type Turned = 'searchPerSecond' | 'missingScopes' | 'primaryCompanyProperty'

/** The other position of everything nobody could confirm about HubSpot. A new switch does not compile without one. */
export const otherwise: Omit<Switches, Turned> = {
  idOrder: 'text',
  searchLagMs: 10 * 60_000,
  searchLagVaries: true,
  companyIdAs: 'string',
  withoutAssociation: 'reported',
  missingInBatch: 'omitted',
  singleCurrencyCode: 'present',
  homeRate: 'one',
  retryAfterSeconds: 1,
  searchPolicyName: true,
  stageIsClosed: true,
  archivedPipelines: 'listed',
  ownersMaxLimit: 500,
  archivedOwnerTeams: false,
  guestTeams: true,
  shortPages: true,
  emptyPages: true,
  historyDepth: 3,
  historyOrder: 'oldest_first',
  listAfter: 'opaque',
  negationMatchesEmpty: true,
  mergedRead: 'survivor',
  mergedInArchive: true,
  mergeMakesNewId: true,
  zeroMs: 'kept',
  probabilityText: 'double',
  billingEnd: 'day_after',
  unset: 'empty',
  pipelinesScope: 'crm.schemas.deals.read',
  propertiesScope: 'crm.schemas.deals.read',
  namesMissingScope: false,
  refreshRotates: true,
  unauthorized: 'invalid',
  burstLimit: 100,
  dailyLimit: 250_000,
}
