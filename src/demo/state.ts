/** What the demo company has lived through, kept beside the databases so that a restart replays it. */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

export const DEMO_TIME_ZONE = 'Europe/Berlin'

const stateSchema = z.strictObject({
  seed: z.int(),
  /** The last day of the company's history before Pegel met it. */
  anchor: z.string(),
  /** The last day whose night was played. */
  day: z.string(),
  /** The virtual clock is the real one plus this. */
  shiftMs: z.int(),
  /** Where the sandboxes listen; a second process finds them there. */
  ports: z.strictObject({ hubspot: z.int(), salesforce: z.int() }),
  /** What people changed in the sandboxes, in order. */
  edits: z.array(
    z.strictObject({
      crm: z.enum(['hubspot', 'salesforce']),
      /** The last lived day when it was made. */
      day: z.string(),
      method: z.enum([
        'createDeal',
        'updateDeal',
        'deleteDeal',
        'restoreDeal',
        'mergeDeals',
        'upsertCompany',
      ]),
      args: z.array(z.unknown()),
    }),
  ),
})
export type DemoState = z.infer<typeof stateSchema>

export interface DemoFile {
  /** Null before the first start. Cheap to call at every request: the file is read again only when it changed. */
  read(): DemoState | null
  write(state: DemoState): void
}

export function demoFile(dataDir: string): DemoFile {
  const path = join(dataDir, 'demo.json')
  let cached: { version: string; state: DemoState } | null = null

  function read(): DemoState | null {
    if (!existsSync(path)) return null
    // Each write is a new file: two of them within one tick of the file system's clock have one time.
    const { mtimeMs, ino, size } = statSync(path)
    const version = `${mtimeMs} ${ino} ${size}`
    if (cached?.version !== version) {
      cached = { version, state: stateSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) }
    }
    return cached.state
  }

  /** A rename is atomic: a killed process leaves the old file or the new one, never half of one. */
  function write(state: DemoState): void {
    mkdirSync(dataDir, { recursive: true })
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`)
    renameSync(draft, path)
  }

  return { read, write }
}
