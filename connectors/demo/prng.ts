/**
 * Small deterministic randomness: integer arithmetic and the four basic operations only, so that every platform draws
 * the same numbers. Each decision has its own stream, keyed by what it decides; adding one moves no other.
 */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** Whole, both ends included. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** About standard normal, within ±6. */
  normal(): number
}

/** Mixes the parts of a key into 32 bits (FNV-1a with a final avalanche). */
export function hashOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  const text = parts.join('\u0000')
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Mulberry32 over the key. */
export function randomOf(...key: readonly (string | number)[]): Random {
  let state = hashOf(...key)
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new Error('Nothing to pick from')
      return list[Math.floor(next() * list.length)] as T
    },
    normal() {
      let sum = -6
      for (let i = 0; i < 12; i += 1) sum += next()
      return sum
    },
  }
}

/** e to the x without `Math.exp`, whose last digit may differ between engines. */
export function exp(x: number): number {
  let power = 1 + x / 1024
  for (let i = 0; i < 10; i += 1) power *= power
  return power
}
