/** Who a contract is with: customers that the CRM merged are one, at all times. Pure. */
import type { Row } from '@libsql/client/web'

export interface Customer {
  /** The same for all that were merged into one. */
  readonly key: string
  readonly id: string | null
  readonly name: string | null
}

export interface Customers {
  /** A contract that names no customer is one of its own. */
  of(source: string, id: string | null, contract: string): Customer
}

/** Rows of `source, id, name, merged_into`. */
export function customersOf(rows: readonly Row[]): Customers {
  const known = new Map(rows.map((row) => [keyOf(String(row.source), String(row.id)), row]))
  const resolved = new Map<string, string>()

  /** The one that it was merged into in the end; of those that were merged in a circle the first by id. */
  function survivor(source: string, id: string): string {
    const kept = resolved.get(keyOf(source, id))
    if (kept !== undefined) return kept
    const way: string[] = []
    let at = id
    for (;;) {
      const round = way.indexOf(at)
      if (round >= 0) {
        at = way.slice(round).sort()[0] ?? at
        break
      }
      way.push(at)
      const into = known.get(keyOf(source, at))?.merged_into
      if (typeof into !== 'string') break
      at = into
    }
    for (const each of way) resolved.set(keyOf(source, each), at)
    return at
  }

  return {
    of(source, id, contract) {
      if (id === null) return { key: `${source} \n${contract}`, id: null, name: null }
      const one = survivor(source, id)
      const name = known.get(keyOf(source, one))?.name
      return { key: keyOf(source, one), id: one, name: typeof name === 'string' ? name : null }
    },
  }
}

function keyOf(source: string, id: string): string {
  return `${source}\n${id}`
}
