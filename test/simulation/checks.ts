/** All that looks on while a seed is lived, and when it looks. */
import type { Platform } from '../../src/platform.ts'
import type { Written } from './database.ts'
import { type CallChecks, checkCalls } from './invariants/calls.ts'
import { checkCursors } from './invariants/cursors.ts'
import { checkInferred } from './invariants/inferred.ts'
import { checkMirror } from './invariants/mirror.ts'
import type { ValueChecks } from './invariants/values.ts'
import { checkVersions } from './invariants/versions.ts'
import type { Weather } from './weather.ts'
import type { World } from './world.ts'

export interface Checks {
  readonly calls: CallChecks
  /** Once there are key results. */
  values: ValueChecks | null
  readonly written: Written
  readonly log: Platform['log']
  asksToReconnect(source: string): boolean
}

const failures: ReadonlySet<string> = new Set(['sync_failed', 'changed_failed', 'reconcile_failed'])

export function createChecks(world: World, weather: Pick<Weather, 'crowded'>): Checks {
  const calls = checkCalls(world, weather.crowded)
  const cursors = checkCursors(world)
  const versions = checkVersions(world)
  const statuses = new Map<string, string>()
  const completed = new Set<string>()

  async function connectionsWritten(): Promise<void> {
    const { rows } = await world.directory.execute('SELECT id, status, sealed_grant FROM connection')
    for (const row of rows) {
      const [id, status] = [String(row.id), String(row.status)]
      const sealed = String(row.sealed_grant ?? '')
      const grant = JSON.parse(sealed.slice(sealed.indexOf('|') + 1) || 'null') as {
        readonly token: string
      } | null
      if (grant !== null) calls.stored(id, grant.token)
      if (statuses.get(id) !== status)
        calls.revoked(id, status === 'reconnect' ? world.scheduler.now() : null)
      statuses.set(id, status)
    }
  }

  async function runsWritten(): Promise<void> {
    const { rows } = await world.workspace.execute(
      "SELECT id, source, started_at, data_through FROM run WHERE status = 'complete' AND kind IN ('night', 'manual')",
    )
    for (const row of rows) {
      const id = String(row.id)
      if (completed.has(id)) continue
      completed.add(id)
      const vendor = world.vendors.find((one) => one.id === row.source)
      const dataThrough = String(row.data_through)
      const earlier = rows.filter(
        (one) => one.source === row.source && String(one.data_through) < dataThrough,
      )
      const before =
        earlier
          .map((one) => String(one.data_through))
          .sort()
          .at(-1) ?? null
      const run = { dataThrough, startedAt: String(row.started_at), before }
      if (vendor !== undefined) await checkMirror(world, vendor, run)
    }
  }

  const checks: Checks = {
    calls,
    values: null,
    async written(which, sql) {
      world.trace.add('write', which, sql.slice(0, 80))
      if (which === 'directory') {
        if (sql.includes('connection')) await connectionsWritten()
        return
      }
      // A lease that is taken, renewed or given back moves no cursor.
      if (sql.includes('stream_state') && sql.includes('cursor')) await cursors.check()
      if (sql.includes('INTO inferred_removal')) await checkInferred(world)
      if (sql.includes('INTO deal')) await versions.check()
      if (sql.includes('measurement')) await checks.values?.check()
      if (sql.includes("status = 'complete'")) await runsWritten()
    },
    log(event, fields) {
      world.trace.add('log', event, JSON.stringify(fields))
      // What broke is ours: then no CRM has failed, and whoever has its stream goes on.
      if (failures.has(event) && fields.leads === 'retry' && fields.failure !== 'internal')
        calls.coolsDown(String(fields.source), Number(fields.attempts))
    },
    asksToReconnect: (source) => statuses.get(source) === 'reconnect',
  }
  return checks
}
