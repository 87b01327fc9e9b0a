/** What stands behind a value: deals, or for the metrics of contracts the contracts and customers. */
import type { WorkspaceDb } from '../../db/client.ts'
import { type EvidencePage, evidence as evidenceOfDeals } from './evidence.ts'
import { mirrorStatements, readMirror } from './mirror.ts'
import type { Context, MetricRequest } from './request.ts'
import {
  type Answer,
  answerOf,
  type ContractRequest,
  contractStatements,
  isContractRequest,
  readContracts,
} from './retention/answer.ts'
import { evidenceRows } from './retention/evidence.ts'
import { type ContractLine, contractLines } from './retention/lines.ts'
import type { At } from './types.ts'

export async function evidence(
  db: WorkspaceDb,
  request: MetricRequest,
  at: At,
  context: Context,
  page: { readonly limit: number; readonly offset: number },
): Promise<EvidencePage> {
  if (!isContractRequest(request)) return evidenceOfDeals(db, request, at, context, page)
  const answer = await answered(db, request, at, context)
  const rows = evidenceRows(answer)
  const { numerator, denominator } = answer.value
  const shown = rows.slice(page.offset, page.offset + page.limit)
  return { rows: shown, total: rows.length, numerator, denominator, value: answer.value }
}

/** All contracts behind a value: what an evidence file is made of. */
export async function evidenceOfContracts(
  db: WorkspaceDb,
  request: ContractRequest,
  at: At,
  context: Context,
): Promise<ContractLine[]> {
  return contractLines(await answered(db, request, at, context))
}

async function answered(
  db: WorkspaceDb,
  request: ContractRequest,
  at: At,
  context: Context,
): Promise<Answer> {
  const meta = mirrorStatements(at, [])
  const results = await db.$client.batch([...meta, ...contractStatements([request], at)], 'read')
  const mirror = readMirror(results.slice(0, meta.length))
  const ledger = readContracts(results.slice(meta.length), context.timeZone)
  return answerOf(request, ledger, mirror, at, context)
}
