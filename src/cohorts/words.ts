/** A quarter in words: the month it begins in. Pure. */
import type { Day } from '../../connectors/contract.ts'
import type { Formatters } from '../i18n/index.ts'

export function quarterName({ from }: { readonly from: Day }, f: Formatters): string {
  return `${f.month(from)} ${from.slice(0, 4)}`
}
