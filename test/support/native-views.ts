/** Views of key results that Salesforce works out itself: one that came in, one that did not, and the form that asks. */
import type { NativeReading } from '../../src/okr/native/types.ts'
import { startOf } from '../../src/web/key-result-options.ts'
import type { KeyResultPageView } from '../../src/web/key-result-view.ts'
import { keyResult, keyResultView } from './views.ts'

const SOQL =
  "SELECT SUM(Amount) FROM Opportunity WHERE IsWon = true AND CloseDate >= 2026-10-01 AND CloseDate < 2027-01-01 AND Geschaeftsbereich__c = 'Maschinenbau'"

const well: NativeReading = {
  at: '2026-11-24T03:31:04.000Z',
  trouble: null,
  basis: {
    title: null,
    scope: null,
    user: 'pegel-integration@rohrbau.example',
    profile: 'Pegel Integration',
  },
  moves: false,
}

function view(
  over: Partial<KeyResultPageView>,
  question: string,
  kind: 'soql' | 'report',
): KeyResultPageView {
  const shown = keyResultView()
  const native = {
    connection: 'salesforce',
    kind,
    question,
    confirmed: kind === 'report',
    people: kind === 'soql',
  }
  const own = keyResult({ origin: 'native', native, definition: null })
  return {
    ...shown,
    ...{ sentence: null, question: null, evidence: null, past: null, forecast: null, movement: null },
    detail: { ...shown.detail, keyResult: { ...shown.detail.keyResult, ...own } },
    ...over,
  }
}

export function soqlView(): KeyResultPageView {
  return view({ native: well }, SOQL, 'soql')
}

export function lostReportView(): KeyResultPageView {
  const trouble = { code: 'report_gone', found: 'The data you’re trying to access is unavailable.' } as const
  const basis = { title: null, scope: null, user: null, profile: null }
  return view({ native: { ...well, trouble, basis } }, '00OgL0000000001EAA', 'report')
}

export const nativeEntries = {
  ...startOf('growth'),
  ...{
    origin: ['native'],
    nativeConnection: ['salesforce'],
    nativeQuestion: [SOQL],
    title: ['Umsatz Maschinenbau'],
  },
}
