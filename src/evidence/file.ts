/**
 * An evidence file piece by piece, so that neither the Worker nor the command line ever holds all of its deals. Each
 * piece is one question to the store at the value's own moment, which stands still: 100,000 deals are 20 questions.
 */
import type { WorkspaceDb } from '../../db/client.ts'
import { audit } from '../../db/workspace/schema.ts'
import { type EvidenceLine, evidenceLines } from '../metrics/evidence-lines.ts'
import type { ContractLine } from '../metrics/retention/lines.ts'
import type { WriteContext } from '../okr/context.ts'
import type { Workspace } from '../platform.ts'
import { readNames } from '../web/mirror-names.ts'
import { namesOf } from '../web/sentence.ts'
import { compositeFile } from './composite-file.ts'
import { contractRow } from './contract-csv.ts'
import { comparedIn, ratesOfContracts, readContractLines } from './contract-file.ts'
import { BYTE_ORDER_MARK } from './csv.ts'
import { csvHead, csvLine, type FileOptions } from './csv-file.ts'
import { type Head, headOf } from './head.ts'
import { named } from './named.ts'
import type { Question } from './question.ts'
import { readRates, type UsedRate } from './rates.ts'

export type FileFormat = 'csv' | 'json'

/** Deals a piece. */
const PIECE = 5000

export async function* evidenceFile(
  workspace: Workspace,
  question: Question,
  format: FileFormat,
  options: FileOptions,
  piece = PIECE,
): AsyncGenerator<string> {
  const { db } = workspace
  const names = await readNames(db)
  const { whole } = question
  if (whole !== undefined) {
    const said = namesOf(names, question.context.currency)
    const fileOf = (term: Question) => evidenceFile(workspace, term, format, options, piece)
    yield* compositeFile(workspace, { ...question, whole }, said, format, options, fileOf)
    return
  }
  const head = (rates: readonly UsedRate[]) =>
    headOf(question, workspace, namesOf(names, question.context.currency), rates)
  if (comparedIn(question) !== null) {
    yield* contractFile(await readContractLines(db, question), head, format, { options, piece })
    return
  }
  const above = head(await readRates(db, question))
  yield format === 'csv'
    ? BYTE_ORDER_MARK + csvHead(above, options)
    : `{"head":${JSON.stringify(above)},"deals":[`
  const at = { kind: 'known', seq: question.value.seq } as const
  let after: EvidenceLine | null = null
  for (let told = 0; ; told += piece) {
    const { request, context } = question
    const lines: EvidenceLine[] = await evidenceLines(db, request, at, context, { limit: piece, after })
    const rows = lines.map((line) => named(line, names))
    if (format === 'csv') yield rows.map((row) => csvLine(row, above, options)).join('')
    else yield jsonLines(rows, told)
    if (lines.length < piece) break
    after = lines.at(-1) ?? null
  }
  if (format === 'json') yield '\n]}\n'
}

interface Writing {
  readonly options: FileOptions
  readonly piece: number
}

function* contractFile(
  lines: readonly ContractLine[],
  head: (rates: readonly UsedRate[]) => Head,
  format: FileFormat,
  { options, piece }: Writing,
): Generator<string> {
  const above = head(ratesOfContracts(lines))
  yield format === 'csv'
    ? BYTE_ORDER_MARK + csvHead(above, options)
    : `{"head":${JSON.stringify(above)},"contracts":[`
  for (let offset = 0; offset < lines.length; offset += piece) {
    const rows = lines.slice(offset, offset + piece)
    if (format === 'csv') yield rows.map((row) => contractRow(row, above, options)).join('')
    else yield jsonLines(rows, offset)
  }
  if (format === 'json') yield '\n]}\n'
}

function jsonLines(rows: readonly object[], offset: number): string {
  return rows.map((row, n) => (offset + n === 0 ? '\n' : ',\n') + JSON.stringify(row)).join('')
}

/** Who took the deals of which value out of the program. */
export async function keepTaken(
  db: WorkspaceDb,
  { keyResult, value }: Question,
  format: FileFormat,
  { actor, now }: WriteContext,
): Promise<void> {
  const detail = JSON.stringify({ format, day: value.asOf, seq: value.seq })
  await db.insert(audit).values({ at: now, actor, action: 'evidence.export', subject: keyResult.id, detail })
}
