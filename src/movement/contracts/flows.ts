/** What became of a customer between the day of the opening and that of the closing. Pure. */

import type { Contract } from '../../metrics/retention/ledger.ts'
import { total, wasActiveBefore } from '../../metrics/retention/movement.ts'
import type { ContractStep } from '../steps.ts'
import { countedBy, type Look, selected } from './parts.ts'
import type { Worlds } from './worlds.ts'

export type FlowStep = Extract<ContractStep, 'new' | 'expansion' | 'contraction' | 'churned' | 'reactivated'>

/** By customer; `rising`: what it adds to the value grows, which decides where its revenue is the same on both days. */
export type FlowOf = (customer: string, rising: boolean) => FlowStep

export function flowsOf(
  { termed, priced }: Worlds,
  { defined, reached }: { defined: Look; reached: Look },
): FlowOf {
  const before = countedBy(termed, { ...reached, day: defined.day })
  const after = countedBy(priced, reached)
  const own: ReadonlyMap<string, Contract[]> = Map.groupBy(
    selected(priced, reached),
    ({ customer }) => customer,
  )
  return (customer, rising) => {
    const [then, now] = [before.get(customer) ?? [], after.get(customer) ?? []]
    if (then.length > 0 && now.length === 0) return 'churned'
    if (then.length === 0 && now.length > 0)
      return wasActiveBefore(own.get(customer) ?? [], defined.day, reached.counting) ? 'reactivated' : 'new'
    const [start, end] = [total(then), total(now)]
    return end > start || (end === start && rising) ? 'expansion' : 'contraction'
  }
}
