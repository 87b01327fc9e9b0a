/**
 * One at a time reads what was marked, and after a failure nobody before the cool-down is over (invariant 7). How often it
 * failed in a row stands in the holder's name: a mark has no run to count on.
 */
import type { Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { Client } from '../../db/client.ts'
import type { Lease } from './lease.ts'

const COOL_DOWN = 'cool-down/'

export type ChangedLease =
  | { readonly taken: true; readonly lease: Lease; readonly attempts: number }
  | { readonly taken: false; readonly until: Instant | null }

export async function takeChanged(
  client: Client,
  source: string,
  now: Instant,
  termMs: number,
): Promise<ChangedLease> {
  const name = `changed/${source}`
  const args = { name, holder: crypto.randomUUID(), until: addMs(now, termMs), now }
  const [before, taken] = await client.batch(
    [
      { sql: 'SELECT holder, until FROM lease WHERE name = ?', args: [name] },
      { sql: take, args },
    ],
    'write',
  )
  const [known, row] = [before?.rows[0], taken?.rows[0]]
  if (row === undefined) return { taken: false, until: known === undefined ? null : String(known.until) }
  return { taken: true, lease: { name, fence: Number(row.fence) }, attempts: attemptsOf(known?.holder) }
}

const take = `INSERT INTO lease (name, holder, until, fence) VALUES (:name, :holder, :until, 1)
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until, fence = fence + 1
  WHERE until <= :now RETURNING fence`

function attemptsOf(holder: unknown): number {
  return typeof holder === 'string' && holder.startsWith(COOL_DOWN)
    ? Number(holder.slice(COOL_DOWN.length))
    : 0
}

/** `attempts`: failures in a row so far; 0 where the count begins anew after it. */
export async function coolDown(
  client: Client,
  { name, fence }: Lease,
  attempts: number,
  until: Instant,
): Promise<void> {
  await client.execute({
    sql: 'UPDATE lease SET holder = ?, until = ? WHERE name = ? AND fence = ?',
    args: [`${COOL_DOWN}${attempts}`, until, name, fence],
  })
}
