/** OpportunityHistory: one row per change of stage, amount or close date, holding all values of that moment. */
import type { CrmDeal } from '../../../demo/types.ts'
import { neutralId, prefixes, recordId } from '../id.ts'
import { amountOf, type Org } from '../org.ts'
import { forecasts } from '../stages.ts'
import { field, integrationUserId, reference, type Table, type Value } from '../table.ts'
import { closeDate, dealProbability, expectedRevenue, stageName } from './opportunity.ts'

interface HistoryRow {
  readonly deal: CrmDeal
  readonly index: number
  readonly at: string
  readonly pipelineId: string
  readonly stageId: string
  readonly amount: string | null
  readonly closeDate: string | null
  readonly before: HistoryRow | null
}

/** More changes of one deal than this have no id of their own. */
const PER_DEAL = 1000

export function opportunityHistory(org: Org): Table<HistoryRow> {
  const id = (row: HistoryRow) =>
    recordId('OpportunityHistory', `${row.deal.id}${String(row.index).padStart(3, '0')}`)
  const amount = (row: HistoryRow | null): Value => (row === null ? null : amountOf(row))
  const closes = (row: HistoryRow | null) =>
    row === null ? null : closeDate(org, { closeDate: row.closeDate, createdAt: row.deal.createdAt })
  const probability = (row: HistoryRow) =>
    dealProbability(org, { pipelineId: row.pipelineId, stageId: row.stageId, probability: null })
  const set = { nillable: false }
  let all: HistoryRow[] | null = null

  return {
    name: 'OpportunityHistory',
    prefix: prefixes.OpportunityHistory,
    fields: [
      field('Id', 'id', 'FGS', id, set),
      field('IsDeleted', 'boolean', 'FGS', (row) => row.deal.deletedAt !== null, set),
      reference('OpportunityId', 'FGS', 'Opportunity', (row) => recordId('Opportunity', row.deal.id)),
      field('StageName', 'picklist', 'FGS', (row) => stageName(org, row)),
      field<HistoryRow>('Amount', 'currency', 'FS', amount),
      field<HistoryRow>('PrevAmount', 'currency', 'FS', (row) => amount(row.before)),
      field<HistoryRow>('CloseDate', 'date', 'FGS', closes),
      field('PrevCloseDate', 'date', 'FGS', (row) => closes(row.before)),
      field('Probability', 'percent', 'FS', probability),
      field('ExpectedRevenue', 'currency', 'FS', (row) => expectedRevenue(amount(row), probability(row))),
      field('ForecastCategory', 'picklist', 'FGS', (row) => {
        const stage = org.stages.find(stageName(org, row))
        return forecasts[stage?.forecast ?? 'pipeline'].code
      }),
      field('CreatedDate', 'datetime', 'FS', (row) => org.stamp(row.at), set),
      reference('CreatedById', 'FGS', 'User', () => integrationUserId),
      field('SystemModstamp', 'datetime', 'FS', (row) => org.stamp(row.at), set),
      ...(org.multiCurrency
        ? [field<HistoryRow>('CurrencyIsoCode', 'picklist', 'FGS', (row) => row.deal.currency)]
        : []),
    ],
    children: [],
    order: {
      fields: ['OpportunityId', 'CreatedDate', 'Id'],
      *after(opportunity) {
        const from = opportunity === null ? null : neutralId(opportunity)
        for (const deal of org.dealsAfter(from)) yield* historyOf(deal)
      },
    },
    rows() {
      all ??= org.deals().flatMap(historyOf)
      return all
    },
    find(wanted) {
      const deal = org.deal((neutralId(wanted) ?? '').slice(0, -3))
      return deal === null ? undefined : historyOf(deal).find((row) => id(row) === wanted)
    },
    deleted: (row) => row.deal.deletedAt !== null,
    money: (row) => (org.multiCurrency ? { currency: row.deal.currency, day: closes(row) } : null),
  }
}

export function historyOf(deal: CrmDeal): HistoryRow[] {
  const rows: HistoryRow[] = []
  const tracked = new Set(['stageId', 'amount', 'closeDate'])
  const state = { pipelineId: deal.pipelineId, stageId: deal.stageId, amount: null, closeDate: null } as {
    pipelineId: string
    stageId: string
    amount: string | null
    closeDate: string | null
  }
  const moments = Map.groupBy(deal.history, (entry) => entry.at)
  for (const [at, entries] of moments) {
    for (const { field: name, value } of entries) {
      if (name === 'amount' || name === 'closeDate') state[name] = value
      if ((name === 'stageId' || name === 'pipelineId') && value !== null) state[name] = value
    }
    if (!entries.some((entry) => tracked.has(entry.field)) || rows.length >= PER_DEAL) continue
    rows.push({ deal, index: rows.length, at, ...state, before: rows.at(-1) ?? null })
  }
  return rows
}
