/** Somebody of the demo company looked at what its CRMs have, and agreed with the proposal. Done once. */

import { ALL } from '../../connectors/contract-of-deal.ts'
import { lookForContracts } from '../health/contract-offers.ts'
import type { Runtime } from '../node-runtime.ts'
import { chooseContracts, proposedOf, readContracts } from '../okr/contracts.ts'

const ACTOR = 'demo'

export async function agreeOnContracts({ deps }: Runtime, workspaceId: string): Promise<void> {
  const workspace = await deps.open(workspaceId)
  for (const { id, mapping } of await readContracts(workspace.db)) {
    if (mapping !== null) continue
    const looked = await lookForContracts(deps, workspace, id)
    const proposed = looked?.ok === true ? proposedOf(looked) : null
    if (proposed === null) continue
    const { adds } = proposed.mapping
    // A record that names no deal renews nothing that anybody could tell.
    const chosen = { ...proposed.mapping, adds: adds.length === 0 ? [ALL] : adds }
    await chooseContracts(workspace.db, id, chosen, { actor: ACTOR, now: deps.now() })
  }
}
