/**
 * What nobody could confirm about the vendor, each with the positions it may have in a real account.
 * The defaults are the less comfortable ones; a test that must not depend on a position runs both.
 */
export interface Switches {
  /** Whether `hs_object_id` sorts and compares as a number or as text (section 5.3). */
  readonly idOrder: 'numeric' | 'text'
  /** How long an edit stays out of the search index (5.3: undocumented). */
  readonly searchLagMs: number
  /** `toObjectId` of the associations batch (5.5: string or number). */
  readonly companyIdAs: 'string' | 'number'
  /** Inputs of the associations batch that have no association (5.5). */
  readonly withoutAssociation: 'omitted' | 'reported'
  /** Ids of a batch read that do not exist (5.2: absent, with 200 or 207). */
  readonly missingInBatch: 'omitted' | 'reported'
  /** `deal_currency_code` in an account with one currency (5.6). */
  readonly singleCurrencyCode: 'empty' | 'present'
  /** `hs_exchange_rate` of a deal in the company's own currency. */
  readonly homeRate: 'null' | 'one'
  /** Seconds of `Retry-After` on an API 429; null sends none (section 6). */
  readonly retryAfterSeconds: number | null
  /** `policyName` of the search 429 (section 6: `SECONDLY` or absent). */
  readonly searchPolicyName: boolean
  /** `metadata.isClosed` of a stage (5.4: live, but not in the schema). */
  readonly stageIsClosed: boolean
  /** Archived pipelines and stages in the pipelines answer. */
  readonly archivedPipelines: 'absent' | 'listed'
  /** Largest `limit` of the owners list (5.5). */
  readonly ownersMaxLimit: number
  /** Whether a deactivated owner still names teams. */
  readonly archivedOwnerTeams: boolean
  /** Form of `after` in lists. */
  readonly listAfter: 'id' | 'opaque'
  /** Whether `NEQ` and `NOT_IN` match a record without the property. */
  readonly negationMatchesEmpty: boolean
  /** Reading a merged-away id: the survivor's record, or 404. */
  readonly mergedRead: 'survivor' | 'missing'
  /** Whether merged-away records appear among the archived ones. */
  readonly mergedInArchive: boolean
  /** Merging through the sandbox keeps the survivor's id or makes a third record (5.2: may). */
  readonly mergeMakesNewId: boolean
  /** `.000` in property values that are instants. */
  readonly zeroMs: 'dropped' | 'kept'
  /** Probabilities as short text or as the full digits of the double behind them. */
  readonly probabilityText: 'short' | 'double'
  /** What an unset property says. */
  readonly unset: 'null' | 'empty'
  /** Scopes the token was not given (3.3). */
  readonly missingScopes: readonly string[]
  /** Whether 403 names the missing scope in `errors[].context` (3.3). */
  readonly namesMissingScope: boolean
  /** The body of a refused token. */
  readonly unauthorized: 'expired' | 'invalid'
  /** Calls per rolling 10 s: 110 for an OAuth app, 100 or 190 for a private one. */
  readonly burstLimit: number
  /** Calls per day; null for OAuth apps, which have no published cap and get no daily headers. */
  readonly dailyLimit: number | null
  readonly searchPerSecond: number
}

export const defaultSwitches: Switches = {
  idOrder: 'numeric',
  searchLagMs: 0,
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
  listAfter: 'id',
  negationMatchesEmpty: false,
  mergedRead: 'missing',
  mergedInArchive: false,
  mergeMakesNewId: false,
  zeroMs: 'dropped',
  probabilityText: 'short',
  unset: 'null',
  missingScopes: [],
  namesMissingScope: true,
  unauthorized: 'expired',
  burstLimit: 110,
  dailyLimit: null,
  searchPerSecond: 5,
}
