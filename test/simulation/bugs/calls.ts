/** Bugs of whoever calls a CRM: budgets, retries, cool-downs, grants. */
import type { Bug } from '../plant.ts'
import { one } from './one.ts'

const DECIDE = 'src/sync/decide.ts'
const GRANTS = 'src/sync/grants.ts'

export const callBugs: readonly Bug[] = [
  one(
    'no budget',
    'connectors/budget.ts',
    '    const bucket = bucketOf(name)\n    const latest',
    '    if (name.length > 0) return null\n    const bucket = bucketOf(name)\n    const latest',
  ),
  {
    name: 'each program has a budget of its own',
    changes: [
      {
        file: 'src/sync/call-share.ts',
        find: 'const others = rows.filter((row) => row !== own)',
        put: 'const others = rows.filter((row) => row !== own && String(row.holder).startsWith(holder.process))',
      },
      {
        file: 'src/sync/call-share.ts',
        find: 'AND bucket = :bucket AND holder <> :holder AND until > strftime(',
        put: 'AND bucket = :bucket AND substr(holder, 1, 36) = substr(:holder, 1, 36) AND holder <> :holder AND until > strftime(',
      },
    ],
    shows: {
      faults: { 'message reordered': 0.3 },
      plan: { crms: ['hubspot'], runtime: 'edge', programs: 3, slots: 2, pageRows: 2, latencyMs: 20 },
    },
  },
  one(
    'a revoked grant is tried again',
    DECIDE,
    "return { kind: 'reconnect' }",
    "return { kind: 'retry', delayMs: 5_000 }",
    { faults: { 'grant revoked': 1 } },
  ),
  {
    name: 'a connection to be reconnected is called',
    changes: [
      {
        file: 'src/sync/pull.ts',
        find: "if (connection.status !== 'active') return stopped(turn)",
        put: '',
      },
      {
        file: 'src/sync/night.ts',
        find: "if (connection?.status !== 'active') return done('not_active')",
        put: "if (connection === null) return done('not_active')",
      },
      {
        file: 'src/jobs/schedule.ts',
        find: "WHERE workspace_id = ? AND status = 'active' ORDER BY id",
        put: 'WHERE workspace_id = ? ORDER BY id',
      },
      {
        file: 'src/jobs/schedule.ts',
        find: "WHERE workspace_id = s.workspace_id AND status = 'active' ORDER BY id",
        put: 'WHERE workspace_id = s.workspace_id ORDER BY id',
      },
    ],
    shows: { faults: { 'grant revoked': 1 } },
  },
  one(
    'a grant is used before it is stored',
    GRANTS,
    'if (await keep(grant, before.version)) return grant',
    'if (grant.token.length > 0) return grant\n      if (await keep(grant, before.version)) return grant',
    { faults: {}, plan: { crms: ['salesforce'] } },
  ),
  one('no fencing on refresh', GRANTS, 'AND id = ? AND grant_version = ?`', 'AND id = ? AND ? IS NOT NULL`', {
    faults: { 'renewal of a grant held up': 0.6 },
    plan: { crms: ['salesforce'], runtime: 'edge', programs: 3, slots: 2, pageRows: 2 },
  }),
  {
    name: 'retry without bound',
    changes: [
      { file: DECIDE, find: 'attempts >= MAX_ATTEMPTS', put: 'attempts < 0' },
      { file: DECIDE, find: 'FIRST_DELAY_MS * GROWTH ** (attempts - 1)', put: 'FIRST_DELAY_MS' },
    ],
    shows: { faults: { 'http 500': 0.97 } },
  },
  {
    name: 'Retry-After ignored in place and told to nobody',
    changes: [
      {
        file: 'connectors/retry.ts',
        find: 'if (failure.retryAfterMs !== null) return withJitter(failure.retryAfterMs, random)',
        put: '',
      },
      {
        file: 'connectors/transport.ts',
        find: 'if (retryAfterMs !== null && !NOT_HERE.has(status)) await budget.rest(retryAfterMs)',
        put: 'if (retryAfterMs !== null && NOT_HERE.has(status)) await budget.rest(retryAfterMs)',
      },
    ],
    shows: { faults: { 'http 503 with Retry-After': 0.3 } },
  },
  one(
    'only who was told waits for a Retry-After',
    'connectors/transport.ts',
    'if (retryAfterMs !== null && !NOT_HERE.has(status)) await budget.rest(retryAfterMs)',
    'if (retryAfterMs !== null && NOT_HERE.has(status)) await budget.rest(retryAfterMs)',
    {
      faults: { 'http 503 with Retry-After': 0.3 },
      plan: { runtime: 'edge', programs: 3, slots: 2, pushes: true },
    },
  ),
]
