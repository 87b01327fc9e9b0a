/** Opportunities looked at again by name, and what the org itself counts. */
import type { Recheck, Reread, Slice } from '../contract.ts'
import { openList } from '../window.ts'
import type { SalesforceConfig } from './config.ts'
import { readRows } from './deal-rows.ts'
import { extraFields, opportunityFields, withDeleted } from './fields.ts'
import { fullId } from './id.ts'
import { parse } from './parse.ts'
import { type Request, select, selectAll } from './query.ts'
import { amongIds, beyond, statement } from './soql.ts'
import { stepped } from './step.ts'
import { sliceConditions, totals } from './totals.ts'
import { idWire } from './wire.ts'

/** With their statement they stay below the 16 KiB that an address and its headers may have. */
const LIMIT = 200

export const recheck: Recheck<SalesforceConfig> = { limit: LIMIT, read, totals, ids }

/** The recycle bin too, so that what is deleted is told as deleted and not as missing. */
async function read(pull: Request, ids: readonly string[]): Promise<Reread> {
  const asked = [...new Set(ids.map(fullId))]
  if (asked.length === 0) return { records: [], deleted: [], skipped: [], missing: [] }
  const fields = withDeleted(opportunityFields(pull.account, extraFields(pull)))
  const soql = statement({ object: 'Opportunity', fields, where: [amongIds(asked)] })
  const rows = await selectAll(pull, soql, { deleted: true })
  const seen = new Set(rows.map(idOf))
  return { ...readRows(pull, rows), missing: asked.filter((id) => !seen.has(id)) }
}

function idOf(row: unknown): string | null {
  return idWire.safeParse(parse.rowId(row)).data ?? null
}

async function ids(pull: Request, slice: Slice, after: string | null) {
  const conditions = sliceConditions(pull.account, slice)
  if (conditions === null) return { ids: [], after: null }
  const where = [...conditions, ...beyond(after)]
  const page = await select(pull, statement({ object: 'Opportunity', fields: ['Id'], where }, 'by id'))
  const next = stepped({ ...openList(null, pull.now), after }, page)
  return { ids: page.records.map(idOf).filter((id) => id !== null), after: next?.after ?? null }
}
