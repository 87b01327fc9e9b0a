/** What a seed is made to have more of than chance gives it: planted bugs name what they need to show. */
import type { EditKind } from './edits.ts'
import type { FaultKind } from './kinds.ts'
import type { Plan } from './plan.ts'

export interface Favour {
  /** These and no others, and how often each strikes where it may. */
  readonly faults?: Readonly<Partial<Record<FaultKind, number>>>
  /** These and no others, by weight. */
  readonly edits?: Readonly<Partial<Record<EditKind, number>>>
  readonly plan?: Partial<Plan>
}
