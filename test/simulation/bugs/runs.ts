/** Bugs of nights and runs: when they are due, who works on them, when they are over. */
import type { Bug } from '../plant.ts'
import { one } from './one.ts'

/** A calm night after a day of 25 hours. */
const longDay = {
  faults: {},
  plan: { timeZone: 'Europe/Berlin', firstDay: '2026-10-22', nights: 4, clockChange: true },
} as const

export const runBugs: readonly Bug[] = [
  {
    name: 'a run is complete while a stream walks',
    changes: [
      {
        file: 'src/sync/views.ts',
        find: "if (status !== 'done') return false",
        put: "if (status === 'rest') return false; if (status === 'walking') return true",
      },
      {
        file: 'src/sync/ending.ts',
        find: "AND run_id = :run AND status <> 'done')",
        put: "AND run_id = :run AND status = 'rest')",
      },
    ],
  },
  one(
    'a lease is no hindrance',
    'src/sync/stream-lease.ts',
    `AND (lease_until IS NULL OR NOT (\${isHeld}))`,
    '',
    {
      faults: { 'http 500': 0.1, 'http 503 with Retry-After': 0.1, 'message duplicated': 0.3 },
      plan: { runtime: 'edge', programs: 3, slots: 2, pageRows: 2 },
    },
  ),
  one(
    'a lease never ends',
    'src/sync/stream-lease.ts',
    'export const isHeld = `lease_until > :now\n',
    "export const isHeld = `lease_until > '' AND :now <> ''\n",
  ),
  {
    name: 'the sweep finds nothing',
    changes: [
      {
        file: 'src/jobs/sweep.ts',
        find: 'of await scheduled(platform)) {',
        put: 'of (await scheduled(platform)).filter(() => false)) {',
      },
      {
        file: 'src/jobs/sweep-one.ts',
        find: 'if (known === null) return',
        put: 'if (known !== null) return',
      },
    ],
  },
  one(
    'the next night is 24 hours later',
    'src/jobs/schedule.ts',
    'args: [day, nextNight(due.workspaceId, now, due.timeZone), due',
    'args: [day, addMs(due.nextAt, 86_400_000), due',
    longDay,
  ),
  one(
    'yesterday is today less one',
    'src/jobs/schedule.ts',
    'return localDay(addMs(startOfDay(localDay(now, timeZone), timeZone), -1), timeZone)',
    'return addDays(localDay(now, timeZone), -1)',
  ),
  one(
    'every delivery opens a night of its own',
    'src/sync/night.ts',
    `return \`\${source}-\${day}-night\``,
    `return \`\${source}-\${day}-\${crypto.randomUUID()}\``,
  ),
  one(
    'a night is known by its hour and not by its day',
    'src/sync/night.ts',
    'const runId = nightId(source, day)',
    'const runId = nightId(source, day) + now.slice(0, 13)',
    { faults: { 'message delayed': 0.5 }, plan: { runtime: 'edge' } },
  ),
  one(
    'a night is planned by the hour of UTC',
    'src/jobs/schedule.ts',
    'return addMs(atLocalTime(day, FIRST_HOUR, timeZone), spreadMs(workspaceId))',
    "return addMs(atLocalTime(day, FIRST_HOUR, 'UTC'), spreadMs(workspaceId))",
  ),
]
