/** Lives seeds that a planted bug has failed, with all that they favour and without the bug. */
import { parentPort } from 'node:worker_threads'
import { bugs } from './bugs.ts'
import { live } from './life.ts'
import { seeded } from './seeded.ts'

export interface Asked {
  readonly ask: number
  readonly bug: string
  readonly seed: string
}
export interface Answer {
  readonly ask: number
  /** Null: clean. */
  readonly message: string | null
}

let before = Promise.resolve()
parentPort?.on('message', (asked: Asked) => {
  // One after the other: a seed has the process to itself.
  before = before.then(() => answer(asked))
})

async function answer({ ask, bug, seed }: Asked): Promise<void> {
  const shows = bugs.find(({ name }) => name === bug)?.shows
  const message = await seeded(seed, () => live(seed, 0, shows)).then(
    ({ violation }) => violation?.message ?? null,
    (error: unknown) => String(error),
  )
  parentPort?.postMessage({ ask, message } satisfies Answer)
}
