/** Plays a share of the crash matrix in a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { fates, playScene } from './crash-scene.ts'
import type { Fate } from './program.ts'
import { seeded } from './seeded.ts'

export interface CrashWork {
  /** This worker takes every `step`th call from `first`, counted from 0. */
  readonly first: number
  readonly step: number
}
export type CrashTold =
  | { readonly kind: 'calm'; readonly points: number; readonly unfinished: number }
  | { readonly kind: 'scene'; readonly at: number; readonly fate: Fate; readonly wrong: string | null }

const tell = (told: CrashTold) => parentPort?.postMessage(told)
const play = (at: number, fate: Fate) => seeded('crash', () => playScene(at, fate))

const { first, step } = workerData as CrashWork
const calm = await play(0, 'none')
tell({ kind: 'calm', points: calm.points, unfinished: calm.running })
for (let at = 1 + first; at <= calm.points; at += step)
  for (const fate of fates) {
    const scene = await play(at, fate)
    tell({ kind: 'scene', at, fate, wrong: wrongWith(scene) })
  }

function wrongWith({ struck, running, result }: Awaited<ReturnType<typeof play>>): string | null {
  if (struck === null) return 'the call was never made'
  if (running > 0) return `${struck}: a run did not complete`
  const [ours, theirs] = [result.split('\n'), calm.result.split('\n')]
  const n = theirs.findIndex((line, i) => line !== ours[i])
  return result === calm.result ? null : `${struck}: ${ours[n]?.trim()} in place of ${theirs[n]?.trim()}`
}
