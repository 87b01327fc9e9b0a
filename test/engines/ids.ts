/** Ids of the deals, long enough that none appears in another text by chance. */
export const FIRST_DEAL = { hubspot: 771_000_000_001, both: 772_000_000_001, one: 773_000_000_001 } as const

export function idOfDeal(first: number, n: number): string {
  return String(first + n)
}
