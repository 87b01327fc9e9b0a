/** A record with the past of some of its properties. */
import * as z from 'zod'
import { objectWire } from './wire.ts'

export const historyWire = objectWire.extend({
  /** Entries of a property, each the value since its time; how many are kept is in no description. */
  propertiesWithHistory: z
    .record(
      z.string(),
      z.array(z.object({ value: z.string().nullish(), timestamp: z.string().nullish() })).nullish(),
    )
    .nullish(),
})
export type HistoryWire = z.output<typeof historyWire>
