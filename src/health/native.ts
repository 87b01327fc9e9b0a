/** Numbers that the CRM works out itself, as their last answers went: by key result, in cycles that go on. */
import type { ResultSet } from '@libsql/client/web'
import type { NativeTrouble } from '../../connectors/native.ts'

export interface NativeHealth {
  /** Key results that ask this connection. */
  readonly total: number
  /** Those whose last answer was no number. */
  readonly sick: readonly SickNative[]
}

export interface SickNative {
  readonly id: string
  readonly title: string
  readonly trouble: NativeTrouble
}

export const noNative: NativeHealth = { total: 0, sick: [] }

/** With `:source` and `:today`, a day that is in no zone's future. */
export const nativeQuery = `SELECT k.id, k.title, (SELECT n.trouble FROM native_reading n WHERE n.key_result_id = k.id
    ORDER BY n.at DESC, n.run_id DESC LIMIT 1) AS trouble
  FROM key_result k JOIN objective o ON o.id = k.objective_id JOIN cycle c ON c.id = o.cycle_id
  WHERE k.origin = 'native' AND k.definition ->> 'connection' = :source AND c.starts_on <= :today AND c.ends_on >= :today
  ORDER BY k.title`

export function nativeHealth(result: ResultSet | undefined): NativeHealth {
  const rows = result?.rows ?? []
  const sick = rows.flatMap(({ id, title, trouble }) =>
    trouble === null
      ? []
      : [{ id: String(id), title: String(title), trouble: JSON.parse(String(trouble)) as NativeTrouble }],
  )
  return { total: rows.length, sick }
}
