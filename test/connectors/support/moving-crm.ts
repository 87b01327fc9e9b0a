/** A CRM in miniature for the window's laws: rows that change while they are read, and an index that is late. */

export type IdOrder = 'numeric' | 'text'

interface Version {
  readonly changedAt: number
  readonly indexedAt: number
}
export interface Row {
  readonly id: string
  readonly changedAt: number
}

export function createMovingCrm(order: IdOrder) {
  const rows = new Map<string, Version[]>()
  const compare = (a: string, b: string) =>
    order === 'numeric' ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0

  function ascending(after: string | null, limit: number, row: (id: string) => Row | null): Row[] {
    return [...rows.keys()]
      .filter((id) => after === null || compare(id, after) > 0)
      .sort(compare)
      .map(row)
      .filter((one) => one !== null)
      .slice(0, limit)
  }

  return {
    size: () => rows.size,
    ids: () => [...rows.keys()],
    edit(id: string, changedAt: number, indexedAt: number): void {
      rows.set(id, [...(rows.get(id) ?? []), { changedAt, indexedAt }])
    },
    newest: (id: string): Version => rows.get(id)?.at(-1) ?? { changedAt: 0, indexedAt: 0 },
    /** From the records themselves. */
    list: (after: string | null, limit: number): Row[] =>
      ascending(after, limit, (id) => ({ id, changedAt: rows.get(id)?.at(-1)?.changedAt ?? 0 })),
    /** From the index, as far as it has come at `now`. */
    search: (since: number, until: number, after: string | null, limit: number, now: number): Row[] =>
      ascending(after, limit, (id) => {
        const known = (rows.get(id) ?? []).filter((one) => one.indexedAt <= now).at(-1)
        if (known === undefined || known.changedAt < since || known.changedAt > until) return null
        return { id, changedAt: known.changedAt }
      }),
  }
}
