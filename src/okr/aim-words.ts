/** What a key result aims at, in words. Pure. */

import type { Precision } from '../i18n/format.ts'
import type { Formatters, Translate } from '../i18n/index.ts'
import type { KeyResult } from './types.ts'

interface Words {
  readonly t: Translate
  readonly f: Formatters
}

/** `Ziel 3,2 Mio. €` or the band to hold; empty without an aim. */
export function aimWords(
  { kind, unit, currency, target, lower, upper }: KeyResult,
  { t, f }: Words,
  precision?: Precision,
): string {
  const show = (value: number) => f.value(value, unit, currency, precision)
  if (kind === 'reach') return target === null ? '' : t('kr.target', { target: show(target) })
  if (lower !== null && upper !== null)
    return t('kr.band.between', { lower: show(lower), upper: show(upper) })
  if (lower !== null) return t('kr.band.atLeast', { lower: show(lower) })
  return upper === null ? '' : t('kr.band.atMost', { upper: show(upper) })
}
