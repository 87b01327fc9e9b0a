/**
 * The company of a deal stands on the deal. In an account without that property it is asked for apart, a thousand deals a
 * call.
 */
import * as z from 'zod'
import type { AccountRecord, DealRecord, Pull } from '../contract.ts'
import { type HubspotConfig, twinProperty } from './config.ts'
import { unlessForbidden } from './forbidden.ts'
import { dealProperties, PRIMARY_COMPANY } from './map-deal.ts'
import { parsePage, parseRows } from './parse.ts'
import { direct } from './read.ts'

export const ASSOCIATION_LIMIT = 1_000
/** Deal to primary company; a deal may have further companies. */
const PRIMARY_TYPE = 5

/** False where the property was found missing when the account was read. */
export function carriesCompany(account: AccountRecord | null): boolean {
  return account?.absent?.includes(PRIMARY_COMPANY) !== true
}

/** What is asked of each deal. */
export function wantedOf(pull: Pick<Pull<HubspotConfig>, 'account' | 'config' | 'properties'>): string[] {
  const own = dealProperties.filter((name) => name !== PRIMARY_COMPANY || carriesCompany(pull.account))
  const twin = twinProperty(pull.config)
  return [...new Set([...own, ...(twin === null ? [] : [twin]), ...pull.properties])]
}

export async function withCompanies(
  pull: Pull<HubspotConfig>,
  deals: readonly DealRecord[],
): Promise<readonly DealRecord[]> {
  if (deals.length === 0 || carriesCompany(pull.account)) return deals
  const companyOf = new Map<string, string>()
  for (let start = 0; start < deals.length; start += ASSOCIATION_LIMIT) {
    const inputs = deals.slice(start, start + ASSOCIATION_LIMIT).map(({ id }) => ({ id }))
    const body = await unlessForbidden(direct(pull, 'companiesOfDeals', JSON.stringify({ inputs })))
    if (body === null) break
    for (const [deal, company] of primaries(body)) companyOf.set(deal, company)
  }
  return deals.map((deal) => ({ ...deal, companyId: companyOf.get(deal.id) ?? null }))
}

const idText = z.union([z.string().min(1), z.number().int()]).transform(String)
const linksWire = z.object({
  from: z.object({ id: idText }),
  to: z.array(
    z.object({
      toObjectId: idText,
      associationTypes: z.array(z.object({ typeId: z.number().int() })),
    }),
  ),
})

/** Deals without a company are left out, or told as errors beside the rest: both mean none. */
function primaries(body: string): (readonly [string, string])[] {
  const { records } = parseRows(parsePage(body).results, linksWire, ({ from, to }) => {
    const primary = to.find((one) => one.associationTypes.some(({ typeId }) => typeId === PRIMARY_TYPE))
    return primary === undefined ? [] : [[from.id, primary.toObjectId] as const]
  })
  return records.flat()
}
