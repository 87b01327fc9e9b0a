/** The sound program, kept ready in a thread of its own. */
import { Worker } from 'node:worker_threads'
import type { Answer, Asked } from './sound-worker.ts'

export interface Sound {
  /** What is wrong with the seed though nothing is planted; null: nothing. */
  wrong(bug: string, seed: string): Promise<string | null>
  end(): Promise<unknown>
}

export function startSound(): Sound {
  const worker = new Worker(new URL('./sound-worker.ts', import.meta.url))
  const waiting = new Map<number, PromiseWithResolvers<string | null>>()
  let asks = 0
  worker.on('message', ({ ask, message }: Answer) => {
    waiting.get(ask)?.resolve(message)
    waiting.delete(ask)
  })
  worker.once('error', (error) => {
    for (const { reject } of waiting.values()) reject(error)
  })
  return {
    wrong(bug, seed) {
      asks += 1
      const answer = Promise.withResolvers<string | null>()
      waiting.set(asks, answer)
      worker.postMessage({ ask: asks, bug, seed } satisfies Asked)
      return answer.promise
    },
    end: () => worker.terminate(),
  }
}
