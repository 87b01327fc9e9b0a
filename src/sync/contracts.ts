/**
 * Contracts as they follow from what the run has read: the last thing before it is compared and complete. Where nobody
 * chose a source it does nothing and asks nothing.
 */
import type { ContractMapping } from '../../connectors/contract.ts'
import { isStreamed } from '../../connectors/contract-mapping.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { stepThroughDeals } from './contracts-of-deals.ts'
import { allDue, stepThroughTold } from './contracts-of-told.ts'
import { type ContractsPlace, keepPlace, loadPlace } from './contracts-place.ts'
import type { Rederive } from './rederive.ts'
import { loadSetup } from './setup.ts'
import type { Turn } from './turn.ts'

export interface DeriveContracts extends Rederive {
  readonly crm: string
  readonly mapping: ContractMapping
}

/** A step reads once and writes once; before the first the set-up and the place are read, and a new place is kept. */
const REQUESTS_PER_STEP = 2
const REQUESTS_TO_BEGIN = 3

/** False when it is more than this message may do: called again, it goes on from there. */
export async function contractsOf(turn: Turn): Promise<boolean> {
  const { workspace, run, platform, connection } = turn
  if (run.contracts.source === 'none') return true
  if (turn.spent(REQUESTS_TO_BEGIN + REQUESTS_PER_STEP)) return false
  const { db, timeZone, currency: homeCurrency } = workspace
  const setup = await loadSetup(db, run.source)
  const context = { source: run.source, runId: run.id, now: platform.now(), timeZone, homeCurrency, setup }
  return deriveContracts(db, { ...context, crm: connection.crm, mapping: run.contracts }, () =>
    turn.spent(REQUESTS_PER_STEP),
  )
}

export async function deriveContracts(
  db: WorkspaceDb,
  context: DeriveContracts,
  spent: () => boolean = () => false,
): Promise<boolean> {
  const { mapping, crm } = context
  const kind = crm === 'salesforce' ? ('opportunity' as const) : ('deal' as const)
  const step = (place: ContractsPlace) =>
    isStreamed(mapping)
      ? stepThroughTold(db, { ...context, leading }, place)
      : stepThroughDeals(db, { ...context, kind, leading }, place)
  const begun = await begin(db, context)
  const leading = begun.leading === context.source ? null : begun.leading
  let { place } = begun
  for (;;) {
    place = await step(place)
    if (place.done) return true
    if (spent()) return false
  }
}

/** From where it was, or from the start where the choice, or a rate that a stream is converted at, is another. */
async function begin(
  db: WorkspaceDb,
  context: DeriveContracts,
): Promise<{ readonly place: ContractsPlace; readonly leading: string | null }> {
  const { place, newest, leading } = await loadPlace(db, context.source)
  const fingerprint = fingerprintOf(context, leading)
  if (place?.fingerprint === fingerprint) return { place, leading }
  const streamed = isStreamed(context.mapping)
  const start = { fingerprint, after: streamed ? newest : 0, until: newest, done: false }
  const { source } = context
  const anew = streamed ? [{ sql: allDue, args: { source } }] : []
  await db.$client.batch([...anew, keepPlace(source, start)], 'write')
  return { place: start, leading }
}

/** A deal brings the rate of its day with it, and its changes are states of its own. */
function fingerprintOf(
  { mapping, setup, homeCurrency, timeZone }: DeriveContracts,
  leading: string | null,
): string {
  const { rates, accountCurrency, multiCurrency } = setup
  const more = isStreamed(mapping) ? [accountCurrency, multiCurrency, [...rates], leading] : [leading]
  return JSON.stringify([mapping, homeCurrency, timeZone, ...more])
}
