/** The middle of a set that numbers enter and leave from day to day. Pure. */
import type { Stretch } from './reach.ts'

export interface Running {
  add(stretch: Stretch, value: number): void
  /** To be asked day by day. Half way between the two in the middle; null of none. */
  at(day: number): number | null
}

export function running(days: number): Running {
  const changes = Array.from({ length: days + 1 }, (): { in: number[]; out: number[] } => ({
    in: [],
    out: [],
  }))
  const sorted: number[] = []

  /** The first place with a number that is not smaller. */
  function place(value: number): number {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle] as number) < value) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    add([from, to], value) {
      changes[from]?.in.push(value)
      changes[to]?.out.push(value)
    },
    at(day) {
      for (const value of changes[day]?.in ?? []) sorted.splice(place(value), 0, value)
      for (const value of changes[day]?.out ?? []) sorted.splice(place(value), 1)
      if (sorted.length === 0) return null
      const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
      return ((low as number) + (high as number)) / 2
    },
  }
}
