/** The crash matrix: every call of one night to the outside, struck in every way, must leave the same company behind. */
import { Worker } from 'node:worker_threads'
import type { CrashTold, CrashWork } from './crash-worker.ts'

export interface CrashReport {
  /** Calls of the undisturbed night. */
  points: number
  scenes: number
  readonly wrong: string[]
}

/** `every`: one of so many calls, beginning with the `from`th; 1 takes all. */
export async function crashMatrix(workers: number, every = 1, from = 0): Promise<CrashReport> {
  const report: CrashReport = { points: 0, scenes: 0, wrong: [] }
  function told(message: CrashTold): void {
    if (message.kind === 'calm') {
      report.points = message.points
      if (message.unfinished > 0) report.wrong.push('the undisturbed night does not complete')
      return
    }
    report.scenes += 1
    if (message.wrong !== null) report.wrong.push(`call ${message.at}, ${message.fate}: ${message.wrong}`)
  }
  const shares = Array.from({ length: workers }, (_, n) => ({
    first: from + n * every,
    step: workers * every,
  }))
  await Promise.all(shares.map((share) => run(share, told)))
  return report
}

function run(work: CrashWork, told: (message: CrashTold) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./crash-worker.ts', import.meta.url), { workerData: work })
    worker.on('message', told)
    worker.once('error', reject)
    worker.once('exit', () => resolve())
  })
}
