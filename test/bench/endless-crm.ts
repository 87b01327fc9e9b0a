/**
 * A HubSpot account with any number of deals and none of them in memory: a page is made from the ids on it. Set-up and
 * everything else comes from the sandbox's core over an account without deals.
 */
import { createHubspotApi, DEFAULT_TOKEN } from '../../connectors/hubspot/sandbox/index.ts'
import { addDays } from '../../connectors/values/time.ts'
import { manyDeals } from './many-deals.ts'
import { type Served, served } from './served.ts'

const PAGE = 100
const STAGES = ['open', 'offer', 'won', 'lost'] as const

export interface EndlessCrm extends Served {
  readonly token: string
}

/** `count` is a multiple of four: as many deals in each stage. */
export async function startEndlessCrm(count: number, today: string, now: string): Promise<EndlessCrm> {
  let clock = 0
  const api = createHubspotApi({
    crm: manyDeals(0, today),
    now: () => now,
    // Calls are far apart: the rate is not what is measured here.
    clockMs: () => {
      clock += 1_000
      return clock
    },
  })

  function deal(i: number) {
    const created = addDays(today, Math.floor((i * 730) / count) - 910)
    const stage = STAGES[i % STAGES.length] ?? 'open'
    const at = `${created}T08:00:00Z`
    return {
      id: String(1_000_000 + i),
      properties: {
        ...{ dealname: `Deal ${i}`, amount: String(1_000 + ((i * 7919) % 50_000)), pipeline: 'new' },
        ...{ dealstage: `new-${stage}`, closedate: `${addDays(created, 30 + (i % 90))}T10:00:00Z` },
        ...{ createdate: at, hs_lastmodifieddate: at, hs_object_id: String(1_000_000 + i) },
        ...{ hubspot_owner_id: String(100 + (i % 20)), hs_primary_associated_company: null },
        ...{ deal_currency_code: 'EUR', dealtype: null, hs_deal_stage_probability: '0.5' },
      },
      ...{ createdAt: at, updatedAt: at, archived: false },
    }
  }

  function list(after: string | null) {
    const from = after === null ? 0 : Number(after) - 1_000_000 + 1
    const until = Math.min(count, from + PAGE)
    const results = Array.from({ length: until - from }, (_, n) => deal(from + n))
    const next = until < count ? { paging: { next: { after: String(1_000_000 + until - 1) } } } : {}
    return { results, ...next }
  }

  function total(body: string): number {
    if (body.includes('hs_lastmodifieddate')) return 0
    if (body.includes('hs_is_closed_won')) return count / 4
    return body.includes('hs_is_closed') ? count / 2 : count
  }

  const { url, close } = await served((request) => {
    const { pathname, searchParams } = new URL(request.url, 'http://crm')
    const deals = /\/deals(\/search)?$/.exec(pathname)
    if (request.method === 'GET' && deals !== null && searchParams.get('archived') !== 'true')
      return { status: 200, body: JSON.stringify(list(searchParams.get('after'))) }
    if (request.method === 'POST' && deals?.[1] !== undefined)
      return { status: 200, body: JSON.stringify({ total: total(request.body), results: [] }) }
    const result = api.handle(request)
    return result.kind === 'response' ? result.response : { status: 500, body: '' }
  })
  return { url, token: DEFAULT_TOKEN, close }
}
