/** Threads that live seeds. */
import { Worker } from 'node:worker_threads'
import type { Told, Work } from './worker.ts'

/** Ends with the worker. `told` may answer true to end it earlier. */
export function startWorker(work: Work, told: (message: Told) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: work })
    worker.on('message', (message: Told) => {
      if (told(message)) void worker.terminate()
    })
    worker.once('error', reject)
    worker.once('exit', () => resolve())
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
