/** A million deals through a small heap: our program in a process of its own, the CRM in this one. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startEndlessCrm } from './endless-crm.ts'
import type { Line } from './report.ts'

const HEAP_MB = 48
/** V8 keeps room in the old space for all of the young one; at its default size that is most of 48 MB, and it collects all day. */
const YOUNG_MB = 4
const DAY = '2026-11-22'
const NOW = '2026-11-23T03:30:00.000Z'

export async function importMillion(deals: number, rowsPerSecond: number): Promise<Line[]> {
  const crm = await startEndlessCrm(deals, DAY, NOW)
  const script = fileURLToPath(new URL('./million-child.ts', import.meta.url))
  const flags = [`--max-old-space-size=${HEAP_MB}`, `--max-semi-space-size=${YOUNG_MB}`]
  const options = [...flags, script, crm.url, crm.token, NOW, DAY]
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: string[] = []
  child.stdout.on('data', (chunk) => said.push(String(chunk)))
  const [code] = await once(child, 'close')
  crm.close()
  if (code !== 0) throw new Error(`the import of ${deals} deals ended with ${code}`)
  const told = JSON.parse(said.join('')) as {
    readonly heap: number
    readonly ms: number
    readonly cpuMs: number
    readonly status: string
    readonly deals: number
  }
  if (told.status !== 'complete' || told.deals !== deals)
    throw new Error(`the import is ${told.status} with ${told.deals} of ${deals} deals`)
  const [seconds, cpu] = [told.ms, told.cpuMs].map((ms) => Math.round(ms / 1000))
  return [
    {
      ...{
        what: `import of ${deals} deals: peak heap`,
        ours: told.heap / 2 ** 20,
        other: HEAP_MB,
        unit: 'MB',
      },
      against: `${flags.join(' ')}; it finished`,
    },
    {
      ...{
        what: `import of ${deals} deals`,
        ours: (deals / told.ms) * 1000,
        other: rowsPerSecond,
        unit: 'rows/s',
      },
      against: `commit alone; ${seconds} s over a socket, ${cpu} s of them our own CPU`,
    },
  ]
}
