/** Key results whose cycle has ended or whose value was set by hand. All of it is invented. */
import type { ClosingView } from '../../src/closing/types.ts'
import type { CurrencyView } from '../../src/currency/read.ts'
import type { BoardView } from '../../src/okr/types.ts'
import type { KeyResultPageView } from '../../src/web/key-result-view.ts'
import type { ClosingPage } from '../../src/web/read-closing.ts'
import * as views from './views.ts'

const nothing: ClosingView = { freezesOn: null, final: null, restated: null, override: null }
const page: ClosingPage = { concern: null, overrides: [], entry: null }
const deals = [
  {
    source: 'hubspot',
    externalId: '1',
    name: 'Wartungsvertrag Hafenkräne Nordwest',
    was: 480_000_00,
    is: 455_000_00,
  },
  { source: 'hubspot', externalId: '2', name: 'Retrofit Pumpwerk', was: null, is: 12_500_00 },
  { source: 'hubspot', externalId: '3', name: null, was: 9_900_00, is: null },
]

export const frozenKeyResult = () =>
  views.keyResult({
    ...{ status: 'incomplete', progress: 1.04, expected: 1, change: null, changeSince: null },
    latest: views.metricValue({
      value: 208_140_000,
      complete: false,
      reason: 'rate_missing',
      skipped: 2,
      asOf: '2026-12-31',
    }),
    closing: {
      ...nothing,
      final: {
        ...{ day: '2027-01-05', frozenAt: '2027-01-08T03:40:00.000Z' },
        notes: [
          { code: 'incomplete', reason: 'rate_missing' },
          { code: 'late', days: 2 },
          { code: 'override_ended' },
        ],
      },
      restated: {
        value: views.metricValue({ value: 205_900_000 }),
        ...{ difference: -2_240_000, at: '2027-01-20T03:40:00.000Z' },
      },
    },
  })

export const overriddenKeyResult = () =>
  views.keyResult({
    ...{ progress: 0.71, change: null, changeSince: null },
    closing: {
      ...nothing,
      override: {
        ...{ value: 142_000_000, expiresOn: '2026-12-04', setAt: '2026-11-23T14:05:00.000Z' },
        reason: 'Zwei Rechnungen vom Oktober fehlen noch im CRM',
        automatic: { progress: 0.62, status: 'on_track' },
      },
    },
  })

const shown = (
  keyResult: ReturnType<typeof views.keyResult>,
  closing: Partial<ClosingPage>,
): KeyResultPageView => {
  const view = views.keyResultView()
  return { ...view, detail: { ...view.detail, keyResult }, closing: { ...page, ...closing } }
}

export const frozenView = () => shown(frozenKeyResult(), { concern: { rows: deals, total: 5 } })

export const overriddenView = () => {
  const set = { currency: 'EUR', createdAt: '2026-11-23T14:05:00.000Z', endedAt: null, endedBy: null }
  return shown(overriddenKeyResult(), {
    overrides: [
      {
        ...set,
        value: 142_000_000,
        reason: 'Zwei Rechnungen vom Oktober fehlen noch im CRM',
        expiresOn: '2026-12-04',
        author: 'Mara Lindner',
      },
      {
        ...set,
        value: 139_000_000,
        reason: 'Erste Schätzung',
        expiresOn: '2026-11-30',
        author: null,
        endedAt: '2026-11-23T14:05:00.000Z',
        endedBy: 'replaced',
      },
    ],
    entry: {
      ...{ value: '1.2.3', reason: '', expiresOn: '2026-11-20' },
      wrong: {
        value: 'Das ist keine Zahl. Beispiel: 1250000,00',
        expiresOn: 'Das Ende darf nicht in der Vergangenheit liegen.',
      },
    },
  })
}

export function closedBoard(): BoardView {
  return views.board({
    objectives: [
      views.objective({
        keyResults: [
          frozenKeyResult(),
          { ...overriddenKeyResult(), id: 'by-hand', title: 'Von Hand gesetzter Umsatz' },
          {
            ...frozenKeyResult(),
            ...{ id: 'done', title: 'Gewonnene Deals', status: 'achieved' },
            latest: views.metricValue({ value: 208_140_000 }),
            closing: {
              ...nothing,
              final: { day: '2027-01-05', frozenAt: '2027-01-06T03:40:00.000Z', notes: [] },
            },
          },
        ],
      }),
    ],
  })
}

export const currencyView = (): CurrencyView => ({
  currency: 'EUR',
  connections: [
    { id: 'hubspot', currency: 'EUR', way: 'same', converting: false },
    { id: 'salesforce', currency: 'USD', way: 'own_rate', converting: true },
    { id: 'salesforce-asien', currency: 'JPY', way: 'missing', converting: false },
  ],
  rates: [{ currency: 'USD', into: 'EUR', from: '2026-01-01', factor: '0.9184' }],
})
