/** Salesforce, by our app, or by an External Client App of the customer's own. Surprises of the API: `BEHAVIOR.md`. */
import { defineConnector } from '../contract.ts'
import { account } from './account.ts'
import { card } from './card.ts'
import { configSchema, type SalesforceConfig } from './config.ts'
import { contractOffers } from './contract-offers.ts'
import { contracts } from './contracts.ts'
import { failure } from './failure.ts'
import { authorize } from './grant.ts'
import { history } from './history.ts'
import { native } from './native/read.ts'
import { oauth } from './oauth.ts'
import { push } from './push.ts'
import { reads } from './reads.ts'
import { recheck } from './recheck.ts'
import { companies, deals, removals } from './records.ts'
import { currencies, owners, pipelines, teams } from './setup.ts'
import { usage } from './usage.ts'

export type { SalesforceConfig } from './config.ts'

export const salesforce = defineConnector<SalesforceConfig>({
  id: 'salesforce',
  title: 'Salesforce',
  config: configSchema,

  hosts: () => oauth.hosts,

  authorize,
  oauth,
  failure,
  quota: usage,

  // Salesforce counts calls by the day; a pace of ten a second keeps us off its limit of long requests.
  buckets: { api: { calls: 10, perMs: 1_000 }, token: { calls: 10, perMs: 60_000 } },

  streams: { account, pipelines, teams, owners, currencies, companies, deals, removals, contracts, history },
  reads,
  recheck,
  contractOffers,
  native,
  push,
  card,

  recordUrl(account, kind, id) {
    const object = kind === 'deal' ? 'Opportunity' : 'Account'
    return `https://${account.uiHost}/lightning/r/${object}/${encodeURIComponent(id)}/view`
  },
})
