/**
 * The deals behind a restated value: those of which the ledger was told something since the freezing and whose part differs.
 * Found by the revisions in between, so that it costs what has changed and not what there is.
 */
import type { Row } from '@libsql/client/web'
import { parts } from '../metrics/parts.ts'
import { pathTables } from '../metrics/path.ts'
import { type Context, type MetricRequest, planOf } from '../metrics/request.ts'
import { isContractMetric } from '../metrics/retention/ids.ts'
import { join, type Sql, sql } from '../metrics/sql.ts'
import { propertyColumns, stateTables } from '../metrics/state.ts'
import type { At, MetricValue, Unit } from '../metrics/types.ts'
import { lastDay } from '../okr/pace.ts'
import { readSettings } from '../okr/settings.ts'
import { asTerm, termValueOf } from '../okr/term.ts'
import type { KeyResult, KeyResultDetail } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'

/** A deal's part in the numerator then and now; null where it was in neither or could not be read. */
export interface Concerned {
  readonly source: string
  readonly externalId: string
  readonly name: string | null
  readonly was: number | null
  readonly is: number | null
  /** Of a composite: in which of its terms, the first is 0, and what the parts of that are. */
  readonly term?: number
  readonly unit?: Unit
  readonly currency?: string | null
}

export interface Concern {
  readonly rows: readonly Concerned[]
  readonly total: number
}
const NOBODY: Concern = { rows: [], total: 0 }

/** Largest difference first, at most `limit`; of a composite the largest of each term, then the second of each. */
export async function concernedDeals(
  workspace: Workspace,
  { keyResult, cycle }: Pick<KeyResultDetail, 'keyResult' | 'cycle'>,
  limit: number,
): Promise<Concern> {
  const { latest, closing, composite } = keyResult
  const restated = closing?.restated?.value
  if (latest === null || restated === undefined) return NOBODY
  if (composite === undefined) return betweenValues(workspace, keyResult, cycle, [latest, restated], limit)
  const all: (Concerned & { readonly place: number })[] = []
  let total = 0
  for (const term of composite.terms.keys()) {
    const [was, is] = [termValueOf(latest, term), termValueOf(restated, term)]
    if (was === null || is === null) continue
    const own = asTerm(keyResult, term, workspace.currency)
    const found = await betweenValues(workspace, own, cycle, [was, is], limit)
    all.push(
      ...found.rows.map((row, place) => ({ ...row, term, unit: own.unit, currency: own.currency, place })),
    )
    total += found.total
  }
  const rows = all.sort((a, b) => a.place - b.place).slice(0, limit)
  return { rows: rows.map(({ place: _, ...row }) => row), total }
}

async function betweenValues(
  { db, timeZone, currency }: Workspace,
  { definition, definitionVersion }: Pick<KeyResult, 'definition' | 'definitionVersion'>,
  cycle: KeyResultDetail['cycle'],
  [latest, restated]: readonly [MetricValue, MetricValue],
  limit: number,
): Promise<Concern> {
  if (definition === null) return NOBODY
  // No deal has a part in what contracts make.
  if (isContractMetric(definition.metric)) return NOBODY
  const { fiscalYearStartMonth } = await readSettings(db)
  const context: Context = { day: lastDay(cycle), timeZone, currency, fiscalYearStartMonth }
  const days = { from: cycle.startsOn, to: cycle.endsOn }
  const request: MetricRequest = { definition, definitionVersion, cycle: days, target: null }
  const statements = [latest, restated].map(({ seq }) =>
    statementOf(request, { kind: 'known', seq }, context, [latest, restated]),
  )
  const [before, after] = await db.$client.batch(statements, 'read')
  return differing(before?.rows ?? [], after?.rows ?? [], limit)
}

function statementOf(
  request: MetricRequest,
  at: At,
  context: Context,
  [frozen, now]: readonly [MetricValue, MetricValue],
): { sql: string; args: Sql['args'][number][] } {
  const { definition } = request
  const deals = sql`SELECT deal_id FROM revision WHERE seq > ${frozen.seq} AND seq <= ${now.seq}`
  const plan = planOf(request, at, context, new Map(), deals)
  const properties = propertyColumns(definition.filter?.properties?.map(({ name }) => name) ?? [])
  const more = ['deal_id', 'source', 'external_id', 'name']
  const rows = parts(definition, plan, properties, more, plan.path === undefined ? {} : { path: 'p' })
  const paths = plan.path === undefined ? [] : pathTables(plan.path, 'p')
  const tables = [...stateTables(at, properties, ['external_id', 'name'], false, deals), ...paths]
  const { text, args } = sql`WITH ${join(tables, ', ')} ${rows}`
  return { sql: text, args: [...args] }
}

function differing(before: readonly Row[], after: readonly Row[], limit: number): Concern {
  const [then, now] = [byDeal(before), byDeal(after)]
  const ids = [...new Set([...then.keys(), ...now.keys()])]
  const changed = ids.flatMap((id): Concerned[] => {
    const [was, is] = [then.get(id), now.get(id)]
    const known = is ?? was
    if (known === undefined || (partOf(was) === partOf(is) && otherOf(was) === otherOf(is))) return []
    return [
      {
        source: String(known.source),
        externalId: String(known.external_id),
        name: known.name === null ? null : String(known.name),
        was: partOf(was),
        is: partOf(is),
      },
    ]
  })
  const size = ({ was, is }: Concerned) => Math.abs((is ?? 0) - (was ?? 0))
  const rows = changed.sort((a, b) => size(b) - size(a) || (a.externalId < b.externalId ? -1 : 1))
  return { rows: rows.slice(0, limit), total: rows.length }
}

function byDeal(rows: readonly Row[]): ReadonlyMap<number, Row> {
  return new Map(rows.map((row) => [Number(row.deal_id), row]))
}

const partOf = (row: Row | undefined) => (typeof row?.numerator === 'number' ? row.numerator : null)
const otherOf = (row: Row | undefined) => (typeof row?.denominator === 'number' ? row.denominator : null)
