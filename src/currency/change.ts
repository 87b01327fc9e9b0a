/**
 * The company reports in another currency from now on, or types a rate: all deals are given a derived revision with their new
 * amount, so that movement shows it as what it is. What was published stays in its own currency. Until a connection's deals
 * are all converted its money is not given (`standing.ts`): a sum never adds two currencies.
 */
import { eq, ne } from 'drizzle-orm'
import { minorDigits } from '../../connectors/values/money.ts'
import { workspace as table } from '../../db/directory/schema.ts'
import { homeCurrency, source } from '../../db/workspace/schema.ts'
import { auditRow, type WriteContext } from '../okr/context.ts'
import type { Platform, Workspace } from '../platform.ts'
import { rederive } from '../sync/rederive.ts'
import { ofNights } from '../sync/run-kinds.ts'
import { loadSetup } from '../sync/setup.ts'
import { WorkspaceRefused } from '../workspaces.ts'

/**
 * Throws `WorkspaceRefused` for what is no currency, and while a night is on its way, which converts by the old one. False when
 * the company had it already.
 */
export async function changeCurrency(
  { directory, open }: Pick<Platform, 'directory' | 'open'>,
  workspaceId: string,
  currency: string,
  context: WriteContext,
): Promise<boolean> {
  if (minorDigits(currency) === null)
    throw new WorkspaceRefused(`"${currency}" is no currency: use an ISO 4217 code like EUR.`)
  const { db } = await open(workspaceId)
  const [row] = await directory
    .select({ before: table.currency })
    .from(table)
    .where(eq(table.id, workspaceId))
  if (row === undefined || row.before === currency) return false
  const { rows } = await db.$client.execute(
    `SELECT 1 FROM run WHERE status = 'running' AND ${ofNights} LIMIT 1`,
  )
  if (rows.length > 0)
    throw new WorkspaceRefused('A night is on its way: change the currency when it has ended.')
  // Two databases: the mark stands before the change, so that no moment takes old amounts for new ones. Killed in between,
  // the change was asked for and not made, and is asked for again.
  await db.$client.batch(
    [
      {
        sql: `INSERT INTO home_currency (source, after_seq, currency, before, changed_at)
          SELECT id, (SELECT COALESCE(MAX(seq), 0) FROM revision), ?1, ?2, ?3 FROM source WHERE true
          ON CONFLICT (source, after_seq) DO UPDATE SET currency = excluded.currency, whole_seq = NULL,
            whole_at = NULL, changed_at = excluded.changed_at`,
        args: [currency, row.before, context.now],
      },
    ],
    'write',
  )
  await auditRow(db, context, 'settings.currency', workspaceId, { before: row.before, after: currency })
  await directory.update(table).set({ currency }).where(eq(table.id, workspaceId))
  return true
}

/**
 * Derives the deals of every connection anew, at most so many chunks of each; the next night does the rest. True when all
 * are done.
 */
export async function convertDeals(
  { db, timeZone, currency }: Workspace,
  { now }: WriteContext,
  chunks = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const sources = await db.select({ id: source.id }).from(source).where(ne(source.status, 'new'))
  let all = true
  for (const { id } of sources) {
    const setup = await loadSetup(db, id)
    const runId = `currency ${now}`
    const context = { source: id, runId, now, timeZone, homeCurrency: currency, setup }
    const { done } = await rederive(db, context, chunks)
    all &&= done
  }
  return all
}

export function homeChangesQuery(db: Workspace['db']) {
  return db.select().from(homeCurrency).orderBy(homeCurrency.source, homeCurrency.afterSeq)
}
