/** Bugs of whoever writes the mirror: cursor and data, ends and returns, what follows from the set-up. */
import type { Bug } from '../plant.ts'
import { one, unseen } from './one.ts'

const FENCE = 'src/sync/fence.ts'
const BATCH = "return await db.$client.batch([moveCursor(move), ...statements], 'write')"

/** The index is minutes behind what a push made us read. */
const late = {
  faults: {},
  edits: { ...unseen, 'deal deleted': 3, 'deal created': 2 },
  plan: { crms: ['hubspot'], lagMs: 240_000, bustle: 60, pushes: true, pageRows: 3 },
} as const

export const writingBugs: readonly Bug[] = [
  one(
    'the cursor is saved before the data',
    FENCE,
    BATCH,
    "await db.$client.execute(moveCursor(move)); return await db.$client.batch([...statements], 'write')",
    {
      faults: { 'crash before a call': 0.01, 'crash after a call': 0.01, 'database busy': 0.02 },
      edits: unseen,
      plan: { pageRows: 3, pushes: false },
    },
  ),
  one(
    'the fence lets everybody pass',
    FENCE,
    'THEN :expected + 1 END,',
    'THEN :expected + 1 ELSE :expected + 1 END,',
    {
      faults: { 'process paused': 0.02, 'message duplicated': 0.1 },
      plan: { runtime: 'edge', programs: 3, slots: 2, pageRows: 2 },
    },
  ),
  one(
    'deletions are ignored',
    'src/sync/commit-removals.ts',
    'const gone = removalsOf(page)',
    'const gone = removalsOf(page).filter(() => false)',
  ),
  one(
    'merges are ignored',
    'src/sync/commit-removals.ts',
    'if (id !== record.id) byId.set(',
    'if (id === record.id) byId.set(',
  ),
  one(
    'a restored deal stays gone',
    'src/sync/commit-deals.ts',
    '(c.deleted IS NOT 1 OR (:primary AND d.read_at < :sent) OR p.version > c.effective_at)',
    '(c.deleted IS NOT 1)',
  ),
  one(
    'an index that lags takes newer states back',
    'src/sync/commit-deals.ts',
    'd.read_at <= :sent AND d.version <= p.version',
    'd.read_at <= :sent',
    late,
  ),
  one(
    'the past becomes the present',
    'src/sync/commit-deals.ts',
    "AND k.time_from <> 'history' ORDER BY k.seq DESC",
    'ORDER BY k.seq DESC',
  ),
  one(
    'many that vanish are not held',
    'src/sync/inferred.ts',
    'return missing > Math.max(alive * HELD_SHARE, HELD_COUNT)',
    'return missing > alive',
    {
      faults: {},
      edits: { ...unseen, 'many deals purged': 2 },
      plan: { deals: 64, nights: 8, pushes: false },
    },
  ),
  one(
    'only a changed amount is a change',
    'src/sync/commit-deals.ts',
    `const differs = stateColumns.map((column) => \`c.\${column} IS NOT \${columnOf(column)}\`).join(' OR ')`,
    "const differs = 'c.amount_minor IS NOT p.amount_minor'",
  ),
  one(
    'an emptied amount is kept',
    'src/sync/commit-deals.ts',
    'const columnOf = (column: string) => (column === ',
    "const columnOf = (column: string) => column === 'amount_minor' ? 'COALESCE(p.amount_minor, c.amount_minor)' : (column === ",
  ),
  one(
    'owners who moved are not noticed',
    'src/sync/derive.ts',
    'isClosed(status) ? (teamId ?? owners) : (owners ?? teamId)',
    '(teamId ?? owners)',
    {
      faults: {},
      edits: { 'owner moved team': 3, 'close date moved': 3, 'deal re-opened': 1 },
      plan: { crms: ['hubspot'] },
    },
  ),
  one(
    'unreadable rows are dropped',
    'src/sync/commit.ts',
    '...skippedStatements(page, readableIds(any), { source, stream, runId, sentAt }),',
    '...skippedStatements({ ...page, skipped: [] }, readableIds(any), { source, stream, runId, sentAt }),',
    { faults: { 'unreadable row': 0.2 }, edits: unseen, plan: { crms: ['hubspot'], pushes: false } },
  ),
  one(
    'foreign amounts count one to one',
    'src/sync/home-amount.ts',
    'if (currency === context.homeCurrency)',
    'if (currency.length > 0)',
  ),
]
