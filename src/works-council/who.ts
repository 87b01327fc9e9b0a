/** Who did something, in words: a member, a part of the program, or somebody who has left. */
import type { Translate } from '../i18n/index.ts'

export function whoOf(
  id: string,
  { names }: { readonly names: ReadonlyMap<string, string> },
  t: Translate,
): string {
  if (id === 'works-council') return t('app.name')
  if (id === 'command line') return t('council.commandLine')
  return names.get(id) ?? t('council.gone')
}
