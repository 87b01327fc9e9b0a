/** The CRM's number in the unit a person chose, inside the bounds of all our numbers. Pure. */
import type { NativeNumber, NativeTrouble } from '../../../connectors/native.ts'
import { ABSURD_MINOR, parseDecimal, toMinor } from '../../../connectors/values/money.ts'
import type { Unit } from '../../metrics/types.ts'

export type InUnit =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly trouble: NativeTrouble }

/** `currency`: the company's, which all its money is in; a foreign amount is refused and never converted by guess. */
export function inUnit({ number, currency: told }: NativeNumber, unit: Unit, currency: string): InUnit {
  if (unit === 'money' && told !== null && told !== currency)
    return { ok: false, trouble: { code: 'currency', found: told } }
  const value = converted(number, unit, currency)
  if (value === null || Math.abs(value) > ABSURD_MINOR)
    return { ok: false, trouble: { code: 'too_big', found: number } }
  if (unit === 'count' && !Number.isInteger(value))
    return { ok: false, trouble: { code: 'not_whole', found: number } }
  return { ok: true, value }
}

function converted(number: string, unit: Unit, currency: string): number | null {
  if (parseDecimal(number) === null) return null
  switch (unit) {
    case 'money':
      return toMinor(number, currency)
    // A percent field holds 42.5 for what we call 0.425.
    case 'ratio':
      return Number(number) / 100
    case 'count':
    case 'days':
      return Number(number)
    default:
      return unit satisfies never
  }
}

/** Which people stand behind it was asked, and they are too few. */
export function tooFew({ people }: NativeNumber, minimum: number): NativeTrouble | null {
  return people !== null && people < minimum ? { code: 'few_people', found: String(people) } : null
}
