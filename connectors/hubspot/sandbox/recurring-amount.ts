/** What a deal earns again and again, by the neutral company's own field; null where it keeps none. */
import type { CrmDeal } from '../../demo/types.ts'
import type { Portal } from './portal.ts'

export function yearly(deal: CrmDeal, { crm }: Portal): string | null {
  if (!crm.customFields.includes('recurring_amount')) return null
  const text = deal.properties.recurring_amount ?? null
  return text === null || Number(text) === 0 ? null : text
}

/** Rounded to cents, as the vendor does. */
export function monthly(deal: CrmDeal, portal: Portal): string | null {
  const year = yearly(deal, portal)
  return year === null ? null : (Number(year) / 12).toFixed(2)
}
