/** Sales metrics on the ledger: what the rest of the program may ask. */
export { evidence, evidenceOfContracts } from './ask-evidence.ts'
export { carryOn } from './carry-on.ts'
export { catalogue } from './catalogue.ts'
export {
  type AnyRequest,
  type CompositeRequest,
  evaluateAll,
  isComposite,
  joined,
  metricsOf,
} from './composite/evaluate.ts'
export { type Composite, compositeSchema, type Term, termsOf } from './composite/types.ts'
export { unitOfComposite } from './composite/units.ts'
export { describeComposite } from './composite/words.ts'
export type { Entry, TimeBasis } from './entry.ts'
export { evaluate } from './evaluate.ts'
export type { EvidencePage } from './evidence.ts'
export { certainPeople, peopleBehind, peoplePerSource } from './people.ts'
export type { Context, MetricRequest } from './request.ts'
export { type DefinitionIssue, validateDefinition } from './validate.ts'
export { CycleMissing, type Days, windowDays } from './window.ts'
export { describeDefinition, type Names } from './words.ts'
