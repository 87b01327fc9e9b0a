/** What the demo company has lived through, kept beside the databases so that a restart replays it. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
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
  /** Of this company's sandboxes alone: it tells them from whoever else may listen at their ports. */
  secret: z.string().default('demo'),
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
  /** Null before the first start. Cheap enough for every request: what did not change is not parsed again. */
  read(): DemoState | null
  write(state: DemoState): void
}

export function demoFile(dataDir: string): DemoFile {
  const path = join(dataDir, 'demo.json')
  let cached: { text: string; state: DemoState } | null = null

  /** The text itself is compared: file times and sizes can be the same for two states, and then a day is lived twice. */
  function read(): DemoState | null {
    const text = textOf(path)
    if (text === null) return null
    if (cached?.text !== text) cached = { text, state: stateSchema.parse(JSON.parse(text)) }
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

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // A data folder that is a file is told by whoever opens the databases in it.
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}
