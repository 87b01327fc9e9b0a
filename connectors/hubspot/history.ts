/** The past of all living deals, once: fifty a call, because HubSpot gives no more with histories. */
import type { PullStream } from '../contract.ts'
import { openList } from '../window.ts'
import type { HubspotConfig } from './config.ts'
import { historyRecords } from './map-history.ts'
import { parsePage, parseRows } from './parse.ts'
import { nextOf, placeOf } from './place.ts'
import { histories } from './read.ts'
import { historyWire } from './wire-history.ts'

export const history: PullStream<HubspotConfig, 'history'> = async (pull, cursor) => {
  const walk = openList(cursor, pull.now)
  const page = parsePage(await histories(pull, walk.after))
  const { records, skipped } = parseRows(page.results, historyWire, (wire) => historyRecords(wire, pull))
  return { ...placeOf(walk, nextOf(page)), records: records.flat(), deleted: [], skipped, total: null }
}
