/** Asks an org for numbers it works out itself: five statements in a call, a report in one of its own. */
import { ConnectorError, type Failure } from '../../contract.ts'
import type { Native, NativeAnswer, NativeAsk, NativeRights, NativeTrouble } from '../../native.ts'
import type { SalesforceConfig } from '../config.ts'
import { parse } from '../parse.ts'
import { bodyOf, COMPOSITE_QUERIES, type Request, selectAll, together, versionOf } from '../query.ts'
import { page, query } from '../read.ts'
import { equals } from '../soql.ts'
import type { Part } from '../wire.ts'
import { ask, statementOf } from './door.ts'
import { judgeReport, judgeRows } from './judge.ts'
import { answerWire, profileWire, reportWire, userInfoWire } from './wire.ts'

export const native: Native<SalesforceConfig> = { ask, calls, read, rights }

type Soql = Extract<NativeAsk, { kind: 'soql' }>

function calls(asks: readonly NativeAsk[]): readonly (readonly NativeAsk[])[] {
  const soql = asks.filter((one) => one.kind === 'soql')
  const reports = asks.filter((one) => one.kind === 'report')
  const groups = Array.from({ length: Math.ceil(soql.length / COMPOSITE_QUERIES) }, (_, n) =>
    soql.slice(n * COMPOSITE_QUERIES, (n + 1) * COMPOSITE_QUERIES),
  )
  return [...groups, ...reports.map((one) => [one])]
}

async function read(pull: Request, asks: readonly NativeAsk[]): Promise<readonly NativeAnswer[]> {
  const soql = asks.filter((one) => one.kind === 'soql')
  const found = new Map<NativeAsk, NativeAnswer>()
  for (const [one, answer] of await readSoql(pull, soql)) found.set(one, answer)
  for (const one of asks) if (one.kind === 'report') found.set(one, await readReport(pull, one.report))
  return asks.map((one) => found.get(one) ?? { ok: false, trouble: { code: 'unavailable' } })
}

async function readSoql(
  pull: Request,
  asks: readonly Soql[],
): Promise<readonly (readonly [Soql, NativeAnswer])[]> {
  if (asks.length === 0) return []
  const paths = asks.map((one, n) => [`n${n}`, `/query?q=${encodeURIComponent(statementOf(one))}`] as const)
  const parts = await together(pull, versionOf(pull), Object.fromEntries(paths))
  return asks.map((one, n) => [one, judged(pull, one, parts[`n${n}`])] as const)
}

function judged(pull: Request, one: Soql, part: Part | undefined): NativeAnswer {
  try {
    if (part === undefined) throw parse.unreadable('compositeResponse', 'no answer to the statement')
    return judgeRows(one, parse.whole(answerWire, bodyOf(part, pull)), pull.account?.currency ?? null)
  } catch (error) {
    return { ok: false, trouble: troubleOf(error, 'soql') }
  }
}

async function readReport(pull: Request, id: string): Promise<NativeAnswer> {
  try {
    const path = `/analytics/reports/${id}?includeDetails=false`
    return judgeReport(parse.whole(reportWire, await query(pull, versionOf(pull), path)))
  } catch (error) {
    if (isOfAll(error)) throw error
    return { ok: false, trouble: troubleOf(error, 'report') }
  }
}

/** No answer to anybody: not about this report. */
function isOfAll(error: unknown): boolean {
  if (!(error instanceof ConnectorError)) return true
  return error.failure.kind === 'unauthorized' || error.failure.kind === 'rate_limited'
}

/** By codes; the text is the CRM's own and is shown as such. */
function troubleOf(error: unknown, kind: NativeAsk['kind']): NativeTrouble {
  if (!(error instanceof ConnectorError)) throw error
  const { failure } = error
  const found = textOf(failure)
  switch (failure.kind) {
    case 'refused':
      if (kind === 'report' && failure.status === 404) return { code: 'report_gone', found }
      return { code: failure.code === 'INSUFFICIENT_ACCESS' ? 'no_rights' : 'malformed', found }
    case 'forbidden':
      return { code: 'no_rights', found }
    case 'unavailable':
      // The CRM itself is well: the question takes it too long.
      return { code: failure.status !== null && failure.status < 500 ? 'timeout' : 'unavailable', found }
    default:
      return { code: 'unavailable', found }
  }
}

const LONGEST = 200

function textOf(failure: Failure): string {
  const text =
    'detail' in failure ? failure.detail : failure.kind === 'unreadable' ? failure.issue : failure.kind
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** The user that the app runs as. What an org does not tell of them is null, and said. */
async function rights(pull: Request): Promise<NativeRights> {
  try {
    const told = parse.whole(userInfoWire, await page(pull, '/services/oauth2/userinfo'))
    const name = told.preferred_username ?? told.name ?? null
    if (told.user_id == null) return { user: name, profile: null }
    return { user: name, ...(await profileOf(pull, told.user_id, name)) }
  } catch (error) {
    if (!(error instanceof ConnectorError) || isOfAll(error)) throw error
    return { user: null, profile: null }
  }
}

async function profileOf(pull: Request, id: string, name: string | null) {
  try {
    const soql = `SELECT Username, Profile.Name FROM User WHERE ${equals('Id', id)}`
    const [row] = await selectAll(pull, soql)
    const user = parse.whole(profileWire, row)
    return { user: user.Username ?? name, profile: user.Profile?.Name ?? null }
  } catch (error) {
    if (!(error instanceof ConnectorError) || isOfAll(error)) throw error
    return { profile: null }
  }
}
