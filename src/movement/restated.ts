/** The final value of a key result and what the CRM says by now, as the two ends of a movement. */
import { eq } from 'drizzle-orm'
import { localDay } from '../../connectors/values/time.ts'
import { frozen, restated } from '../../db/workspace/schema.ts'
import { valueFrom } from '../okr/rows.ts'
import type { Workspace } from '../platform.ts'
import { readPublished } from './published.ts'
import type { Published } from './types.ts'

/** In place of a day: after the freezing. */
export const RESTATED = 'restated'

/** Without two ends where nothing changed since, or nothing is final. */
export async function readRestated({ db, timeZone }: Workspace, id: string) {
  const [found, [final], [now]] = await Promise.all([
    readPublished(db, id, {}),
    db.select().from(frozen).where(eq(frozen.keyResultId, id)),
    db.select().from(restated).where(eq(restated.keyResultId, id)),
  ])
  if (found === null) return null
  const values: Published[] =
    final?.value == null || final.day === null || now === undefined
      ? []
      : [
          { day: final.day, value: valueFrom(final.value), publishedAt: final.frozenAt },
          { day: localDay(now.at, timeZone), value: valueFrom(now.value), publishedAt: now.at },
        ]
  return { ...found, values }
}
