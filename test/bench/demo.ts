/** The demo company, read from both sandboxes by a whole night. */
import { createDemoCompany } from '../../connectors/demo/company.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../connectors/salesforce/sandbox/index.ts'
import { createDemoOkrs } from '../../src/demo/okrs.ts'
import { measureDay } from '../../src/okr/measure.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { runNight } from '../../src/sync/run-night.ts'
import type { StandingPlatform } from './platform.ts'

export const NIGHT = '2026-11-23T03:30:00.000Z'

export async function importDemo({ platform, workspace }: StandingPlatform): Promise<void> {
  const { now } = platform
  const anchor = '2026-11-22'
  const hubspot = await startHubspotSandbox({
    crm: createDemoCompany({ seed: 1, anchor, crm: 'hubspot' }),
    now,
    clockMs: () => Date.parse(now()),
  })
  const salesforce = await startSalesforceSandbox({
    crm: createDemoCompany({ seed: 1, anchor, crm: 'salesforce' }),
    now,
  })
  const { clientId, clientSecret, url: instanceUrl } = salesforce
  const configs = {
    hubspot: { token: DEFAULT_TOKEN, apiUrl: hubspot.url },
    salesforce: { instanceUrl, clientId, clientSecret },
  }
  for (const [crm, config] of Object.entries(configs))
    await connectCrm(platform, { workspaceId: 'company', crm, label: crm, config, properties: [] })
  await runNight(platform, 'company', { kind: 'night' })
  await createDemoOkrs(workspace, 'de', now())
  await measureDay(workspace, anchor, now())
  await Promise.all([hubspot.close(), salesforce.close()])
}
