/**
 * `seq`, the one counter of the workspace: states of deals and states of contracts draw from it in the order in which they
 * are committed, so that "as known at s" means the same moment in both tables.
 *
 * Whoever writes contract revisions gives them `nextSeqs` and runs `seqsTaken` later in the same batch; states of deals go
 * on from there by themselves.
 */

/** The newest state of any kind; 0 before the first. */
export const newestSeq =
  'MAX(COALESCE((SELECT MAX(seq) FROM revision), 0), COALESCE((SELECT MAX(seq) FROM contract_revision), 0))'

/** Column of an INSERT INTO contract_revision ... SELECT: the next free numbers, in the order of `order`. */
export function nextSeqs(order: string): string {
  return `${newestSeq} + ROW_NUMBER() OVER (ORDER BY ${order})`
}

/** So that the next state of a deal takes a number after them; a table that never had a row has no counter yet. */
export const seqsTaken = [
  `INSERT INTO sqlite_sequence (name, seq) SELECT 'revision', 0
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'revision')`,
  `UPDATE sqlite_sequence SET seq = MAX(seq, ${newestSeq}) WHERE name = 'revision'`,
] as const
