/**
 * What nobody could confirm about the vendor, each with the positions it may have in a real account; a test that must
 * not depend on a position runs both. The defaults are the less comfortable ones, but for the lag of the index, which
 * whoever tests waiting has to choose. They may be turned while the sandbox runs.
 */
export interface Switches {
  /** Whether `hs_object_id` sorts and compares as a number or as text (section 5.3). */
  idOrder: 'numeric' | 'text'
  /** How long an edit stays out of the search index (5.3: undocumented). */
  searchLagMs: number
  /** Each edit shows after a time of its own, up to `searchLagMs`, so that a walk meets old and new states mixed. */
  searchLagVaries: boolean
  /** `toObjectId` of the associations batch (5.5: string or number). */
  companyIdAs: 'string' | 'number'
  /** Inputs of the associations batch that have no association (5.5). */
  withoutAssociation: 'omitted' | 'reported'
  /** Ids of a batch read that do not exist (5.2: absent, with 200 or 207). */
  missingInBatch: 'omitted' | 'reported'
  /** `deal_currency_code` in an account with one currency (5.6). */
  singleCurrencyCode: 'empty' | 'present'
  /** `hs_exchange_rate` of a deal in the company's own currency. */
  homeRate: 'null' | 'one'
  /** Seconds of `Retry-After` on an API 429; null sends none (section 6). */
  retryAfterSeconds: number | null
  /** `policyName` of the search 429 (section 6: `SECONDLY` or absent). */
  searchPolicyName: boolean
  /** `metadata.isClosed` of a stage (5.4: live, but not in the schema). */
  stageIsClosed: boolean
  /** Archived pipelines and stages in the pipelines answer. */
  archivedPipelines: 'absent' | 'listed'
  /** Largest `limit` of the owners list (5.5). */
  ownersMaxLimit: number
  /** Whether a deactivated owner still names teams. */
  archivedOwnerTeams: boolean
  /** Whether owners are guests in a second team, told before their primary one (5.5). */
  guestTeams: boolean
  /** Lists and searches answer with fewer rows than asked for, though more follow. */
  shortPages: boolean
  /** Some pages of lists and searches are empty, though more follow. */
  emptyPages: boolean
  /** Whether deals have `hs_primary_associated_company` (5.5: seen, in no description). */
  primaryCompanyProperty: boolean
  /** Entries that the history of a property keeps (5.2: limited, number unknown). */
  historyDepth: number
  /** Order of the entries of a history. */
  historyOrder: 'newest_first' | 'oldest_first'
  /** Form of `after` in lists. */
  listAfter: 'id' | 'opaque'
  /** Whether `NEQ` and `NOT_IN` match a record without the property. */
  negationMatchesEmpty: boolean
  /** Reading a merged-away id: the survivor's record, or 404. */
  mergedRead: 'survivor' | 'missing'
  /** Whether merged-away records appear among the archived ones. */
  mergedInArchive: boolean
  /** Merging through the sandbox keeps the survivor's id or makes a third record (5.2: may). */
  mergeMakesNewId: boolean
  /** `.000` in property values that are instants. */
  zeroMs: 'dropped' | 'kept'
  /** Probabilities as short text or as the full digits of the double behind them. */
  probabilityText: 'short' | 'double'
  /** Whether the end of a recurring line item is its last day or the day after (5.7: not said). */
  billingEnd: 'last_day' | 'day_after'
  /** What an unset property says. */
  unset: 'null' | 'empty'
  /** Scope that opens deal pipelines (3.3 and 11: that of deals is listed as enough, and nobody has tried). */
  pipelinesScope: 'crm.objects.deals.read' | 'crm.schemas.deals.read'
  /** Scope that opens the names of deal properties (3.3 and 11, as above). */
  propertiesScope: 'crm.objects.deals.read' | 'crm.schemas.deals.read'
  /** Scopes the token was not given (3.3). */
  missingScopes: readonly string[]
  /** Whether 403 names the missing scope in `errors[].context` (3.3). */
  namesMissingScope: boolean
  /** Whether a refresh gives another refresh token and ends the one before (3.1: may; seen unchanged). */
  refreshRotates: boolean
  /** The body of a refused token. */
  unauthorized: 'expired' | 'invalid'
  /** Calls per rolling 10 s: 110 for an OAuth app, 100 or 190 for a private one. */
  burstLimit: number
  /** Calls per day; null for OAuth apps, which have no published cap and get no daily headers. */
  dailyLimit: number | null
  searchPerSecond: number
}

export const defaultSwitches: Readonly<Switches> = {
  idOrder: 'numeric',
  searchLagMs: 0,
  searchLagVaries: false,
  companyIdAs: 'number',
  withoutAssociation: 'omitted',
  missingInBatch: 'reported',
  singleCurrencyCode: 'empty',
  homeRate: 'null',
  retryAfterSeconds: null,
  searchPolicyName: false,
  stageIsClosed: false,
  archivedPipelines: 'absent',
  ownersMaxLimit: 100,
  archivedOwnerTeams: true,
  guestTeams: false,
  shortPages: false,
  emptyPages: false,
  primaryCompanyProperty: true,
  historyDepth: 20,
  historyOrder: 'newest_first',
  listAfter: 'id',
  negationMatchesEmpty: false,
  mergedRead: 'missing',
  mergedInArchive: false,
  mergeMakesNewId: false,
  zeroMs: 'dropped',
  probabilityText: 'short',
  billingEnd: 'last_day',
  unset: 'null',
  pipelinesScope: 'crm.objects.deals.read',
  propertiesScope: 'crm.objects.deals.read',
  missingScopes: [],
  namesMissingScope: true,
  refreshRotates: false,
  unauthorized: 'expired',
  burstLimit: 110,
  dailyLimit: null,
  searchPerSecond: 5,
}
