/** Asks the CRM while the form is open, and on the way to be saved. */

import type { Unit } from '../metrics/types.ts'
import type { AskNative } from '../okr/native/ask.ts'
import { nativeIssue } from '../okr/native/issue.ts'
import { rightsWords } from '../okr/native/rights-words.ts'
import type { NativeInput } from '../okr/native/types.ts'
import type { Workspace } from '../platform.ts'
import type { PageContext, WebDeps } from './ctx.ts'
import type { Previewed } from './read-preview.ts'

export function asking({ askNative }: WebDeps, workspace: Workspace): { readonly askNative?: AskNative } {
  return askNative === undefined ? {} : { askNative: askNative(workspace) }
}

export async function previewNative(
  deps: WebDeps,
  workspace: Workspace,
  input: NativeInput,
  unit: Unit,
  { t, f }: PageContext,
): Promise<Previewed> {
  const { askNative } = asking(deps, workspace)
  if (askNative === undefined) return { ok: false, issues: [nativeIssue({ code: 'not_offered' })] }
  const answer = await askNative(input, unit)
  if (!answer.ok) return { ok: false, issues: [nativeIssue(answer.trouble)] }
  const { value, basis, moves, people } = answer.checked
  const notes = [
    ...(basis.title === null ? [] : [t('native.report', { title: basis.title })]),
    ...rightsWords({ basis, moves, people }, t),
  ]
  return {
    ok: true,
    preview: { value: f.value(value, unit, workspace.currency, 'exact'), note: notes.join(' ') },
  }
}
