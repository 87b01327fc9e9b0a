/** How a measurement is told: both sides of one run, their ratio, and the absolute beside it. */

export interface Line {
  readonly what: string
  readonly ours: number
  readonly other: number
  /** Of both numbers: ms, calls, rows/s. */
  readonly unit: string
  /** What the other side is. */
  readonly against: string
}

export interface Bench {
  readonly name: string
  run(say: (line: string) => void): Promise<readonly Line[]>
}

export function lineText({ what, ours, other, unit, against }: Line): string {
  const ratio = other === 0 ? '–' : ratioText(ours / other)
  return `${what.padEnd(46)} ${number(ours)} ${unit.padEnd(7)} against ${number(other)} ${unit.padEnd(7)} = ${ratio.padStart(8)}  (${against})`
}

function ratioText(ratio: number): string {
  if (ratio > 0 && ratio < 0.1) return ratio.toPrecision(2)
  return ratio.toFixed(ratio < 10 ? 2 : 1)
}

function number(value: number): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0
  return value.toFixed(digits).padStart(9)
}

/** Milliseconds of the real clock, the median of `runs` after one that does not count. */
export async function medianMs(runs: number, work: () => Promise<unknown>): Promise<number> {
  await work()
  const times: number[] = []
  for (let i = 0; i < runs; i += 1) times.push(await elapsedMs(work))
  return percentile(times, 0.5)
}

export async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
