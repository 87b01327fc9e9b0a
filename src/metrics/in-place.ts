/**
 * The ledger is only appended to, but for two things that are changed where they stand: a deal's day of creation, and the
 * extra properties of deals that are gone. Each is counted, so that sums from before are counted anew and not carried on.
 */

export const inPlace = { createdDays: 'ledger.created_days', properties: 'ledger.properties' } as const

/** Belongs in the batch of the change. `when`: what of it has changed; of the statement before, `changes() > 0`. */
export function countChange(key: (typeof inPlace)[keyof typeof inPlace], when: string): string {
  return `INSERT INTO setting (key, value) SELECT '${key}', '1' WHERE ${when}
  ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`
}
