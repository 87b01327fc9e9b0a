/** What was ever typed or pushed for a key result, each correction beside what it corrected. */
import { listValues } from '../okr/list-values.ts'
import { isMeasured } from '../okr/origin.ts'
import type { KeyResult } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import type { Authors } from './ctx.ts'
import type { WrittenRow } from './key-result-view.ts'

/** Null for a metric, whose values nobody writes. `authors`: null where the role does not need to know them. */
export async function readWritten(
  workspace: Workspace,
  { id, origin }: KeyResult,
  authors: Authors | null,
): Promise<readonly WrittenRow[] | null> {
  if (isMeasured(origin)) return null
  const values = (await listValues(workspace, id)) ?? []
  const ids = [...new Set(values.flatMap(({ author }) => author ?? []))]
  const names = authors === null || ids.length === 0 ? null : await authors(workspace.id, ids)
  return values.map(({ day, value, author, reason, createdAt }, i) => ({
    ...{ day, origin, createdAt, reason },
    value: value.value,
    author: author === null ? null : (names?.get(author) ?? null),
    replaced: values[i - 1]?.day === day,
  }))
}
