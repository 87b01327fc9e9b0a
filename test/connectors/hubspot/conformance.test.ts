import type { Switches } from '../../../connectors/hubspot/sandbox/index.ts'
import { testConnector } from '../conformance.ts'
import { subject } from './subject.ts'

/** The other position of everything nobody could confirm about HubSpot. */
const otherwise: Partial<Switches> = {
  idOrder: 'text',
  searchLagMs: 10 * 60_000,
  companyIdAs: 'string',
  singleCurrencyCode: 'present',
  homeRate: 'one',
  retryAfterSeconds: 1,
  searchPolicyName: true,
  stageIsClosed: true,
  archivedPipelines: 'listed',
  archivedOwnerTeams: false,
  listAfter: 'opaque',
  mergedInArchive: true,
  zeroMs: 'kept',
  probabilityText: 'double',
  unset: 'empty',
  unauthorized: 'invalid',
  burstLimit: 100,
  dailyLimit: 250_000,
}

testConnector(subject('HubSpot, as its documents say', {}))
testConnector(subject('HubSpot, where nobody knows the other way round', otherwise))
