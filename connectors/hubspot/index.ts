/** HubSpot, platform 2026-09, by our app or by the token of a private one. Surprises of the API: `BEHAVIOR.md`. */
import { defineConnector } from '../contract.ts'
import { card } from './card.ts'
import { configSchema, type HubspotConfig } from './config.ts'
import { contractOffers } from './contract-offers.ts'
import { contracts } from './contracts.ts'
import { failure } from './failure.ts'
import { history } from './history.ts'
import { limits } from './limits.ts'
import { authorize, oauth } from './oauth.ts'
import { push } from './push.ts'
import { reads } from './reads.ts'
import { recheck } from './recheck.ts'
import { companies, deals, removals } from './records.ts'
import { account, currencies, owners, pipelines, teams } from './setup.ts'

export type { HubspotConfig } from './config.ts'

export const hubspot = defineConnector<HubspotConfig>({
  id: 'hubspot',
  title: 'HubSpot',
  config: configSchema,

  // Whatever `apiUrl` says.
  hosts: () => oauth.hosts,

  authorize,
  oauth,
  failure,
  limits,

  buckets: {
    // 100 in ten seconds is the smallest plan's limit, until an answer tells; searches have their own, with other apps.
    api: { calls: 80, perMs: 10_000 },
    search: { calls: 3, perMs: 1_000 },
  },

  streams: { account, pipelines, teams, owners, currencies, companies, deals, removals, contracts, history },
  reads,
  recheck,
  contractOffers,
  push,
  card,

  recordUrl(account, kind, id) {
    const type = kind === 'deal' ? '0-3' : '0-2'
    return `https://${account.uiHost}/contacts/${account.id}/record/${type}/${encodeURIComponent(id)}`
  },
})
