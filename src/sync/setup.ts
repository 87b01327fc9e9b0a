/** What gives deals their meaning, loaded from the mirror: stage flags, rates, owners' teams. */
import { and, eq } from 'drizzle-orm'
import type { AccountRecord } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { owner, rate, source as sourceTable, stage, type typedRate } from '../../db/workspace/schema.ts'
import { typedRatesQuery } from '../currency/rates.ts'
import { pairKey, type Rate, type Setup, type StageFlags, stageKey } from './derive.ts'

/** Before anything was read: every stage is unknown, one currency, no rates. */
export const emptySetup: Setup = {
  accountCurrency: null,
  multiCurrency: false,
  stages: new Map(),
  rates: new Map(),
  ownerTeams: new Map(),
}

/** Archived stages keep their flags (deals still stand in them); a rate that is no longer listed converts nothing. */
export async function loadSetup(db: WorkspaceDb, source: string): Promise<Setup> {
  const [accounts, stages, rates, owners, typed] = await db.batch([
    db.select({ account: sourceTable.account }).from(sourceTable).where(eq(sourceTable.id, source)),
    db.select().from(stage).where(eq(stage.source, source)).orderBy(stage.pipelineId, stage.id),
    db
      .select()
      .from(rate)
      .where(and(eq(rate.source, source), eq(rate.archived, false)))
      .orderBy(rate.currency, rate.fromDay),
    db.select().from(owner).where(eq(owner.source, source)).orderBy(owner.hash),
    typedRatesQuery(db),
  ])
  const account = parseAccount(accounts[0]?.account ?? null)
  return {
    accountCurrency: account?.currency ?? null,
    multiCurrency: account?.multiCurrency ?? false,
    stages: stagesByKey(stages),
    rates: ratesByCurrency(rates),
    ownerTeams: new Map(owners.map((row) => [row.hash, row.teamId])),
    ...(typed.length === 0 ? {} : { typed: typedByPair(typed) }),
  }
}

/** In the order of their days: each holds until the next. */
function typedByPair(rows: readonly (typeof typedRate.$inferSelect)[]): NonNullable<Setup['typed']> {
  const pairs = Map.groupBy(rows, ({ currency, into }) => pairKey(currency, into))
  return new Map(
    [...pairs].map(([key, list]) => [
      key,
      list.map(({ fromDay, factor }, i) => ({ factor, from: fromDay, to: list[i + 1]?.fromDay ?? null })),
    ]),
  )
}

function parseAccount(json: string | null): AccountRecord | null {
  return json === null ? null : (JSON.parse(json) as AccountRecord)
}

/** A deal without pipeline finds its stage by id alone where all pipelines that have it agree on what it means. */
function stagesByKey(rows: readonly (StageFlags & { pipelineId: string; id: string })[]): Setup['stages'] {
  const stages = new Map<string, StageFlags>()
  const disputed = new Set<string>()
  for (const { pipelineId, id, closed, won, probability } of rows) {
    const flags = { closed, won, probability }
    stages.set(stageKey(pipelineId, id), flags)
    const anywhere = stageKey(null, id)
    const other = stages.get(anywhere)
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(flags)) disputed.add(anywhere)
    stages.set(anywhere, flags)
  }
  for (const key of disputed) stages.delete(key)
  return stages
}

interface RateRow {
  readonly currency: string
  readonly factor: string
  readonly fromDay: string
  readonly toDay: string | null
}

function ratesByCurrency(rows: readonly RateRow[]): Setup['rates'] {
  const rates = new Map<string, Rate[]>()
  for (const { currency, factor, fromDay, toDay } of rows) {
    const list = rates.get(currency) ?? []
    list.push({ factor, from: fromDay === '' ? null : fromDay, to: toDay })
    rates.set(currency, list)
  }
  return rates
}
