/** What serves what, and where it would come back to itself. Pure. */

export interface Serves {
  /** Objective that serves. */
  readonly from: string
  /** Objective that is served. */
  readonly to: string
}

/** The way from `to` back to `from`, both named: what the new edge would close to a circle. Null: it may be drawn. */
export function circle(edges: readonly Serves[], { from, to }: Serves): readonly string[] | null {
  const next = Map.groupBy(edges, (edge) => edge.from)
  const before = new Map<string, string | null>([[to, null]])
  const queue = [to]
  // Bounded by the number of objectives: each is met once.
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (at === from) return wayTo(at, before)
    for (const edge of next.get(at) ?? []) {
      if (before.has(edge.to)) continue
      before.set(edge.to, at)
      queue.push(edge.to)
    }
  }
  return null
}

function wayTo(end: string, before: ReadonlyMap<string, string | null>): readonly string[] {
  const way: string[] = []
  for (let at: string | null = end; at !== null; at = before.get(at) ?? null) way.unshift(at)
  return way
}
