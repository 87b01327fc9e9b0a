/** Pages that come short or empty though more follow, where the account is set to have such. */
import { hashOf } from '../../demo/prng.ts'
import type { Portal } from './portal.ts'

export function shortened(limit: number, { switches }: Portal): number {
  return switches.shortPages ? Math.max(1, Math.floor(limit * 0.6)) : limit
}

/** One place in three shows nothing at the first look. A mark that begins with a zero is the second look. */
export function isEmptied(mark: string, { switches }: Portal): boolean {
  return switches.emptyPages && !/^0\d/.test(mark) && hashOf('empty', mark) % 3 === 0
}

export const withoutZeros = (mark: string) => mark.replace(/^0+(?=\d)/, '')
