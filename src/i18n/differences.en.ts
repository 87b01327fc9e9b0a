/** Where mirror and CRM count differently, on the page of a key result. */
import type { differences as german } from './differences.de.ts'

export const differences: Record<keyof typeof german, string> = {
  'differences.title': 'Difference from the CRM',
  'differences.waits':
    'The CRM counts differently here than Pegel. The last value stays until both agree again, for three nights at most.',
  'differences.shown':
    'For more than three nights the CRM has counted differently here than Pegel. The value is shown with this difference.',
  'differences.held':
    'The CRM no longer knows many deals at once. The last value stays until an administrator decides.',
  'differences.where': 'Pipeline, status',
  'differences.what': 'Counted',
  'differences.ours': 'Pegel',
  'differences.theirs': 'CRM',
  'differences.nights': 'Nights',
  'differences.all': 'all pipelines',
  'differences.measure.count': 'Deals',
  'differences.measure.amount': 'Amount',
  'differences.measure.held': 'Deals without a record in the CRM',
  'differences.ids': '{n, plural, one {deal {ids}} other {deals {ids}}}',
}
