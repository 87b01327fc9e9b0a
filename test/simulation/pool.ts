/** Processes that live seeds: threads of one process wait for each other at SQLite's memory. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Told, Work } from './worker.ts'

/** A life makes much that is soon forgotten: a larger nursery collects it less often. */
const execArgv = ['--max-semi-space-size=32']

/** Ends with the worker. `told` may answer true to end it earlier. */
export function startWorker(work: Work, told: (message: Told) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [JSON.stringify(work)], {
      execArgv,
      // A violation is an error: as JSON it would come without its message.
      serialization: 'advanced',
    })
    let ended = false
    worker.on('message', (message: Told) => {
      if (message.kind !== 'end' && !told(message)) return
      ended = true
      worker.kill()
    })
    worker.once('error', reject)
    worker.once('exit', (code, signal) =>
      ended ? resolve() : reject(new Error(`a worker of the simulation ended with ${signal ?? code}`)),
    )
  })
}

/** As many at once as there are workers, in the order of the list. */
export async function inTurn<T>(
  list: readonly T[],
  workers: number,
  run: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = [...list]
  async function next(): Promise<void> {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await run(one)
  }
  await Promise.all(Array.from({ length: workers }, next))
}
