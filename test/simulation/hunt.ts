/**
 * Looks for each planted bug, in a program that has no other. What is found counts only when the same seed without the
 * bug is clean: otherwise the program that ships, or the harness, is what is wrong.
 */
import { inTurn, startWorker } from './pool.ts'
import { type Sound, startSound } from './sound.ts'
import type { Told } from './worker.ts'

export interface Hit {
  readonly seed: string
  /** Null: the program came to a stop. */
  readonly invariant: number | null
  readonly message: string
}
export interface Found {
  readonly bug: string
  /** Lived until it was found, or in vain. */
  readonly nights: number
  /** Null: not found within the nights. */
  readonly hit: Hit | null
  /** Seeds that end in a violation without the bug too, with that violation. */
  readonly unsound: readonly Hit[]
}

export async function hunt(
  names: readonly string[],
  base: string,
  most: number,
  workers: number,
  each: (found: Found) => void,
): Promise<Found[]> {
  const all: Found[] = []
  const sound = startSound()
  await inTurn(names, workers, async (bug) => {
    const found = await huntOne(bug, base, most, sound)
    all.push(found)
    each(found)
  })
  await sound.end()
  return all
}

async function huntOne(bug: string, base: string, most: number, sound: Sound): Promise<Found> {
  const unsound: Hit[] = []
  let [nights, first] = [0, 0]
  while (nights < most) {
    const { hit, lived, nextSeed } = await untilHit(bug, base, first, most - nights)
    nights += lived
    first = nextSeed
    if (hit === null) break
    const wrong = await sound.wrong(bug, hit.seed)
    if (wrong === null) return { bug, nights, hit, unsound }
    unsound.push({ ...hit, message: wrong, invariant: invariantOf(wrong) })
  }
  return { bug, nights, hit: null, unsound }
}

interface Tracked {
  hit: Hit | null
  lived: number
  nextSeed: number
}

async function untilHit(bug: string, base: string, first: number, nights: number): Promise<Tracked> {
  const tracked: Tracked = { hit: null, lived: 0, nextSeed: first }
  await startWorker({ bug, base, first, step: 1, nights }, (told) => {
    if (told.kind === 'end') return true
    tracked.nextSeed += 1
    if (told.kind === 'life') tracked.lived += told.result.nights
    tracked.hit ??= hitOf(told)
    return tracked.hit !== null
  })
  return tracked
}

function hitOf(told: Exclude<Told, { kind: 'end' }>): Hit | null {
  if (told.kind === 'broke') return { seed: told.seed, invariant: null, message: told.reason }
  const { seed, violation } = told.result
  if (violation === null) return null
  return { seed, invariant: invariantOf(violation.message), message: violation.message }
}

/** Of an error only its text comes from one thread to another. */
function invariantOf(message: string): number | null {
  const number = /^invariant (\d+) /.exec(message)?.[1]
  return number === undefined ? null : Number(number)
}
