/** Imports from the CRM at the address given, in a process of its own, and says how large its heap became. */
import { connectCrm } from '../../src/sync/connect.ts'
import { oneNight } from './one-night.ts'
import { benchPlatform } from './platform.ts'

const [apiUrl = '', token = '', now = '', day = ''] = process.argv.slice(2)
const world = await benchPlatform(now, 'million')
const { platform } = world
const connected = await connectCrm(platform, {
  ...{ workspaceId: 'company', crm: 'hubspot', label: 'HubSpot', properties: [], config: { token, apiUrl } },
})
if (!connected.ok) throw new Error(`hubspot: ${connected.failure.kind}`)

let heap = 0
const sample = () => {
  heap = Math.max(heap, process.memoryUsage().heapUsed)
}
const sampling = setInterval(sample, 20)
const began = performance.now()
const cpuBefore = process.cpuUsage()
await oneNight({
  day,
  queueMs: 0,
  platformOf: () => platform,
  onPage({ stream, records }) {
    sample()
    if (stream === 'deals' && records % 100_000 === 0) process.stderr.write(`  ${records} deals\n`)
  },
})
clearInterval(sampling)
const { rows } = await world.workspace.db.$client.execute(
  "SELECT status, (SELECT COUNT(*) FROM deal) AS deals FROM run WHERE kind = 'night'",
)
const { user, system } = process.cpuUsage(cpuBefore)
const cpuMs = (user + system) / 1000
const told = {
  heap,
  ms: performance.now() - began,
  cpuMs,
  status: rows[0]?.status,
  deals: Number(rows[0]?.deals),
}
process.stdout.write(`${JSON.stringify(told)}\n`)
process.exit(0)
