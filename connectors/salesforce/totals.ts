/** What an org counts itself: one aggregate query, whose groups are few. */
import {
  type AccountRecord,
  ConnectorError,
  type Slice,
  type Status,
  statuses,
  type Total,
} from '../contract.ts'
import { minorDigits, parseDecimal, toMinor } from '../values/money.ts'
import { isHidden, isLeftOut } from './fields.ts'
import { MASTER_PIPELINE, NO_RECORD_TYPE, pipelineId } from './map.ts'
import { parse } from './parse.ts'
import { type Request, selectAll, selectTogether } from './query.ts'
import { countAs, either, equals, grouped, sumAs } from './soql.ts'
import { type GroupWire, groupWire } from './wire.ts'

const FLAGS = { closed: 'IsClosed', won: 'IsWon' }
/** A binary number keeps fifteen decimal digits; a sum beyond them may be a cent off. */
const EXACT_DIGITS = 15

export async function totals(
  pull: Request,
  by: 'status' | 'pipeline',
  pipelines: readonly string[],
): Promise<readonly Total[]> {
  if (by === 'status') return slices(pull, null, await groups(pull, FLAGS))
  if (!hasPipelines(pull.account)) return slices(pull, MASTER_PIPELINE, await groups(pull, FLAGS))
  const found = await byPipeline(pull, [...new Set([...pipelines, MASTER_PIPELINE])])
  return [...found].flatMap(([id, rows]) => slices(pull, id, rows))
}

function hasPipelines(account: AccountRecord | null): boolean {
  return !isLeftOut(account, 'Opportunity', 'RecordTypeId')
}

type Groups = readonly GroupWire[]

async function byPipeline(pull: Request, wanted: readonly string[]): Promise<ReadonlyMap<string, Groups>> {
  try {
    const rows = await groups(pull, { pipeline: 'RecordType.Id', ...FLAGS })
    const told = Map.groupBy(rows, ({ pipeline }) => pipelineId(pipeline))
    return new Map([...new Set([...wanted, ...told.keys()])].map((id) => [id, told.get(id) ?? []]))
  } catch (error) {
    if (error instanceof ConnectorError && error.failure.kind === 'refused') return oneByOne(pull, wanted)
    throw error
  }
}

/** Where an org does not group by record type: the flags of each by itself, five in a call. */
async function oneByOne(pull: Request, wanted: readonly string[]): Promise<ReadonlyMap<string, Groups>> {
  const statements = wanted.map((id, n) => [`p${n}`, aggregate(pull, FLAGS, [ofPipeline(id)])] as const)
  const answers = await selectTogether(pull, Object.fromEntries(statements))
  const found: [string, Groups][] = []
  for (const [n, id] of wanted.entries()) found.push([id, read(await answers.all(`p${n}`))])
  return new Map(found)
}

async function groups(pull: Request, by: Readonly<Record<string, string>>): Promise<Groups> {
  return read(await selectAll(pull, aggregate(pull, by)))
}

function aggregate(pull: Request, by: Readonly<Record<string, string>>, where: readonly string[] = []) {
  const measures = digitsOf(pull) === null ? [] : [sumAs('Amount', 'total')]
  return grouped('Opportunity', by, [countAs('deals'), ...measures], where)
}

/** A total that leaves a group out would be a wrong one: one that cannot be read is no skipped row. */
function read(rows: readonly unknown[]): Groups {
  return rows.map((row) => parse.whole(groupWire, row))
}

function slices(pull: Request, pipeline: string | null, rows: Groups): Total[] {
  return statuses.map((status) => {
    const some = rows.filter((row) => statusOf(row) === status)
    const sums = some.map(({ total }) => minorOf(pull, total ?? 0))
    return {
      pipelineId: pipeline,
      status,
      count: some.reduce((sum, { deals }) => sum + deals, 0),
      amountMinor: sums.reduce((sum, one) => exact(sum === null || one === null ? null : sum + one), 0),
    }
  })
}

function statusOf({ closed, won }: Pick<GroupWire, 'closed' | 'won'>): Status {
  if (!closed) return 'open'
  return won ? 'won' : 'lost'
}

/**
 * Of the currency whose sums can be compared; null where they cannot. With several currencies an org adds up in its own,
 * at rates of its choice. An amount has two digits behind the point in every org, and rounds where a currency has fewer.
 */
function digitsOf({ account, currency }: Request): number | null {
  if (account === null || account.multiCurrency || isHidden(account, 'Opportunity', 'Amount')) return null
  const digits = minorDigits(account.currency ?? currency ?? '')
  return digits === null || digits < 2 ? null : digits
}

function minorOf(pull: Request, sum: number): number | null {
  const digits = digitsOf(pull)
  if (digits === null) return null
  const text = sum.toPrecision(EXACT_DIGITS)
  const decimal = parseDecimal(text)
  if (decimal === null) return null
  // More digits than the currency has would be rounded here and were rounded one by one in the mirror.
  const extra = decimal.scale - digits
  if (extra > 0 && decimal.units % 10n ** BigInt(extra) !== 0n) return null
  return exact(toMinor(text, pull.account?.currency ?? pull.currency ?? ''))
}

function exact(minor: number | null): number | null {
  return minor !== null && Math.abs(minor) < 10 ** EXACT_DIGITS ? minor : null
}

/** null: there are no deals in such a slice. */
export function sliceConditions(account: AccountRecord | null, slice: Slice): readonly string[] | null {
  const status = statusConditions(slice.status)
  if (slice.pipelineId === null) return status
  // Every opportunity is on a pipeline.
  if (slice.pipelineId === '') return null
  if (!hasPipelines(account)) return slice.pipelineId === MASTER_PIPELINE ? status : null
  return [...status, ofPipeline(slice.pipelineId)]
}

function statusConditions(status: Status): string[] {
  switch (status) {
    case 'open':
      return [equals('IsClosed', false)]
    case 'won':
      return [equals('IsClosed', true), equals('IsWon', true)]
    case 'lost':
      return [equals('IsClosed', true), equals('IsWon', false)]
    default:
      return status satisfies never
  }
}

function ofPipeline(id: string): string {
  if (id !== MASTER_PIPELINE) return equals('RecordTypeId', id)
  return either(equals('RecordTypeId', null), equals('RecordTypeId', NO_RECORD_TYPE))
}
