/** Both stand-in CRMs on real sockets in the test's own process, and an installation without the demo that may call them. */
import { onTestFinished } from 'vitest'
import type { CrmDealFields, Sandbox } from '../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../connectors/salesforce/sandbox/index.ts'
import { smallCompany } from '../connectors/support/company.ts'
import { type Finished, type Installation, installed } from './program.ts'

export interface Crms {
  readonly hubspot: Sandbox
  readonly salesforce: Sandbox
  readonly pegel: Installation
  /** The CRMs' clock, some minutes behind which a search index may lag. */
  later(minutes: number): string
  connect(crm: 'hubspot' | 'salesforce', secret?: string): Promise<Finished>
  /** As a person edits a deal in the CRM. */
  change(crm: Sandbox, id: string, fields: Partial<CrmDealFields>): void
}

const DEALS = 12

export async function crms(): Promise<Crms> {
  let ms = Date.now()
  const now = () => new Date(ms).toISOString()
  const hubspot = await startHubspotSandbox({ crm: smallCompany(DEALS), now })
  const salesforce = await startSalesforceSandbox({ crm: smallCompany(DEALS), now })
  onTestFinished(async () => {
    await Promise.all([hubspot.close(), salesforce.close()])
  })
  const { clientId, clientSecret } = salesforce
  const pegel = installed({
    PEGEL_DEMO: 'off',
    PEGEL_MASTER_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    PEGEL_ALLOW_HOSTS: '127.0.0.1',
    HUBSPOT_API_URL: hubspot.url,
    SALESFORCE_CLIENT_ID: clientId,
  })

  return {
    hubspot,
    salesforce,
    pegel,
    later(minutes) {
      ms += minutes * 60_000
      return now()
    },
    connect(crm, secret) {
      if (crm === 'hubspot')
        return pegel.cli(['connect', 'hubspot', '--token-file', '-'], {
          input: `${secret ?? DEFAULT_TOKEN}\n`,
        })
      return pegel.cli(['connect', 'salesforce', '--instance', salesforce.url, '--client-credentials'], {
        settings: { SALESFORCE_CLIENT_SECRET: secret ?? clientSecret },
      })
    },
    change(crm, id, fields) {
      crm.crm.updateDeal(id, fields, now())
    },
  }
}
