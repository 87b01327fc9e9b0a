/** Of which unit a composite is, and which metrics cannot be put together. Pure. */
import { catalogue } from '../catalogue.ts'
import type { Unit } from '../types.ts'
import type { Composite } from './types.ts'

/** What is divided by what: rows above, columns below. Null: nobody could say what that is. */
const quotients: Readonly<Record<Unit, Readonly<Record<Unit, Unit | null>>>> = {
  money: { money: 'ratio', count: 'money', days: 'money', ratio: null },
  count: { money: null, count: 'ratio', days: null, ratio: null },
  days: { money: null, count: null, days: 'ratio', ratio: null },
  ratio: { money: null, count: null, days: null, ratio: 'ratio' },
}

/** Null: terms that cannot be put together. Money is always in the company's currency, so two amounts always can. */
export function unitOfComposite({ operation, terms }: Composite): Unit | null {
  const [first, second, ...rest] = terms.map(({ metric }) => catalogue[metric].unit)
  if (first === undefined || second === undefined) return null
  if (operation === 'ratio') return quotients[first][second]
  return [second, ...rest].every((unit) => unit === first) ? first : null
}
