/** The attacker's side: what a system of answers fixes of few people. */

/** Small enough for products to stay exact. Whoever is given away over the rationals is given away here. */
const P = 33_554_393

export interface Owned {
  readonly owner: string
}

/** Groups of fewer people than the minimum of whom a combination of the rows tells something, and of nobody else. */
export function givenAway(
  deals: readonly Owned[],
  rows: readonly (readonly boolean[])[],
  minimum: number,
): string[][] {
  // Deals of one person that are in the same rows are one unknown.
  const unknown = new Map<string, { readonly owner: string; readonly column: number[] }>()
  deals.forEach(({ owner }, n) => {
    const column = rows.map((row) => (row[n] === true ? 1 : 0))
    unknown.set(`${owner} ${column.join('')}`, { owner, column })
  })
  const columns = [...unknown.values()]
  const whole = rank(columns.map(({ column }) => column))
  const owners = [...new Set(deals.map(({ owner }) => owner))]
  return groupsOf(owners, minimum - 1).filter(
    (group) => rank(columns.flatMap(({ owner, column }) => (group.includes(owner) ? [] : [column]))) < whole,
  )
}

function groupsOf(owners: readonly string[], most: number): string[][] {
  if (most === 0) return []
  return owners.flatMap((owner, n) => [
    [owner],
    ...groupsOf(owners.slice(n + 1), most - 1).map((rest) => [owner, ...rest]),
  ])
}

function rank(vectors: readonly (readonly number[])[]): number {
  const distinct = [...new Map(vectors.map((one) => [one.join(''), one])).values()]
  const basis: { readonly lead: number; readonly row: number[] }[] = []
  for (const vector of distinct) {
    let row = [...vector]
    for (const { lead, row: pivot } of basis) {
      const times = row[lead] ?? 0
      if (times !== 0) row = row.map((entry, n) => (((entry - times * (pivot[n] ?? 0)) % P) + P) % P)
    }
    const lead = row.findIndex((entry) => entry !== 0)
    if (lead < 0) continue
    const inverse = inverseOf(row[lead] ?? 1)
    basis.push({ lead, row: row.map((entry) => (entry * inverse) % P) })
  }
  return basis.length
}

/** Euclid's way. */
function inverseOf(value: number): number {
  let [a, b, x, y] = [value, P, 1, 0]
  while (b !== 0) {
    const times = Math.floor(a / b)
    ;[a, b, x, y] = [b, a - times * b, y, x - times * y]
  }
  return ((x % P) + P) % P
}
