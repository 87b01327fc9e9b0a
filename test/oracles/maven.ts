/**
 * The Maven opportunities as plain tables, and every deal metric as plain SQL over them, written from the meanings of the
 * design and from nothing of ours: not a connector, not the ledger, not the metrics. Money in cents.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, createClient } from '@libsql/client'
import { parse } from 'csv-parse/sync'
import type { MetricId } from '../../src/metrics/types.ts'

export interface Opportunity {
  readonly opportunity_id: string
  readonly sales_agent: string
  readonly product: string
  readonly account: string
  readonly deal_stage: string
  readonly engage_date: string
  readonly close_date: string
  readonly close_value: string
}

/** Which deals count: all of them, one office, or one product; half-open days. */
export interface Slice {
  readonly from: string
  readonly to: string
  readonly office?: string
  readonly product?: string
  /** As it stood when this day began: who was engaged by then, and what was closed before. Left out: as the file ends. */
  readonly asOf?: string
}

export interface Answer {
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
}

export interface MavenOracle {
  readonly rows: readonly Opportunity[]
  readonly offices: readonly string[]
  readonly products: readonly string[]
  /** Overwrites one opportunity, or adds it. */
  put(row: Opportunity): Promise<void>
  remove(id: string): Promise<void>
  answer(question: Question, slice: Slice): Promise<Answer>
  close(): void
}

function csv<T>(folder: string, file: string): T[] {
  return parse(readFileSync(join(folder, file)), { columns: true, skip_empty_lines: true, bom: true }) as T[]
}

const COLUMNS =
  'opportunity_id, sales_agent, product, account, deal_stage, engage_date, close_date, close_value'

/** `undatedCreated`: the day a deal without engage date was created on, as the loader says. */
export async function mavenOracle(folder: string, undatedCreated: string): Promise<MavenOracle> {
  const db = createClient({ url: ':memory:' })
  const rows = csv<Opportunity>(folder, 'sales_pipeline.csv')
  const teams = csv<{ sales_agent: string; regional_office: string }>(folder, 'sales_teams.csv')
  await db.batch([
    'CREATE TABLE team (sales_agent TEXT PRIMARY KEY, regional_office TEXT NOT NULL)',
    'CREATE TABLE opp (opportunity_id TEXT PRIMARY KEY, sales_agent TEXT, product TEXT, account TEXT, deal_stage TEXT, engage_date TEXT, close_date TEXT, close_value TEXT)',
    ...teams.map((t) => ({
      sql: 'INSERT INTO team VALUES (?, ?)',
      args: [t.sales_agent, t.regional_office],
    })),
  ])
  for (let i = 0; i < rows.length; i += 500) await db.batch(rows.slice(i, i + 500).map(insert))

  return {
    rows,
    offices: [...new Set(teams.map((t) => t.regional_office))].sort(),
    products: [...new Set(rows.map((r) => r.product))].sort(),
    put: async (row) => {
      await db.execute(insert(row))
    },
    remove: async (id) => {
      await db.execute({ sql: 'DELETE FROM opp WHERE opportunity_id = ?', args: [id] })
    },
    answer: (question, slice) => answer(db, question, slice, undatedCreated),
    close: () => db.close(),
  }
}

function insert(row: Opportunity) {
  return {
    sql: `INSERT OR REPLACE INTO opp (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    args: [
      row.opportunity_id,
      row.sales_agent,
      row.product,
      row.account,
      row.deal_stage,
      row.engage_date,
      row.close_date,
      row.close_value,
    ],
  }
}

/** What every question below reads: one row a deal, with cents, days and office. */
const DEALS = `WITH last AS (
  SELECT deal_stage AS stage, NULLIF(close_date, '') AS closed,
    COALESCE(NULLIF(engage_date, ''), :undated) AS created,
    CASE WHEN close_value = '' THEN NULL ELSE CAST(ROUND(CAST(close_value AS REAL) * 100) AS INTEGER) END AS cents
  FROM opp JOIN team USING (sales_agent)
  WHERE (:office IS NULL OR regional_office = :office) AND (:product IS NULL OR product = :product)),
d AS (SELECT created, CASE WHEN closed >= :asOf THEN 'Engaging' ELSE stage END AS stage,
    CASE WHEN closed >= :asOf THEN NULL ELSE closed END AS closed, CASE WHEN closed >= :asOf THEN NULL ELSE cents END AS cents
  FROM last WHERE created < :asOf),
w AS (SELECT *, julianday(closed) - julianday(created) AS days FROM d
  WHERE stage IN ('Won', 'Lost') AND closed >= :from AND closed < :to),
o AS (SELECT * FROM d WHERE stage NOT IN ('Won', 'Lost'))`

export interface Question {
  readonly metric: MetricId
  readonly params?: Readonly<Record<string, unknown>>
  /** Answers `n` and, for a quotient, `d`. */
  readonly sql: string
}

const sumOf = (what: string, from: string) => `SELECT COALESCE(SUM(${what}), 0) AS n, NULL AS d FROM ${from}`
const closing = 'o WHERE closed >= :from AND closed < :to'
const born = 'd WHERE created >= :from AND created < :to'
const lasted = "w WHERE stage = 'Won' AND days >= 0"
/** Tenths of cents, half-even to whole ones. */
const tenths = "CASE stage WHEN 'Prospecting' THEN cents ELSE cents * 4 END"
const halfEvenOfTenths = `(${tenths}) / 10 + ((${tenths}) % 10 > 5 OR ((${tenths}) % 10 = 5 AND (${tenths}) / 10 % 2 = 1))`

export const questions: readonly Question[] = [
  { metric: 'won_revenue', sql: sumOf('cents', "w WHERE stage = 'Won'") },
  { metric: 'won_deals', sql: sumOf('1', "w WHERE stage = 'Won'") },
  { metric: 'lost_deals', sql: sumOf('1', "w WHERE stage = 'Lost'") },
  { metric: 'lost_revenue', sql: sumOf('cents', "w WHERE stage = 'Lost'") },
  {
    metric: 'average_deal_size',
    sql: "SELECT SUM(cents) AS n, COUNT(cents) AS d FROM w WHERE stage = 'Won'",
  },
  { metric: 'win_rate', sql: "SELECT COUNT(*) FILTER (WHERE stage = 'Won') AS n, COUNT(*) AS d FROM w" },
  {
    metric: 'win_rate_value',
    sql: `SELECT COALESCE(SUM(cents) FILTER (WHERE stage = 'Won'), 0) AS n, COALESCE(SUM(cents), 0) AS d
      FROM w WHERE cents <> 0`,
  },
  { metric: 'sales_cycle_days', sql: `SELECT CAST(SUM(days) AS INTEGER) AS n, COUNT(*) AS d FROM ${lasted}` },
  {
    metric: 'sales_cycle_days',
    params: { statistic: 'median' },
    sql: `SELECT AVG(days) AS n, NULL AS d FROM
      (SELECT days, ROW_NUMBER() OVER (ORDER BY days) AS i, COUNT(*) OVER () AS all_of_them FROM ${lasted})
      WHERE i IN ((all_of_them + 1) / 2, (all_of_them + 2) / 2)`,
  },
  { metric: 'deals_created', sql: sumOf('1', born) },
  { metric: 'pipeline_created', sql: sumOf('cents', born) },
  { metric: 'open_deals', sql: sumOf('1', closing) },
  { metric: 'open_pipeline', sql: sumOf('cents', closing) },
  { metric: 'weighted_pipeline', sql: sumOf(halfEvenOfTenths, closing) },
]

async function answer(db: Client, question: Question, slice: Slice, undated: string): Promise<Answer> {
  const { from, to, office = null, product = null, asOf = '9999' } = slice
  const args = { from, to, office, product, undated, asOf }
  const { rows } = await db.execute({ sql: `${DEALS} ${question.sql}`, args })
  const row = rows[0]
  const numerator = row?.n === null || row === undefined ? null : Number(row.n)
  const denominator = row?.d === null || row === undefined ? null : Number(row.d)
  if (denominator === null) return { value: numerator, numerator, denominator }
  if (denominator === 0) return { value: null, numerator, denominator }
  const money = question.metric === 'average_deal_size'
  // An average of money is money: whole cents.
  const value = money ? halfEven(numerator ?? 0, denominator) : (numerator ?? 0) / denominator
  return { value, numerator, denominator }
}

/** Both not negative. */
function halfEven(numerator: number, denominator: number): number {
  const whole = Math.floor(numerator / denominator)
  const twice = (numerator - whole * denominator) * 2
  return twice > denominator || (twice === denominator && whole % 2 === 1) ? whole + 1 : whole
}
