/**
 * What the field means, as inputs and results with numbers of our own. `theirs`: what the published rule makes of the same
 * inputs, where it is another number; `because`: why we differ.
 */
import type { ContractMetricId } from '../../../../src/metrics/retention/ids.ts'
import type { ContractRow, ContractState } from '../../../support/contract-ledger.ts'
import type { sources } from './field-sources.ts'

export interface Example {
  readonly of: keyof typeof sources
  readonly says: string
  readonly contracts: readonly ContractRow[]
  readonly ours: Partial<Record<ContractMetricId, number | null>>
  readonly theirs?: number
  readonly because?: string
  /** By default January 2026. */
  readonly window?: { readonly from: string; readonly to: string }
  /** By default none: most of the field knows no grace time. */
  readonly graceDays?: number
  readonly view?: 'monthly' | 'yearly'
  readonly merged?: readonly { readonly id: string; readonly mergedInto: string }[]
}

let n = 0
const contract = (
  company: string,
  start: string,
  end: string | null,
  amount: number,
  more: ContractState = {},
) => {
  n += 1
  return { id: `k${n}`, states: [{ company, start, end, amount, months: 1, ...more }] } satisfies ContractRow
}
/** Monthly money of customers at the start of January and at its end; 0: none. */
const moved = (...pairs: readonly (readonly [number, number])[]): ContractRow[] =>
  pairs.flatMap(([from, to], i) => [
    ...(from > 0 ? [contract(`c${i}`, '2025-03-01', from === to ? null : '2026-01-15', from)] : []),
    ...(to > 0 && to !== from ? [contract(`c${i}`, '2026-01-15', null, to)] : []),
  ])
const many = (count: number, pair: readonly [number, number]) => Array.from({ length: count }, () => pair)
const year = (company: string, from: number, amount: number, more: ContractState = {}) =>
  contract(company, `${from}-01-20`, `${from + 1}-01-20`, amount, { months: 12, ...more })
const q = (from: string, to: string) => ({ from, to })

export const examples: readonly Example[] = [
  {
    of: 'cmTable',
    says: 'who first pays is new business',
    contracts: moved([0, 400]),
    ours: { new_recurring_revenue: 400, expansion_recurring_revenue: 0 },
  },
  {
    of: 'cmTable',
    says: 'more of an existing customer is expansion',
    contracts: moved([400, 650]),
    ours: { expansion_recurring_revenue: 250, new_recurring_revenue: 0 },
  },
  {
    of: 'cmTable',
    says: 'less of one is contraction',
    contracts: moved([400, 150]),
    ours: { contraction_recurring_revenue: 250, churned_recurring_revenue: 0 },
  },
  {
    of: 'cmTable',
    says: 'all of one is churn',
    contracts: moved([400, 0]),
    ours: { churned_recurring_revenue: 400, contraction_recurring_revenue: 0 },
  },
  {
    of: 'cmTable',
    says: 'with another subscription running, an end is contraction',
    contracts: [
      contract('a', '2025-01-01', null, 300),
      contract('a', '2025-06-01', '2026-01-10', 80, { product: 'extra' }),
    ],
    ours: { contraction_recurring_revenue: 80, churned_recurring_revenue: 0, active_customers: 1 },
  },
  {
    of: 'cmTable',
    says: 'who had churned and pays again is reactivated',
    contracts: [contract('a', '2024-01-01', '2024-09-01', 300), contract('a', '2026-01-05', null, 500)],
    ours: { reactivated_recurring_revenue: 500, new_recurring_revenue: 0 },
  },
  {
    of: 'cmChanges',
    says: 'a year of four plans is a twelfth a month',
    contracts: [contract('a', '2026-01-05', null, 240_000, { months: 12 })],
    ours: { new_recurring_revenue: 20_000 },
  },
  {
    of: 'cmChanges',
    says: 'a twelfth that is no whole cent is rounded',
    contracts: [contract('a', '2026-01-05', null, 100_000, { months: 12 })],
    ours: { new_recurring_revenue: 8_333 },
  },
  {
    of: 'cmChanges',
    says: 'a second subscription days after the first is expansion',
    contracts: [contract('a', '2026-01-05', null, 500), contract('a', '2026-01-09', null, 60)],
    ours: { new_recurring_revenue: 560, expansion_recurring_revenue: 0 },
    theirs: 60,
    because:
      'They tell each event, we compare the two ends: the customer is new, with all it brings by then.',
  },
  {
    of: 'cmChanges',
    says: 'a subscription bought and given up within the month is two events',
    contracts: [contract('a', '2025-02-01', null, 500), contract('a', '2026-01-05', '2026-01-19', 60)],
    ours: { contraction_recurring_revenue: 0, expansion_recurring_revenue: 0, net_revenue_retention: 1 },
    theirs: 60,
    because: 'At both ends the customer brings the same; what came and went between moves nothing.',
  },
  {
    of: 'cmChanges',
    says: 'a cancelled year churns when the paid time is over',
    contracts: [contract('a', '2025-02-01', '2026-02-01', 2_400, { months: 12 })],
    ours: { churned_recurring_revenue: 0, recurring_revenue: 200 },
  },
  {
    of: 'cmChurn',
    says: 'gross churn 20 %: 10 churned and 10 contracted of 100',
    contracts: moved([100, 0], [400, 300], [500, 500]),
    ours: { gross_revenue_retention: 0.8 },
  },
  {
    of: 'cmChurn',
    says: 'net churn: expansion set against it',
    contracts: moved([100, 0], [400, 300], [500, 600]),
    ours: { net_revenue_retention: 0.9, gross_revenue_retention: 0.8 },
  },
  {
    of: 'cmNet',
    says: 'net churn: reactivation is set against it too',
    contracts: [
      ...moved([100, 0], [900, 900]),
      contract('back', '2024-01-01', '2024-06-01', 50),
      contract('back', '2026-01-10', null, 50),
    ],
    ours: { net_revenue_retention: 0.9, reactivated_recurring_revenue: 50 },
    theirs: 0.95,
    because: 'Who was not there at the start cannot be retained: revenue won back is a line of its own.',
  },
  {
    of: 'cmNet',
    says: 'more expansion than loss is a negative churn',
    contracts: moved([200, 0], [800, 1_100]),
    ours: { net_revenue_retention: 1.1 },
  },
  {
    of: 'cmUnderstanding',
    says: 'all movements together make the revenue of the end',
    contracts: moved([200, 0], [300, 350], [500, 420], [0, 90]),
    ours: {
      churned_recurring_revenue: 200,
      expansion_recurring_revenue: 50,
      contraction_recurring_revenue: 80,
      new_recurring_revenue: 90,
      recurring_revenue: 860,
    },
  },
  {
    of: 'cmUnderstanding',
    says: 'two subscriptions bought at once are one new business',
    contracts: [
      contract('a', '2026-01-05', null, 70),
      contract('a', '2026-01-05', null, 30, { product: 'b' }),
    ],
    ours: { new_recurring_revenue: 100 },
  },
  {
    of: 'phModule',
    says: 'confirmed is what starts before the end of the month and ends after it',
    contracts: [
      contract('a', '2026-01-10', '2026-03-01', 100),
      contract('b', '2025-01-01', '2026-01-31', 40),
      contract('c', '2026-02-01', null, 500),
    ],
    ours: { recurring_revenue: 100 },
  },
  {
    of: 'phModule',
    says: 'not yet confirmed revenue is shown apart and is in the total',
    contracts: [contract('a', '2025-01-20', '2026-01-20', 100)],
    graceDays: 30,
    ours: { recurring_revenue: 100, churned_recurring_revenue: 0 },
  },
  {
    of: 'phModule',
    says: 'one unconfirmed license makes the whole customer unconfirmed',
    contracts: [
      contract('a', '2025-01-20', '2026-01-20', 100),
      contract('a', '2025-01-01', null, 50, { product: 'b' }),
    ],
    graceDays: 30,
    ours: { recurring_revenue: 150 },
    theirs: 150,
    because: 'The same total; ours is pending by contract (100) and not by customer (150).',
  },
  {
    of: 'phLicenses',
    says: 'an open license runs until it is marked lost',
    contracts: [contract('a', '2016-01-01', null, 90)],
    ours: { recurring_revenue: 90, renewals_due: 0 },
  },
  {
    of: 'phLicenses',
    says: 'lost, it gets its end',
    contracts: [contract('a', '2016-01-01', '2026-01-12', 90)],
    ours: { recurring_revenue: 0, churned_recurring_revenue: 90, renewals_due: 1 },
  },
  {
    of: 'phChurned',
    says: 'one of two licenses lost: the customer stays',
    contracts: [
      contract('a', '2025-01-01', '2026-01-12', 90),
      contract('a', '2025-01-01', null, 10, { product: 'b' }),
    ],
    ours: { logo_retention: 1, gross_revenue_retention: 0.1 },
  },
  {
    of: 'phChurned',
    says: 'a refund is a license with a negative value',
    contracts: [contract('a', '2025-01-01', null, 200), contract('a', '2026-01-05', null, -50)],
    ours: { recurring_revenue: 200, net_revenue_retention: 1 },
    theirs: 0.75,
    because:
      'A refund is money once, no recurring revenue: only what brings more than 0 is a contract. It is counted as left out.',
  },
  {
    of: 'phSettings',
    says: 'B follows A on the next day: a renewal, and no gap',
    contracts: [contract('a', '2025-01-10', '2026-01-10', 100), contract('a', '2026-01-10', null, 100)],
    ours: { renewal_rate: 1, net_revenue_retention: 1, new_recurring_revenue: 0 },
  },
  {
    of: 'phSettings',
    says: 'a license that starts on the first belongs to that month',
    contracts: [contract('a', '2026-01-01', null, 100)],
    ours: { new_recurring_revenue: 100 },
  },
  {
    of: 'phSettings',
    says: 'overlapping licenses of one renewal count once',
    contracts: [
      contract('a', '2025-02-01', '2026-02-01', 100),
      contract('a', '2026-01-20', null, 130, { overlap: 'replaces' }),
    ],
    ours: { recurring_revenue: 130, expansion_recurring_revenue: 30 },
  },
  {
    of: 'phSettings',
    says: 'a gap between licenses can be bridged',
    contracts: [contract('a', '2025-01-25', '2026-01-25', 100), contract('a', '2026-02-10', null, 100)],
    graceDays: 30,
    ours: { recurring_revenue: 100, renewal_rate: 1 },
  },
  {
    of: 'phModel',
    says: 'what is renewed has its own amount',
    contracts: [contract('a', '2025-01-25', '2026-01-10', 100), contract('a', '2026-01-10', null, 80)],
    ours: { renewal_rate_value: 1, contraction_recurring_revenue: 20 },
  },
  {
    of: 'hsTrack',
    says: 'revenue stops on its inactive date',
    contracts: [contract('a', '2025-01-01', '2026-01-31', 100)],
    ours: { recurring_revenue: 0, churned_recurring_revenue: 100 },
  },
  {
    of: 'hsDeals',
    says: 'upgrade: a deal of 11 for one of 10, ended the same day',
    contracts: moved([10_000, 11_000]),
    ours: { expansion_recurring_revenue: 1_000, renewal_rate: 1 },
  },
  {
    of: 'hsDeals',
    says: 'downgrade by 2 of 11',
    contracts: moved([11_000, 9_000]),
    ours: { contraction_recurring_revenue: 2_000, gross_revenue_retention: 9 / 11 },
  },
  {
    of: 'hsDeals',
    says: 'renewed at the same price, nothing moves',
    contracts: [year('a', 2025, 108_000), year('a', 2026, 108_000)],
    ours: { net_revenue_retention: 1, renewal_rate_value: 1, expansion_recurring_revenue: 0 },
  },
  {
    of: 'hsRate',
    says: '(end - new) / start: 45 of 50 stay, 8 come',
    contracts: moved(...many(45, [10, 10]), ...many(5, [10, 0]), ...many(8, [0, 10])),
    ours: { logo_retention: 0.9 },
  },
  {
    of: 'hsArr',
    says: 'a year is twelve months',
    contracts: moved([250, 250]),
    view: 'yearly',
    ours: { recurring_revenue: 3_000 },
  },
  {
    of: 'hsSnapshots',
    says: 'two snapshots of a customer tell expansion',
    contracts: moved([500, 720]),
    ours: { expansion_recurring_revenue: 220 },
  },
  {
    of: 'sfRate',
    says: 'renewed contracts / contracts up for renewal',
    contracts: [
      year('a', 2025, 90),
      year('a', 2026, 90),
      year('b', 2025, 50),
      year('c', 2025, 50),
      year('c', 2026, 60),
    ],
    ours: { renewals_due: 3, renewal_rate: 2 / 3 },
  },
  {
    of: 'sfDollars',
    says: 'renewed amount / expired amount',
    contracts: [year('a', 2025, 1_000), year('a', 2026, 1_500), year('b', 2025, 1_000)],
    view: 'yearly',
    ours: { renewal_rate_value: 0.5 },
    theirs: 0.75,
    because:
      'An uplift is expansion. Both sides are what the ending contracts brought, so that no price hides a loss.',
  },
  {
    of: 'sfDollars',
    says: 'renewed amount / expired amount, all renewed with an uplift',
    contracts: [year('a', 2025, 1_000), year('a', 2026, 1_200)],
    view: 'yearly',
    ours: { renewal_rate_value: 1 },
    theirs: 1.2,
    because: 'A rate of renewals above 100 % is none.',
  },
  {
    of: 'sfKeep',
    says: '(end - new) / start, with a customer won back',
    contracts: [
      ...moved([10, 10], [10, 0]),
      contract('back', '2024-01-01', '2024-02-01', 10),
      contract('back', '2026-01-03', null, 10),
    ],
    ours: { logo_retention: 0.5 },
    theirs: 1,
    because: 'Won back is not new, so the published formula takes it for kept: it stands for one that left.',
  },
  {
    of: 'sfCpq',
    says: '12 x net total / months of the term',
    contracts: [contract('a', '2025-06-01', null, 45_000, { months: 18 })],
    view: 'yearly',
    ours: { recurring_revenue: 30_000 },
  },
  {
    of: 'sfArr',
    says: 'subscribers times their monthly fee',
    contracts: moved(...many(12, [25, 25])),
    ours: { recurring_revenue: 300, active_customers: 12 },
  },
  {
    of: 'sfRetention',
    says: 'NRR 102.5 % and GRR 90 % of 200: 6 and 4 lost, 12.5 more',
    contracts: moved([1_200, 0], [2_000, 1_200], [16_800, 19_300]),
    ours: { net_revenue_retention: 1.025, gross_revenue_retention: 0.9 },
  },
  {
    of: 'klipfolio',
    says: 'two downgrade by a quarter, one of a hundred leaves',
    contracts: moved(...many(97, [2_000, 2_000]), [2_000, 1_500], [2_000, 1_500], [2_000, 0]),
    ours: { gross_revenue_retention: 0.985 },
  },
  {
    of: 'klipfolio',
    says: 'and one upgrades',
    contracts: moved(...many(96, [2_000, 2_000]), [2_000, 6_000], [2_000, 1_500], [2_000, 1_500], [2_000, 0]),
    ours: { net_revenue_retention: 1.005 },
  },
  {
    of: 'klipfolio',
    says: 'of 10 due contracts 9 renew, one grows and two shrink: divided by the money of the due ones',
    contracts: [
      ...Array.from({ length: 10 }, (_, i) => year(`d${i}`, 2025, 20_000)),
      ...[25_000, 18_000, 18_000, ...many(6, [0, 20_000]).map(([, to]) => to)].map((to, i) =>
        year(`d${i}`, 2026, to),
      ),
      ...Array.from({ length: 10 }, (_, i) =>
        contract(`o${i}`, '2025-06-01', '2026-06-01', 20_000, { months: 12 }),
      ),
    ],
    view: 'yearly',
    ours: { net_revenue_retention: 381_000 / 400_000, renewal_rate: 0.9 },
    theirs: 181_000 / 200_000,
    because:
      'Published as net retention, it is one of the contracts due; the page divides a year of renewals by ten customers at a monthly price. Retention looks at all customers of the start.',
  },
  {
    of: 'bigdelta',
    says: 'GRR 90 % and NRR 105 % of 20: 1.2 cancelled, 0.8 downgraded, 3 upgraded',
    contracts: moved([1_200, 0], [3_800, 3_000], [15_000, 18_000]),
    ours: { gross_revenue_retention: 0.9, net_revenue_retention: 1.05 },
  },
  {
    of: 'metrickit',
    says: 'NRR 99 % and GRR 87 %',
    contracts: moved([800, 0], [4_200, 3_700], [5_000, 6_200]),
    ours: { net_revenue_retention: 0.99, gross_revenue_retention: 0.87 },
  },
  {
    of: 'metrickit',
    says: 'start - contraction - churn, by events, of one customer who went down and up again',
    contracts: [
      contract('a', '2025-01-01', '2026-01-05', 100),
      contract('a', '2026-01-05', '2026-01-20', 60),
      contract('a', '2026-01-20', null, 100),
    ],
    ours: { gross_revenue_retention: 1 },
    theirs: 0.6,
    because: 'Only the ends count: by the end nothing is lost.',
  },
  {
    of: 'baremetrics',
    says: '100 % - (churned - expansion) / start',
    contracts: moved([100, 0], [500, 400], [400, 450]),
    ours: { net_revenue_retention: 0.85 },
    theirs: 0.95,
    because: 'The published formula leaves downgrades out.',
  },
  {
    of: 'pulse',
    says: 'GRR 85 % and NRR 103 % of 10: 0.6 contracted, 0.9 churned, 1.8 expanded',
    contracts: moved([900, 0], [2_100, 1_500], [7_000, 8_800]),
    ours: { gross_revenue_retention: 0.85, net_revenue_retention: 1.03 },
  },
  {
    of: 'pulse',
    says: 'GRR never above 100 %',
    contracts: moved([100, 900]),
    ours: { gross_revenue_retention: 1, net_revenue_retention: 9 },
  },
  {
    of: 'superleap',
    says: 'GRR 86 %; expansion leaves it as it is',
    contracts: moved([800, 0], [2_600, 2_000], [6_600, 7_400]),
    ours: { gross_revenue_retention: 0.86, net_revenue_retention: 0.94 },
  },
  {
    of: 'renewals',
    says: 'only what reaches its date can be renewed',
    contracts: [year('a', 2025, 100), year('a', 2026, 100), contract('b', '2025-06-01', '2026-06-01', 900)],
    ours: { renewals_due: 1, renewal_rate: 1 },
  },
  {
    of: 'renewals',
    says: 'nothing due, no rate',
    contracts: moved([100, 100]),
    ours: { renewal_rate: null, renewal_rate_value: null, renewals_due: 0 },
  },
  {
    of: 'predict',
    says: '(start - end) / start: 500 become 450, with nobody new',
    contracts: moved(...many(45, [10, 10]), ...many(5, [10, 0])),
    ours: { logo_retention: 0.9 },
  },
  {
    of: 'predict',
    says: '(start - end) / start although some are new',
    contracts: moved(...many(44, [10, 10]), ...many(6, [10, 0]), ...many(6, [0, 10])),
    ours: { logo_retention: 0.88 },
    theirs: 1,
    because: 'The page says to leave new ones out, and its formula does not: six left.',
  },
  {
    of: 'cmTable',
    says: 'before the first customer there is nothing to retain',
    contracts: moved([0, 100]),
    ours: { net_revenue_retention: null, gross_revenue_retention: null, logo_retention: null },
  },
  {
    of: 'hsSnapshots',
    says: 'a merged customer is one at both ends',
    contracts: [contract('a', '2025-01-01', '2026-01-15', 100), contract('b', '2026-01-15', null, 140)],
    merged: [{ id: 'a', mergedInto: 'b' }],
    ours: { expansion_recurring_revenue: 40, churned_recurring_revenue: 0, new_recurring_revenue: 0 },
  },
  {
    of: 'phModule',
    says: 'a quarter compares its ends',
    window: q('2025-10-01', '2026-01-01'),
    contracts: [contract('a', '2025-09-30', '2025-12-31', 100), contract('b', '2025-10-01', null, 70)],
    ours: { new_recurring_revenue: 70, churned_recurring_revenue: 100 },
  },
]
