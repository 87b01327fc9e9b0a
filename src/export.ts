/**
 * Everything Pegel holds of a company, as data. The hashes of owners stay inside: with one a deal, an export would let
 * people be summed up and ranked, if only by pseudonym; so does what is counted by them (`carriedPeople`). The canonical
 * form leaves out what differs between two runs that did the same work: random ids, run ids, `seq` and times of ours. It is
 * how a disturbed night is compared with a calm one.
 */
import { asc } from 'drizzle-orm'
import * as tables from '../db/workspace/schema.ts'
import type { Workspace } from './platform.ts'

type Row = Readonly<Record<string, unknown>>
export interface Export {
  readonly workspace: {
    readonly id: string
    readonly name: string
    readonly timeZone: string
    readonly currency: string
  }
  readonly tables: Readonly<Record<string, readonly Row[]>>
}

const exported = {
  source: tables.source,
  pipeline: tables.pipeline,
  stage: tables.stage,
  team: tables.team,
  rate: tables.rate,
  company: tables.company,
  deal: tables.deal,
  revision: tables.revision,
  contract: tables.contract,
  contractRevision: tables.contractRevision,
  skipped: tables.skipped,
  cycle: tables.cycle,
  objective: tables.objective,
  keyResult: tables.keyResult,
  measurement: tables.measurement,
  cyclePhase: tables.cyclePhase,
  theme: tables.theme,
  okrTeam: tables.okrTeam,
  alignment: tables.alignment,
  closing: tables.closing,
  frozen: tables.frozen,
  restated: tables.restated,
  override: tables.override,
  typedRate: tables.typedRate,
  homeCurrency: tables.homeCurrency,
  mappingSeen: tables.mappingSeen,
  mappingFinding: tables.mappingFinding,
  outlook: tables.outlook,
  nativeReading: tables.nativeReading,
  carried: tables.carried,
} as const

export async function exportAll({ id, name, timeZone, currency, db }: Workspace): Promise<Export> {
  const rows: Record<string, readonly Row[]> = {}
  for (const [key, table] of Object.entries(exported)) {
    const first = firstColumn(table)
    const found: readonly Row[] = await db.select().from(table).orderBy(asc(first))
    rows[key] = found.map(({ ownerHash: _hash, told: _told, ...row }) => row)
  }
  return { workspace: { id, name, timeZone, currency }, tables: rows }
}

/** Rows in the order of the column that names them. */
function firstColumn(table: (typeof exported)[keyof typeof exported]) {
  if ('seq' in table) return table.seq
  if ('id' in table) return table.id
  if ('source' in table) return table.source
  if ('keyResultId' in table) return table.keyResultId
  if ('fingerprint' in table) return table.fingerprint
  return 'cycleId' in table ? table.cycleId : table.fromDay
}

/** Columns that tell when and in which run *we* did something. */
const OURS = new Set([
  'seq',
  'currentSeq',
  'runId',
  'readAt',
  'aliveAt',
  'listedBy',
  'seenAt',
  'createdAt',
  'closedAt',
  'frozenAt',
  'endedAt',
  'changedAt',
  'wholeAt',
  'wholeSeq',
  'afterSeq',
  'at',
  'updatedAt',
  'dealId',
  'keyResultId',
  'objectiveId',
  'cycleId',
])
const OWN_IDS = new Set(['deal', 'contract', 'measurement', 'keyResult', 'objective', 'cycle', 'override'])
/** What was noticed, answered, or goes on, between two nights depends on which nights there were; an outlook follows from all the rest. */
const OF_NIGHTS = new Set(['mappingSeen', 'mappingFinding', 'nativeReading', 'outlook', 'carried'])

export function canonical({ workspace, tables: all }: Export): Export {
  const names = namesOf(all)
  const result: Record<string, readonly Row[]> = {}
  for (const [key, rows] of Object.entries(all)) {
    if (OF_NIGHTS.has(key)) continue
    result[key] = rows.map((row) => canonicalRow(key, row, names)).sort(byText)
  }
  return { workspace, tables: result }
}

function canonicalRow(key: string, row: Row, names: ReadonlyMap<string, string>): Row {
  const kept = Object.entries(row).filter(([column]) => {
    if (key === 'deal' && column === 'createdAt') return true
    if (OWN_IDS.has(key) && column === 'id') return false
    return !OURS.has(column)
  })
  const clean: Record<string, unknown> = Object.fromEntries(kept)
  // A contract names its deal as the CRM does.
  if (key === 'contractRevision')
    return {
      ...clean,
      ...{ contractId: undefined, of: names.get(`contract/${row.contractId}`) ?? null, deal: row.dealId },
      ...(row.timeFrom === 'seen' ? { effectiveAt: 'seen' } : {}),
    }
  const parent = row.dealId ?? row.keyResultId ?? row.objectiveId ?? row.cycleId
  if (parent !== undefined && parent !== null) clean.of = names.get(String(parent)) ?? null
  if (key === 'revision' && row.timeFrom === 'seen') clean.effectiveAt = 'seen'
  if (key === 'restated' || (key === 'frozen' && row.value !== null))
    clean.value = withoutOurs(String(row.value))
  if (key === 'measurement') clean.value = withoutOurs(String(row.value))
  return clean
}

function withoutOurs(json: string): unknown {
  const { seq: _seq, run: _run, dataThrough: _through, ...rest } = JSON.parse(json)
  return rest
}

/** Ids of ours are random or depend on order; what a person would call the thing does not. */
function namesOf(all: Export['tables']): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const deal of all.deal ?? []) names.set(String(deal.id), `${deal.source}/${deal.externalId}`)
  for (const { id, source, kind, externalId } of all.contract ?? [])
    names.set(`contract/${id}`, `${source}/${kind}/${externalId}`)
  for (const row of all.cycle ?? []) names.set(String(row.id), String(row.name))
  for (const row of [...(all.objective ?? []), ...(all.keyResult ?? [])])
    names.set(String(row.id), String(row.title))
  return names
}

function byText(a: Row, b: Row): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
