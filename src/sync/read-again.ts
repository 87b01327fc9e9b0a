/**
 * Records are asked for again from the first one where what we ask of each has changed: an extra property was added, or the
 * CRM shows a field that it hid. Records that nobody edits would otherwise stay as they were read.
 */
import type { InStatement } from '@libsql/client/web'

/** The account at `:account` hides other fields than the one we knew. */
export const showsMore = "s.account ->> '$.hidden' IS NOT json(:account) ->> '$.hidden'"

/** `when` is a condition over the row of `source` before it is written. */
export function readAgain(source: string, when: string, args: Readonly<Record<string, string>>): InStatement {
  return {
    // The version moves, so that a page of the old question that is on its way writes nothing.
    sql: `UPDATE stream_state SET cursor = NULL, version = version + 1
      WHERE source = :source AND stream IN ('companies', 'deals')
        AND EXISTS (SELECT 1 FROM source s WHERE s.id = :source AND (${when}))`,
    args: { source, ...args },
  }
}
