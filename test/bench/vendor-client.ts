/** What a night costs others, counted by really calling the sandbox: the vendor's own client, and a call or two a deal. */
import { Client } from '@hubspot/api-client'
import type { Crm } from '../../connectors/demo/types.ts'
import { createHubspotApi, DEFAULT_TOKEN } from '../../connectors/hubspot/sandbox/index.ts'
import { served } from './served.ts'

/** So far apart that nobody is refused: calls are counted here, and not time. */
const APART_MS = 1_000
const DATED = '/crm/objects/2026-09/'

async function counting(crm: Crm, now: string, work: (url: string) => Promise<void>): Promise<number> {
  let clock = 0
  const clockMs = () => {
    clock += APART_MS
    return clock
  }
  const api = createHubspotApi({ crm, now: () => now, clockMs })
  const { url, close } = await served((request) => {
    // The client still asks for v3; the sandbox speaks the dated paths only.
    const result = api.handle({ ...request, url: request.url.replace('/crm/v3/objects/', DATED) })
    return result.kind === 'response' ? result.response : { status: 500, body: '' }
  })
  await work(url)
  close()
  api.close()
  const refused = api.calls.filter(({ status }) => status >= 400)
  if (refused.length > 0) throw new Error(`${refused.length} calls were refused, ${refused[0]?.path}`)
  return api.calls.length
}

/** `deals.getAll` of `@hubspot/api-client`: every deal, every night. */
export function getAll(crm: Crm, now: string): Promise<number> {
  return counting(crm, now, async (basePath) => {
    const client = new Client({ accessToken: DEFAULT_TOKEN, basePath })
    const deals = await client.crm.deals.getAll(100, undefined, ['dealname', 'amount', 'dealstage'])
    if (deals.length !== crm.deals.size) throw new Error(`${deals.length} deals of ${crm.deals.size}`)
  })
}

/** As templates do it: the deal, then its company, for each id. */
export function twoGetsADeal(crm: Crm, now: string, ids: readonly string[]): Promise<number> {
  return counting(crm, now, async (url) => {
    const headers = { authorization: `Bearer ${DEFAULT_TOKEN}` }
    for (const id of ids) {
      await read(`${url}${DATED}deals/${id}?properties=dealname,amount,dealstage`, headers)
      await read(`${url}${DATED}companies/${crm.deals.get(id)?.companyId}?properties=name`, headers)
    }
  })
}

async function read(url: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(url, { headers })
  await response.text()
}
