/** Metrics over time: what the rest of the program may ask. */
export { askSeries, MOST_DAYS, type SeriesAnswer } from './ask.ts'
export { type PastPoint, type PastView, readPast } from './history.ts'
export type { NoProposal, PeriodEnd, Proposal } from './propose.ts'
export { type Series, type SeriesRange, type SeriesRequest, series } from './series.ts'
