/** What every opportunity once was: its stage, amount, close date and probability, a row for each change of one of them. */
import { ConnectorError, type HistoryRecord, type PullStream } from '../contract.ts'
import { openList, rest } from '../window.ts'
import type { SalesforceConfig } from './config.ts'
import { historyFields } from './fields.ts'
import { historyRecord } from './map-history.ts'
import { parse } from './parse.ts'
import { counted, type Request, select } from './query.ts'
import { edges } from './records.ts'
import { beyond, count, equals, statement } from './soql.ts'
import { isEnd, movedTo, stepped } from './step.ts'
import { historyWire, type PageWire } from './wire.ts'

const OBJECT = 'OpportunityHistory'
/** Of one opportunity: what changes as often was changed by a machine, and does not fit into one turn. */
const MAX_STEPS = 50_000

/** A page ends with a whole opportunity: the cursor is the last one whose steps are all told. */
export const history: PullStream<SalesforceConfig, 'history'> = async (pull, cursor) => {
  const walk = openList(cursor, pull.now)
  const fields = historyFields(pull.account)
  const where = beyond(walk.after, 'OpportunityId')
  const page = await firstOf(pull, statement({ object: OBJECT, fields, where }, 'by opportunity'))
  const { rows, after } = isEnd(page) ? { rows: page.records, after: null } : await wholeOnes(pull, page)
  const next = after === null ? null : movedTo(walk, after)
  const context = { account: pull.account, currency: pull.currency ?? null }
  const total = next !== null && walk.after === null ? await counted(pull, count(OBJECT, [])) : null
  const { records, skipped } = parse.rows(rows, historyWire, (wire) => historyRecord(wire, context))
  return {
    records: records.filter((step, index) => !isSameMoment(step, records[index + 1])),
    skipped,
    deleted: [],
    cursor: next ?? rest(walk, edges),
    more: next !== null,
    primary: true,
    total,
  }
}

/** Times may be whole seconds: of several steps in one, the last is what the opportunity was from then on. */
function isSameMoment(step: HistoryRecord, next: HistoryRecord | undefined): boolean {
  return step.id === next?.id && step.at === next.at
}

/** A past that nobody may see is not an empty one. */
async function firstOf(pull: Request, soql: string): Promise<PageWire> {
  try {
    return await select(pull, soql)
  } catch (error) {
    const hidden =
      error instanceof ConnectorError &&
      error.failure.kind === 'refused' &&
      error.failure.code === 'INVALID_TYPE'
    if (!hidden) throw error
    const detail = 'The connected user may not read the history of opportunities.'
    throw new ConnectorError('salesforce', { kind: 'forbidden', missing: OBJECT, detail })
  }
}

/** The rows of a page that goes on, less those of its last opportunity, which may go on with it. */
async function wholeOnes(pull: Request, { records }: PageWire) {
  const ids = records.map(opportunityOf)
  const cut = ids.at(-1) ?? null
  if (cut === null)
    throw parse.unreadable('records', 'the last row is of no opportunity, so the walk cannot go on')
  const before = ids.findLast((id) => id !== null && id !== cut) ?? null
  if (before === null) return { rows: await allOf(pull, cut), after: cut }
  return { rows: records.filter((_, index) => ids[index] !== cut), after: before }
}

/** More than a page is about one opportunity: all of its rows, by their own ids, and in the order of time. */
async function allOf(pull: Request, opportunity: string): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  for (let walk = openList(null, pull.now); ; ) {
    const where = [equals('OpportunityId', opportunity), ...beyond(walk.after)]
    const page = await select(
      pull,
      statement({ object: OBJECT, fields: historyFields(pull.account), where }, 'by id'),
    )
    rows.push(...page.records)
    if (rows.length > MAX_STEPS) throw parse.unreadable('records', `${opportunity} has too many steps`)
    const next = stepped(walk, page)
    if (next === null) return rows.toSorted((a, b) => createdOf(a).localeCompare(createdOf(b)))
    walk = next
  }
}

function opportunityOf(row: unknown): string | null {
  return historyWire.pick({ OpportunityId: true }).safeParse(row).data?.OpportunityId ?? null
}

/** The vendor writes all times alike, so their texts sort as they do. */
function createdOf(row: unknown): string {
  return historyWire.pick({ CreatedDate: true }).safeParse(row).data?.CreatedDate ?? ''
}
