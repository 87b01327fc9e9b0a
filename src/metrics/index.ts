/** Sales metrics on the ledger: what the rest of the program may ask. */
export { catalogue } from './catalogue.ts'
export type { Entry, TimeBasis } from './entry.ts'
export { evaluate } from './evaluate.ts'
export { type EvidencePage, evidence } from './evidence.ts'
export { peopleBehind } from './people.ts'
export type { Context, MetricRequest } from './request.ts'
export { type DefinitionIssue, validateDefinition } from './validate.ts'
export { CycleMissing, type Days, windowDays } from './window.ts'
