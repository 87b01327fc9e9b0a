/** A native source at the door of a key result: it is asked once before it is kept, unless it stands there already. */
import type { Unit } from '../../metrics/types.ts'
import type { Issue } from '../types.ts'
import type { AskNative } from './ask.ts'
import { nativeIssue } from './issue.ts'
import { type NativeInput, type NativeSource, nativeInputOf } from './types.ts'

export type NativeDoor =
  | { readonly source: NativeSource }
  | { readonly source: null; readonly issues: readonly Issue[] }

/** `before`: the key result as it is, where it is only changed. */
export async function checkNative(
  input: NativeInput | null | undefined,
  unit: Unit,
  askNative: AskNative | undefined,
  before: { readonly native?: NativeSource; readonly unit: Unit } | null,
): Promise<NativeDoor> {
  if (input == null) return { source: null, issues: [{ field: 'native', code: 'required' }] }
  const stored = before?.native
  if (stored !== undefined && before?.unit === unit && isSame(nativeInputOf(stored), input))
    return { source: stored }
  if (askNative === undefined) return { source: null, issues: [nativeIssue({ code: 'not_offered' })] }
  const answer = await askNative(input, unit)
  return answer.ok
    ? { source: answer.checked.source }
    : { source: null, issues: [nativeIssue(answer.trouble)] }
}

function isSame(a: NativeInput, b: NativeInput): boolean {
  return (
    a.connection === b.connection &&
    a.kind === b.kind &&
    a.question === b.question &&
    a.confirmed === b.confirmed
  )
}
