/** A day by plain arithmetic: a night asks for those of a company's contracts very often. Pure. */
import type { Day } from '../../../connectors/contract.ts'

export function shifted(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}
