/** What our package in the org sends: `BEHAVIOR.md` has the agreement. */
import * as z from 'zod'
import { idWire } from './wire.ts'

/** Change events come to a trigger 2,000 at a time at most. */
export const MOST_EVENTS = 2_000

/** Read before the signature is, hence few. Events are read one by one, so that a broken one costs itself and not the batch. */
export const pushWire = z.object({ orgId: idWire, events: z.array(z.unknown()).max(MOST_EVENTS) })

export const eventWire = z.object({
  id: idWire,
  /** As a change event names it: `CREATE`, `UPDATE`, `DELETE`, `UNDELETE`, or one of the `GAP_` kinds. */
  change: z.string(),
  at: z.string(),
  /** The same when the event is sent again. */
  key: z.string().min(1).max(200),
})
