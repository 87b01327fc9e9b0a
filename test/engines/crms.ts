/** The sandbox CRMs of one place, in Node: two companies whose names and ids are never the same. */

import type { Instant } from '../../connectors/contract.ts'
import type { Crm } from '../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../connectors/hubspot/sandbox/index.ts'
import { PORTAL_ID } from '../../connectors/hubspot/sandbox/portal.ts'
import { organizationId, recordId } from '../../connectors/salesforce/sandbox/id.ts'
import { startSalesforceSandbox } from '../../connectors/salesforce/sandbox/index.ts'
import { addDays, addMs, localDay } from '../../connectors/values/time.ts'
import { dealFields, smallCompany } from '../connectors/support/company.ts'
import { noonZone } from '../edge/company.ts'
import type { Crms } from './deployment.ts'
import { FIRST_DEAL, idOfDeal } from './ids.ts'

const DAY_MS = 86_400_000
const ORGS = { both: '8801', one: '8802' } as const

/** Deals on both sides of `base`, so that some are in the cycle and some are not yet. */
function company(name: string, deals: number, first: number, base: Instant): Crm {
  const crm = smallCompany(0)
  const today = localDay(base, crm.timeZone)
  for (let n = 0; n < deals; n += 1) {
    const fields = { ...dealFields(n), name: `${name} ${n}`, closeDate: addDays(today, (n % 5) * 20 - 60) }
    crm.createDeal(fields, addMs(base, -100 * DAY_MS), idOfDeal(first, n))
  }
  return crm
}

/** Two places that start from one `base` have the same records, times included. */
export async function startCrms(base: Instant): Promise<{ readonly crms: Crms; close(): Promise<void> }> {
  let ahead = 0
  const now = () => addMs(base, ahead)
  const timeZone = noonZone(Date.parse(base))
  const hubspot = await startHubspotSandbox({
    crm: company('Nordlicht', 230, FIRST_DEAL.hubspot, base),
    now,
    // Waits for its limits take no time: they are not the subject.
    clockMs: () => performance.now() * 1000,
    advance: (ms) => {
      ahead += ms
    },
  })
  const org = (key: keyof typeof ORGS, crm: Crm) =>
    startSalesforceSandbox({ crm, now, switches: { organization: ORGS[key] } })
  const salesforce = await org('both', company('Nordlicht', 90, FIRST_DEAL.both, base))
  const other = await org('one', company('Seeblick', 60, FIRST_DEAL.one, base))
  const reached = ({ url, clientId, clientSecret }: typeof other) => ({
    instanceUrl: url,
    clientId,
    clientSecret,
  })
  const opportunity = (first: number) => recordId('Opportunity', idOfDeal(first, 0)).slice(0, 15)
  return {
    crms: {
      timeZone,
      both: {
        hubspot: { token: DEFAULT_TOKEN, apiUrl: hubspot.url, clientSecret: 'of the private app' },
        salesforce: reached(salesforce),
        portalId: PORTAL_ID,
        markers: [
          ...['Nordlicht', String(PORTAL_ID), organizationId(ORGS.both)],
          ...[idOfDeal(FIRST_DEAL.hubspot, 0), opportunity(FIRST_DEAL.both)],
        ],
      },
      one: {
        salesforce: reached(other),
        orgId: organizationId(ORGS.one),
        markers: ['Seeblick', organizationId(ORGS.one), opportunity(FIRST_DEAL.one)],
      },
    },
    async close() {
      await Promise.all([hubspot.close(), salesforce.close(), other.close()])
    },
  }
}
