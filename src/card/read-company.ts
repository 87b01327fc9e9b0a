/** What one company means: its recurring revenue, its renewals, and the key results that those count for. One read. */
import { sql } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import type { Contract } from '../metrics/retention/ledger.ts'
import { total } from '../metrics/retention/movement.ts'
import { type Counting, countedOn, type Counted as Term, termsOn } from '../metrics/retention/running.ts'
import type { KeyResultView, SourceView } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import { type ContractPart, contractPart } from './contract-part.ts'
import { contractQueries, contractsOf } from './contracts-of.ts'
import { runningQueries, shownFrom } from './key-results.ts'
import { sourceOf } from './read-deal.ts'

/** Of a year, with a month's grace, as the metrics are told unless a key result says otherwise. */
const yearly: Counting = { perMonths: 12, graceDays: 30 }
/** Renewals further away are nobody's next step. */
const AHEAD_DAYS = 365

export interface Renewal {
  readonly product: string | null
  /** The first day it does not run any more. */
  readonly endsOn: Day
  /** Recurring revenue of a year, in the company's currency; null without a rate. */
  readonly minor: number | null
  /** It has ended, and nothing follows yet. */
  readonly pending: boolean
}

export interface CompanyCounted {
  readonly keyResult: KeyResultView
  readonly objective: string
  readonly part: ContractPart
}

export interface CompanyCard {
  readonly name: string | null
  readonly source: SourceView | null
  /** Minor units of a year today, and when the running cycle began; null: no contract counts. */
  readonly recurring: { readonly now: number; readonly before: number; readonly since: Day } | null
  /** Contracts that count today. */
  readonly contracts: number
  /** Contracts that cannot be read: they add nothing. */
  readonly held: number
  readonly withoutRate: number
  /** Nearest first. */
  readonly renewals: readonly Renewal[]
  readonly counted: readonly CompanyCounted[]
  readonly hidden: number
  /** Somebody chose where this connection's contracts come from. */
  readonly chosen: boolean
}

/** Null: the mirror holds neither the company nor a contract of it. */
export async function readCompanyCard(
  workspace: Workspace,
  source: string,
  id: string,
  now: Instant,
): Promise<CompanyCard | null> {
  const { db, timeZone, currency } = workspace
  const today = localDay(now, timeZone)
  const asked = { kind: 'company', source, id } as const
  const [choice, states, companies, ...rows] = await db.batch([
    chosenQuery(db, source),
    ...contractQueries(db, asked),
    ...runningQueries(db, today),
  ])
  const { contracts, name, known } = contractsOf([states, companies], asked, timeZone)
  if (!known) return null
  const running = shownFrom(rows, today)
  const around = { day: today, timeZone, currency, fiscalYearStartMonth: running.fiscalYearStartMonth }
  const counted = running.shown.flatMap(({ view, objective, cycle }): CompanyCounted[] => {
    const { definition } = view
    const part = definition === null ? null : contractPart(definition, contracts, [], cycle, around)
    return part === null ? [] : [{ keyResult: view, objective, part }]
  })
  const on = (day: Day) => countedOn(termsOn(contracts, day, yearly), day, yearly)
  // The cycle that began last is the one that people talk about.
  const since =
    running.cycles
      .map(({ startsOn }) => startsOn)
      .sort()
      .at(-1) ?? today
  const [before, active] = [on(addDays(since, -1)), on(today)]
  const some = before.length + active.length > 0
  return {
    ...{ name, source: sourceOf(running, source), hidden: running.hidden, counted },
    recurring: some ? { now: total(active), before: total(before), since } : null,
    contracts: active.length,
    held: contracts.filter(({ held, deleted }: Contract) => held && !deleted).length,
    withoutRate: active.filter(({ minor }) => minor === null).length,
    renewals: renewalsOf(active, today),
    chosen: choice.rows.length > 0,
  }
}

function chosenQuery(db: WorkspaceDb, source: string) {
  return db.run(
    sql`SELECT 1 FROM setting WHERE key = ${`contracts:${source}`} AND json_extract(value, '$.source') <> 'none'`,
  )
}

function renewalsOf(active: readonly Term[], today: Day): Renewal[] {
  const until = addDays(today, AHEAD_DAYS)
  return active
    .flatMap(({ contract, end, next, minor, pending }): Renewal[] =>
      end === null || next !== null || end > until
        ? []
        : [{ product: contract.product, endsOn: end, minor, pending }],
    )
    .sort((a, b) => (a.endsOn < b.endsOn ? -1 : 1))
}
