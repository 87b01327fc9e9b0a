/** Over what a CRM worked a number out, and with whose rights, in sentences. Pure. */
import type { Translate } from '../../i18n/index.ts'
import type { NativeBasis } from './types.ts'

export interface Told {
  readonly basis: NativeBasis
  readonly moves: boolean
  /** Left out where only what stands is told. */
  readonly people?: number | null
}

export function rightsWords({ basis, moves, people = null }: Told, t: Translate): readonly string[] {
  const { user, profile, scope } = basis
  return [
    rights(user, profile, t),
    ...(scope === null ? [] : [t('native.scope', { scope })]),
    ...(people === null ? [] : [t('native.people', { n: people })]),
    ...(moves ? [t('native.moves')] : []),
  ]
}

function rights(user: string | null, profile: string | null, t: Translate): string {
  if (user === null) return t('native.rightsUnknown')
  return profile === null ? t('native.rightsUser', { user }) : t('native.rights', { user, profile })
}
