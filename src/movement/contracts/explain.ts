/** Takes the difference of two values of contracts apart. One round trip: the ledger of contracts up to the later one. */
import type { Row } from '@libsql/client/web'
import type { WorkspaceDb } from '../../../db/client.ts'
import { customersOf } from '../../metrics/retention/customers.ts'
import { type Contract, contractsFrom, ledgerStatements } from '../../metrics/retention/ledger.ts'
import type { Explained } from '../explain.ts'
import type { Pair } from '../lenses.ts'
import { isNothing, minus, type Part, partOf, plus } from '../lines.ts'
import type { Line, Movement, Published } from '../types.ts'
import { type ContractLine, contractLines, openingOf } from './lines.ts'
import { worldsOf } from './worlds.ts'

export async function explainContracts(db: WorkspaceDb, pair: Pair, limit: number): Promise<Explained> {
  const { opening, closing, company } = pair
  const { seq, dataThrough } = opening.value
  const until = Math.max(seq, closing.value.seq)
  const [states, companies] = await db.$client.batch(
    ledgerStatements({ kind: 'known', seq: until }, undefined),
    'read',
  )
  const rows = states?.rows ?? []
  const merges = companies?.rows ?? []
  const told = (of: readonly Row[], keep: (row: Row) => boolean) =>
    contractsFrom(rows.filter(keep), customersOf(of), company.timeZone)
  const known = (row: Row) => Number(row.seq) <= seq
  const learned = (row: Row) =>
    known(row) || (dataThrough !== null && String(row.effective_at) <= dataThrough)
  const before = mergesOf(merges, pair, (of) => told(of, known))
  const ends = {
    opening: told(before, known),
    learned: told(before, learned),
    closing: told(merges, (row) => Number(row.seq) <= closing.value.seq),
  }
  const lines = contractLines(worldsOf(ends, opening.day, company.currency), pair, limit)
  const movement: Movement = {
    opening: published(opening),
    closing: published(closing),
    lines: withEffects(lines, pair),
    median: null,
  }
  return { movement, deals: [] }
}

/** Merges that are undone one by one, where neither those of late nor none fit. */
const TRIED = 50

/**
 * Which customers had been merged by the opening. The ledger does not tell when two became one; the value does: those are
 * right by which it comes out as it was published. Where none fit, what is left stands without a contract.
 */
function mergesOf(
  companies: readonly Row[],
  pair: Pair,
  contracts: (of: readonly Row[]) => Contract[],
): readonly Row[] {
  const wanted = partOf(pair.opening)
  const fits = (of: readonly Row[]) => isNothing(minus(openingOf(contracts(of), pair), wanted))
  const { dataThrough } = pair.opening.value
  const merged = companies.filter(({ merged_into }) => merged_into !== null)
  const without = (undone: ReadonlySet<Row>) =>
    companies.map((row) => (undone.has(row) ? { ...row, merged_into: null } : row)) as Row[]
  const later = merged.filter(({ version }) => String(version) > (dataThrough ?? ''))
  const tries = [later, [], ...merged.slice(0, TRIED).map((row) => [row]), merged]
  for (const undone of tries) {
    const of = without(new Set(undone))
    if (fits(of)) return of
  }
  return companies
}

function published({ day, value, publishedAt }: Pair['opening']): Published {
  return { day, value, publishedAt }
}

/** They add up from value to value; all null where one of the values between cannot be given. */
function withEffects(lines: readonly ContractLine[], { opening, closing }: Pair): Line[] {
  const none = lines.map((line): Line => ({ ...line, effect: null }))
  const ratio = (unit: string, { numerator, denominator }: Part) =>
    unit !== 'ratio' ? numerator : denominator === 0 ? null : numerator / denominator
  let [before, sums] = [opening.value.value, partOf(opening)]
  const result: Line[] = []
  for (const [index, line] of lines.entries()) {
    sums = plus(sums, line)
    const { unit } = (line.step === 'learned_later' ? opening : closing).value
    const after = index === lines.length - 1 ? closing.value.value : ratio(unit, sums)
    if (before === null || after === null) return none
    result.push({ ...line, effect: after - before })
    before = after
  }
  return result
}
