/** How the mirror compares with each CRM, and the decision on deals that vanished in numbers. */
import * as z from 'zod'
import { statuses } from '../../connectors/contract.ts'
import type { AppDeps } from '../app-env.ts'
import { readChecks } from '../sync/health-reconcile.ts'
import { decisions, heldRemovals } from '../sync/held-removals.ts'
import { measures } from '../sync/reconcile-compare.ts'
import { settleHeld } from '../sync/settle-held.ts'
import { loadConnection } from '../sync/views.ts'
import type { Add } from './endpoint.ts'
import { Refusal } from './problem.ts'
import { difference } from './schemas.ts'

const compared = z.object({
  status: z.enum(statuses),
  measure: z.enum(measures).describe('amount: minor units of the currency of the CRM'),
  ours: z.number(),
  theirs: z.number(),
})

const check = z.object({
  source: z.string(),
  at: z.string().nullable().describe('When it was last compared'),
  runId: z.string().nullable(),
  compared: z.array(compared).readonly(),
  failure: z.string().nullable().describe('Kind of the failure that ended the comparison of the newest run'),
  differences: z.array(difference).readonly(),
  held: z.number(),
})

const held = z.object({
  id: z.string().describe('Of the deal, as the CRM names it'),
  runId: z.string(),
  seenAt: z.string(),
  state: z.enum(['held', 'again']),
})

export function reconciliationEndpoints(add: Add, deps: AppDeps): void {
  add({
    ...{ action: 'run.read', method: 'get', path: '/sync/reconciliation', tag: 'Sync' },
    summary: 'How the mirror compares with what each CRM itself counts, and where it differs',
    answer: z.object({ checks: z.array(check).readonly() }),
    async handle({ workspace: { db }, now }) {
      const checks = await readChecks(db, now)
      return {
        checks: checks.map(({ failure, ...rest }) =>
          check.parse({ ...rest, failure: failure?.kind ?? null }),
        ),
      }
    },
  })
  add({
    ...{ action: 'run.read', method: 'get', path: '/connections/{id}/held-removals', tag: 'Sync' },
    summary: 'Deals of which the CRM has no record any more, held until an administrator decides',
    answer: z.object({ held: z.array(held).readonly() }),
    async handle({ id, workspace }) {
      await existing(workspace.id, id)
      return { held: (await heldRemovals(workspace.db, id)).map(({ source: _, ...rest }) => rest) }
    },
  })
  add({
    ...{ action: 'connection.write', method: 'post', path: '/connections/{id}/held-removals', tag: 'Sync' },
    summary: 'Confirm that held deals are gone, or have them read once more; a sync follows at once',
    input: z.strictObject({ decision: z.enum(decisions) }),
    answer: z.object({
      decided: z.number().describe('Deals'),
      run: z.enum(['started', 'running', 'waits', 'none']),
    }),
    async handle({ id, input, workspace, session }) {
      const settled = await settleHeld(deps, workspace, id, input.decision, session.userId)
      if (settled === null) throw new Refusal('not_found')
      return settled
    },
  })

  async function existing(workspaceId: string, id: string): Promise<void> {
    if ((await loadConnection(deps.directory, workspaceId, id)) === null) throw new Refusal('not_found')
  }
}
