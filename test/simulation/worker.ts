/** Lives seeds in a process of its own, with one bug planted or none. */
import { bugs } from './bugs.ts'
import type { LifeResult } from './life.ts'
import { plant } from './plant.ts'
import { seeded } from './seeded.ts'

export interface Work {
  readonly bug: string | null
  /** Seeds are named `<base>-<n>`; this worker takes every `step`th from `first`. */
  readonly base: string
  readonly first: number
  readonly step: number
  /** Nights to be lived by this worker, at least. */
  readonly nights: number
}
export type Told =
  | { readonly kind: 'life'; readonly result: LifeResult }
  | { readonly kind: 'broke'; readonly seed: string; readonly reason: string }
  | { readonly kind: 'end' }

const tell = (told: Told) => process.send?.(told)

async function work({ bug: name, base, first, step, nights }: Work): Promise<void> {
  const bug = bugs.find((one) => one.name === name)
  if (name !== null && bug === undefined) throw new Error(`There is no planted bug named ${name}.`)
  const planted = bug === undefined ? null : plant(bug)
  const { live } = await import('./life.ts')
  const missing = planted === null ? [] : bug?.changes.filter(({ file }) => !planted().includes(file))
  if (missing !== undefined && missing.length > 0)
    throw new Error(`${name}: ${missing.map(({ file }) => file).join(', ')} was not loaded`)
  for (let n = first, lived = 0; lived < nights; n += step) {
    const seed = `${base}-${n}`
    try {
      const result = await seeded(seed, () => live(seed, 0, bug?.shows))
      lived += result.nights
      tell({ kind: 'life', result })
      if (result.violation !== null && bug !== undefined) break
    } catch (error) {
      // The harness itself came to a stop: a planted bug may do that, and nothing else.
      tell({
        kind: 'broke',
        seed,
        reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
      break
    }
  }
  tell({ kind: 'end' })
}

// Its parent gone, it has nobody to tell.
process.once('disconnect', () => process.exit())
await work(JSON.parse(process.argv[2] ?? '') as Work)
