/** Dated paths of platform 2026-09. The client still asks for v3, which ends in 2027. */

export const paths = {
  account: '/account-info/2026-09/details',
  teams: '/settings/users/2026-03/teams',
  rates: '/settings/currencies/2026-09/exchange-rates/current',
  properties: '/crm/properties/2026-09/deals',
  companiesOfDeals: '/crm/associations/2026-09/deals/companies/batch/read',
  dealsOfLineItems: '/crm/associations/2026-09/line_items/deals/batch/read',
  dealsOfSubscriptions: '/crm/associations/2026-09/subscriptions/deals/batch/read',
  companiesOfSubscriptions: '/crm/associations/2026-09/subscriptions/companies/batch/read',
} as const

const replacements: readonly (readonly [RegExp, string])[] = [
  [/\/crm\/v3\/objects\//, '/crm/objects/2026-09/'],
  [/\/crm\/v3\/pipelines\//, '/crm/pipelines/2026-09/'],
  [/\/crm\/v3\/owners\/?(?=\?|$)/, '/crm/owners/2026-09'],
]

/** Throws for a path nobody has dated: an undated one would work today and vanish one night. */
export function dated(url: string): string {
  for (const [pattern, path] of replacements) if (pattern.test(url)) return url.replace(pattern, path)
  throw new Error(`No dated path for ${new URL(url).pathname}`)
}
