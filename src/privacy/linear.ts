/**
 * Row elimination modulo a prime, as much as telling differences apart needs. The prime keeps products exact in a double.
 * What is dependent over the rationals is dependent here too, so nothing that can be worked out is missed but for a
 * combination all of whose numbers are multiples of the prime.
 */

/** The largest prime below 2^26. */
export const PRIME = 67_108_859

export type Row = Int32Array

/**
 * Combinations of the rows that are zero in all columns of `away`: a basis of them. The rows are changed. What is wanted
 * of a combination beyond those columns stands in further columns of the rows.
 */
export function without(rows: readonly Row[], away: readonly number[]): Row[] {
  const left = [...rows]
  for (const column of away) {
    const at = left.findIndex((row) => (row[column] ?? 0) !== 0)
    if (at < 0) continue
    const [pivot] = left.splice(at, 1) as [Row]
    const inverse = power(pivot[column] ?? 1, PRIME - 2)
    for (const row of left) {
      const entry = row[column] ?? 0
      if (entry !== 0) subtract(row, pivot, (entry * inverse) % PRIME)
    }
  }
  return left
}

function subtract(row: Row, pivot: Row, times: number): void {
  for (let n = 0; n < row.length; n++) {
    const other = pivot[n] ?? 0
    if (other === 0) continue
    const rest = ((row[n] ?? 0) - ((times * other) % PRIME)) % PRIME
    row[n] = rest < 0 ? rest + PRIME : rest
  }
}

function power(base: number, exponent: number): number {
  let [result, square, left] = [1, base, exponent]
  while (left > 0) {
    if (left % 2 === 1) result = (result * square) % PRIME
    square = (square * square) % PRIME
    left = Math.floor(left / 2)
  }
  return result
}
