/** Which of the carried sums are checked tonight, and what that found. */
import type { InStatement } from '@libsql/client/web'
import * as z from 'zod'
import type { Day, Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'

/** One in so many, at least one, at most `MOST`: each night others, and the same whoever asks. */
const SHARE = 20
const MOST = 20

export function sampleOf(
  carried: readonly { readonly n: number; readonly print: string }[],
  day: Day,
): ReadonlySet<number> {
  const drawn = carried
    .map(({ n, print }) => ({ n, by: drawOf(`${day} ${print}`) }))
    .sort((a, b) => a.by - b.by)
  const size = Math.min(MOST, Math.ceil(carried.length / SHARE))
  return new Set(drawn.slice(0, size).map(({ n }) => n))
}

/** FNV-1a: spread evenly is all it has to be. */
export function drawOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash
}

export interface Checked {
  readonly carried: number
  readonly checked: number
  /** Metrics whose carried sums were not what counting finds. */
  readonly differing: readonly string[]
}

const checkSchema = z.object({
  /** When it was made, and of which day the values are. */
  at: z.string(),
  day: z.string(),
  carried: z.number(),
  checked: z.number(),
  differing: z.array(z.string()),
  /** The last day on which one differed. */
  differedOn: z.string().nullable(),
})
export type Check = z.infer<typeof checkSchema>

/** Setting: what the last check found. */
const KEY = 'carried.check'

/** A night asks in several groups: the largest is told, and a difference in any of them. */
export function checkStatement(
  { carried, checked, differing }: Checked,
  { day, now }: { readonly day: Day; readonly now: Instant },
): InStatement[] {
  if (checked === 0 && differing.length === 0) return []
  const same = "setting.value ->> 'at' = :now"
  return [
    {
      sql: `INSERT INTO setting (key, value) VALUES ('${KEY}', json_object('at', :now, 'day', :day, 'carried', :carried, 'checked', :checked,
          'differing', json(:differing), 'differedOn', CASE WHEN :differing <> '[]' THEN :day END))
        ON CONFLICT (key) DO UPDATE SET value = json_object('at', :now,
          'day', CASE WHEN ${same} THEN MAX(:day, setting.value ->> 'day') ELSE :day END,
          'carried', CASE WHEN ${same} THEN MAX(:carried, setting.value ->> 'carried') ELSE :carried END,
          'checked', CASE WHEN ${same} THEN MAX(:checked, setting.value ->> 'checked') ELSE :checked END,
          'differing', json(CASE WHEN ${same} AND :differing = '[]' THEN setting.value -> 'differing' ELSE :differing END),
          'differedOn', CASE WHEN :differing <> '[]' THEN :day ELSE setting.value ->> 'differedOn' END)`,
      args: { day, now, carried, checked, differing: JSON.stringify(differing) },
    },
  ]
}

/** Null before the first. */
export async function readCheck({ $client }: WorkspaceDb): Promise<Check | null> {
  const { rows } = await $client.execute(`SELECT value FROM setting WHERE key = '${KEY}'`)
  return rows[0] === undefined ? null : checkSchema.parse(JSON.parse(String(rows[0].value)))
}
