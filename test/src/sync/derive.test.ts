import { expect, test } from 'vitest'
import type { DealRecord } from '../../../connectors/contract.ts'
import {
  type DeriveContext,
  derive,
  keptTeam,
  rateOn,
  type Setup,
  type State,
} from '../../../src/sync/derive.ts'
import { deal, setup } from '../../support/ledger.ts'

const context: DeriveContext = { setup, homeCurrency: 'EUR', today: '2026-02-01' }
const rates: Setup['rates'] = new Map([
  ['CHF', [{ factor: '1.05', from: null, to: null }]],
  [
    'USD',
    [
      { factor: '0.9', from: null, to: '2026-01-01' },
      { factor: '0.8', from: '2026-01-01', to: '2026-04-01' },
    ],
  ],
  ['JPY', [{ factor: '0.0062', from: null, to: null }]],
])

function table(
  cases: readonly (readonly [string, Partial<DealRecord>, Partial<State>, Partial<Setup>?])[],
): void {
  for (const [name, record, expected, change] of cases) {
    const state = derive(deal('1', 3, record), '#hubspot/anna', {
      ...context,
      setup: { ...setup, rates, ...change },
    })
    expect(state, name).toMatchObject(expected)
  }
}

test('flags of the stage, never its label, decide what a deal is', () => {
  table([
    ['open', { stageId: 'offer' }, { status: 'open', probability: '0.5', weightedMinor: 500, problems: [] }],
    ['won', { stageId: 'won' }, { status: 'won', probability: '1', weightedMinor: 1000 }],
    ['lost', { stageId: 'lost' }, { status: 'lost', probability: '0', weightedMinor: 0 }],
    [
      'without stage',
      { stageId: null },
      { status: 'open', probability: null, weightedMinor: null, problems: [] },
    ],
    [
      'unknown stage: held and not guessed',
      { stageId: 'Closed Won' },
      { status: null, problems: [{ field: 'stage', code: 'unknown_stage', raw: 'Closed Won' }] },
    ],
    ['stage of another pipeline', { pipelineId: 'q', stageId: 'won' }, { status: null }],
  ])
})

test('money is given in the company currency by the first rule that applies', () => {
  table([
    ['same', { currency: 'EUR', rate: '7' }, { homeMinor: 1000, rateRule: 'same', rate: '1' }],
    ["the deal's own", { currency: 'USD', rate: '0.95' }, { homeMinor: 950, rateRule: 'deal', rate: '0.95' }],
    [
      "the account's on the close date",
      { currency: 'USD' },
      { homeMinor: 800, rateRule: 'account', rate: '0.8' },
    ],
    ['close date before', { currency: 'USD', closeDate: '2025-12-31' }, { homeMinor: 900, rate: '0.9' }],
    ['close date that has no rate: today', { currency: 'USD', closeDate: '2026-04-01' }, { rate: '0.8' }],
    ['no close date: today', { currency: 'USD', closeDate: null }, { rate: '0.8' }],
    ['none', { currency: 'GBP' }, { homeMinor: null, weightedMinor: null, rate: null, rateRule: 'missing' }],
    [
      'no amount: nothing to convert',
      { currency: 'GBP', amountMinor: null },
      { homeMinor: null, rateRule: null },
    ],
    ['other minor digits', { currency: 'JPY', amountMinor: 1_000_000 }, { homeMinor: 620_000 }],
    [
      'CRM in another currency',
      { currency: 'CHF' },
      { homeMinor: null, rateRule: 'missing' },
      { accountCurrency: 'USD' },
    ],
    ['the same currency all the same', { currency: 'EUR' }, { homeMinor: 1000 }, { accountCurrency: 'USD' }],
    ['one currency, not told', { currency: null }, { currency: 'EUR', homeMinor: 1000, rateRule: 'same' }],
    [
      'one currency, that of the account',
      { currency: null },
      { currency: 'USD', rateRule: 'missing' },
      { accountCurrency: 'USD' },
    ],
    [
      'several currencies, none on the deal',
      { currency: null },
      { currency: null, homeMinor: null, rateRule: 'missing' },
      { multiCurrency: true },
    ],
  ])
})

test('parts are rounded half-even to the minor unit', () => {
  table([
    ['down to even', { currency: 'USD', rate: '0.5', amountMinor: 5 }, { homeMinor: 2 }],
    ['up to even', { currency: 'USD', rate: '0.5', amountMinor: 7 }, { homeMinor: 4 }],
    ['weighted', { amountMinor: 25, probability: '0.1' }, { weightedMinor: 2, probability: '0.1' }],
    ['weighted up', { amountMinor: 35, probability: '0.1' }, { weightedMinor: 4 }],
    [
      'no float error',
      { amountMinor: 4_503_599_627_370, probability: '0.1' },
      { weightedMinor: 450_359_962_737 },
    ],
  ])
})

test('a factor that is none, or that makes an amount absurd, holds the deal', () => {
  table([
    [
      'zero',
      { currency: 'USD', rate: '0' },
      { homeMinor: null, problems: [{ field: 'rate', code: 'not_a_number', raw: '0' }] },
    ],
    [
      'text',
      { currency: 'USD', rate: 'abc' },
      { problems: [{ field: 'rate', code: 'not_a_number', raw: 'abc' }] },
    ],
    [
      'absurd',
      { currency: 'USD', rate: '1e12' },
      { homeMinor: null, problems: [{ field: 'rate', code: 'absurd', raw: '1e12' }] },
    ],
  ])
  const problem = { field: 'amount', code: 'not_a_number', raw: 'x' } as const
  table([
    [
      "the record's own problems stay",
      { problems: [problem], stageId: '?' },
      { problems: [problem, { field: 'stage', code: 'unknown_stage', raw: '?' }] },
    ],
  ])
})

test("an open deal is its owner's team's, a closed one that of the deal itself; else the other counts", () => {
  table([
    ['open, with one on the deal', { teamId: 'east' }, { teamId: 'north' }],
    ['won, with one on the deal', { teamId: 'east', stageId: 'won' }, { teamId: 'east' }],
    ['won, with none on the deal', { stageId: 'won' }, { teamId: 'north' }],
    ['open, of an owner we do not know', { teamId: 'east' }, { teamId: 'east' }, { ownerTeams: new Map() }],
    ["the owner's", {}, { teamId: 'north' }],
    ['an owner we do not know', {}, { teamId: null }, { ownerTeams: new Map() }],
  ])
})

test('a team is kept from one closed state to the next, and only then', () => {
  const state = (status: State['status'], teamId: string | null) => ({ status, teamId })
  expect(keptTeam(null, state('won', 'a'))).toBe('a')
  expect(keptTeam(state('open', 'a'), state('won', 'b'))).toBe('b')
  expect(keptTeam(state('won', 'a'), state('lost', 'b'))).toBe('a')
  expect(keptTeam(state('won', null), state('won', 'b'))).toBe(null)
  expect(keptTeam(state('won', 'a'), state('open', 'b'))).toBe('b')
  expect(keptTeam(state(null, 'a'), state('won', 'b'))).toBe('b')
})

test('rates hold on half-open days', () => {
  const usd = rates.get('USD') ?? []
  expect(rateOn(usd, '2026-01-01', '2020-01-01')).toBe('0.8')
  expect(rateOn(usd, '2026-03-31', '2020-01-01')).toBe('0.8')
  expect(rateOn(usd, '2027-01-01', '2027-01-01')).toBe(null)
})
