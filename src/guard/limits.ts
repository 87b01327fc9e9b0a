/**
 * How often one caller may ask. Counted in memory by this process or isolate, in windows of a minute: it costs no look into a
 * database, and a flood is stopped where it arrives. An address is kept for that minute, here and nowhere else.
 */

export const limits = {
  /** Links that sign in, by address: guessing one is hopeless, trying costs. */
  sign_in: 60,
  /** Asked for by nobody who is known, by address. */
  stranger: 600,
  /** A person at work, open pages included. */
  person: 1200,
  /** Calls whose signature did not hold, by address: whoever guesses is not even listened to any more. */
  forged: 60,
  /** Believed pushes of one account of a CRM. */
  account: 1200,
  /** Believed calls of one person's cards. */
  card: 600,
} as const
export type Limit = keyof typeof limits

const WINDOW_MS = 60_000
/** Who floods with ever new names empties nobody's count: the window ends early, for all. */
const MOST_CALLERS = 50_000

interface Counts {
  windowEnds: number
  readonly calls: Map<string, number>
}

export interface Limiter {
  /** Counts a call. Null: go on; else the seconds until the next window. */
  count(limit: Limit, caller: string): number | null
  /** The same without counting it. */
  look(limit: Limit, caller: string): number | null
}

const kept = new WeakMap<object, Counts>()

/** `lifetime`: what lives as long as the process; at the edge the program is put together anew for each request. */
export function limiter(lifetime: object, nowMs: () => number = Date.now): Limiter {
  const counts = kept.get(lifetime) ?? { windowEnds: 0, calls: new Map() }
  kept.set(lifetime, counts)

  function asked(limit: Limit, caller: string, more: 0 | 1): number | null {
    const now = nowMs()
    if (now >= counts.windowEnds || counts.calls.size >= MOST_CALLERS) {
      counts.calls.clear()
      counts.windowEnds = now + WINDOW_MS
    }
    const key = `${limit} ${caller}`
    const calls = (counts.calls.get(key) ?? 0) + more
    if (more === 1) counts.calls.set(key, calls)
    const over = more === 1 ? calls > limits[limit] : calls >= limits[limit]
    return over ? Math.max(1, Math.ceil((counts.windowEnds - now) / 1000)) : null
  }

  return {
    count: (limit, caller) => asked(limit, caller, 1),
    look: (limit, caller) => asked(limit, caller, 0),
  }
}
