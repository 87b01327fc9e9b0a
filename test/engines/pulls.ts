/** A sync by hand of each connection, as messages. */
import type { Day } from '../../connectors/contract.ts'
import type { AppDeps } from '../../src/app-env.ts'
import { openRun } from '../../src/sync/night.ts'
import type { Company } from './companies.ts'

export async function pullAll(
  platform: AppDeps,
  { id: workspaceId, connections }: Company,
  name: string,
  day: Day,
): Promise<void> {
  const { db } = await platform.open(workspaceId)
  for (const source of Object.keys(connections)) {
    const runId = `${source}-${name}`
    await openRun(db, { runId, source, day, kind: 'manual', now: platform.now() })
    await platform.queue.send({ kind: 'pull', workspaceId, source, runId })
  }
}
