/** Invariant 4, after each statement that writes deals: what the CRM has told newer is never taken back for something older. */
import { columnsOf, wholeOf } from '../whole.ts'
import { violated, type World } from '../world.ts'

const columns = columnsOf('source', 'external_id', 'version')

export interface VersionChecks {
  check(): Promise<void>
}

export function checkVersions(world: World): VersionChecks {
  const newest = new Map<string, string>()
  return {
    async check() {
      const rows = await wholeOf(world.workspace, columns, 'FROM deal')
      for (const row of rows) {
        const key = `${row.source}/${row.external_id}`
        const [version, before] = [String(row.version), newest.get(key) ?? '']
        if (version < before) violated(world, 4, `deal ${key} went back from ${before} to ${version}`)
        newest.set(key, version)
      }
    },
  }
}
