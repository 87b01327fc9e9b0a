/** Who works on what, for how long. A lease that ran out may be taken over; the fence tells the old holder apart. */
import type { Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { Client } from '../../db/client.ts'

export interface Lease {
  readonly name: string
  /** Rises with each holder: a write that carries an older one is refused. */
  readonly fence: number
}

/**
 * Null when somebody else holds it. One that ends later than any may end was written by a clock of another day: it is taken
 * over. Works on both databases: they have the same table.
 */
export async function takeLease(
  client: Client,
  name: string,
  holder: string,
  now: Instant,
  termMs: number,
): Promise<Lease | null> {
  const { rows } = await client.execute({
    sql: `INSERT INTO lease (name, holder, until, fence) VALUES (:name, :holder, :until, 1)
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until, fence = fence + 1
      WHERE until <= :now OR until > :beyond RETURNING fence`,
    args: { name, holder, until: addMs(now, termMs), now, beyond: addMs(now, 2 * termMs) },
  })
  return rows[0] === undefined ? null : { name, fence: Number(rows[0].fence) }
}

/** The row stays, so that the fence goes on rising. */
export async function releaseLease(client: Client, { name, fence }: Lease): Promise<void> {
  await client.execute({
    sql: "UPDATE lease SET until = '' WHERE name = ? AND fence = ?",
    args: [name, fence],
  })
}
