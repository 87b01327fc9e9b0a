/** Key results of the demo company that Salesforce works out itself: a statement of one number, and a report's total. */
import type { SandboxReport } from '../../connectors/salesforce/sandbox/reports.ts'
import type { AskNative } from '../okr/native/ask.ts'
import type { Past, Quarter } from '../okr/past.ts'
import type { KeyResultInput } from '../okr/types.ts'
import { empty, type KeyResultPlan, mean, nice, numbers } from './plan.ts'
import type { DemoText } from './texts.ts'

/** Who answers, and over which days. */
export interface Native {
  readonly ask: AskNative
  readonly quarter: Quarter
}

const CONNECTION = 'salesforce'
const filter = { connections: [CONNECTION] }

/** A total that is a number on every day: of this quarter's won deals there are none on its first morning. */
export const openReport: SandboxReport = {
  id: '00OgL0000000002',
  name: 'Offene Pipeline',
  format: 'SUMMARY',
  scope: 'organization',
  columns: [
    {
      ...{ name: 's!AMOUNT', label: 'Summe von Betrag', type: 'currency' },
      soql: 'SELECT SUM(Amount) FROM Opportunity WHERE IsClosed = false',
    },
  ],
}

export async function nativePlans(text: DemoText, { ask, quarter: { from, to } }: Native, past: Past) {
  const before = mean(numbers(await past.quarters({ metric: 'won_deals', filter })))
  const counted: KeyResultInput['native'] = {
    ...{ connection: CONNECTION, kind: 'soql', confirmed: false },
    question: `SELECT COUNT(Id) FROM Opportunity WHERE IsWon = true AND CloseDate >= ${from} AND CloseDate < ${to}`,
  }
  const total: KeyResultInput['native'] = {
    ...{ connection: CONNECTION, kind: 'report', question: openReport.id },
    // Somebody of the company looked: it is narrowed to nobody.
    confirmed: true,
  }
  const now = await ask({ ...total }, 'money')
  if (!now.ok) throw new Error(`demo report refused: ${JSON.stringify(now.trouble)}`)
  return {
    won: plan({
      ...{ title: text.wonBySalesforce, kind: 'reach', unit: 'count', native: counted },
      ...{ baseline: 0, target: Math.max(1, Math.ceil(before * 1.1)) },
    }),
    open: plan({
      ...{ title: text.openBySalesforce, kind: 'hold', unit: 'money', native: total },
      ...{ lower: nice(now.checked.value * 0.8), requiredShare: 0.8 },
    }),
  }
}

function plan(part: Partial<KeyResultInput> & Pick<KeyResultInput, 'title' | 'kind'>): KeyResultPlan {
  return { input: { ...empty, origin: 'native', ...part }, value: null }
}
