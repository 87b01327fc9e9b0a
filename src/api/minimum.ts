/** The minimum number of people, and how two roles change it together. */
import * as z from 'zod'
import { type AppDeps, roles } from '../app-env.ts'
import { PEOPLE_FLOOR, readSettings } from '../okr/settings.ts'
import type { Workspace } from '../platform.ts'
import { applyMinimum } from '../works-council/apply.ts'
import {
  type Decision,
  decideMinimum,
  proposalInput,
  proposeMinimum,
  readProposals,
} from '../works-council/minimum.ts'
import type { Add, Call } from './endpoint.ts'
import { Refusal, refusalOf } from './problem.ts'

const proposal = z.object({
  id: z.string(),
  before: z.number(),
  after: z.number(),
  reason: z.string(),
  state: z.enum(['open', 'agreed', 'refused', 'withdrawn', 'expired']),
  proposedRole: z.enum(roles),
  proposedAt: z.string(),
  expiresAt: z.string().describe('Not answered until then, it lapses'),
  decidedRole: z.enum(roles).nullable(),
  decidedAt: z.string().nullable(),
})
const view = z.object({
  minimum: z.number().describe('People that must stand behind a narrowed number'),
  floor: z.number().describe('No choice goes below it'),
  proposals: z.array(proposal).readonly().describe('Newest first; at most one is open'),
})

async function read({ db }: Workspace, now: string) {
  const [{ minimumPeople }, proposals] = await Promise.all([readSettings(db), readProposals(db, now)])
  // Who it was is for people on screen: other systems get the role.
  return view.parse({ minimum: minimumPeople, floor: PEOPLE_FLOOR, proposals })
}

export function minimumEndpoints(add: Add, deps: AppDeps): void {
  add({
    ...{ action: 'self.read', method: 'get', path: '/settings/minimum', tag: 'Settings' },
    summary: 'The minimum number of people, and the proposals to change it',
    answer: view,
    handle: ({ workspace, now }) => read(workspace, now),
  })
  add({
    ...{ action: 'minimum.propose', method: 'post', path: '/settings/minimum/proposals' },
    ...{ tag: 'Settings', status: 201 },
    summary: 'Propose another minimum; it holds once another role has agreed',
    input: proposalInput,
    answer: view,
    async handle({ workspace, input, session, now }) {
      const { userId: actor, role } = session
      const proposed = await proposeMinimum(workspace.db, input, { actor, role, now })
      if (!proposed.ok) throw refusalOf(proposed.issues)
      return read(workspace, now)
    },
  })
  const decide = (decision: Decision, summary: string) =>
    add({
      ...{ method: 'post', path: `/settings/minimum/proposals/{id}/${decision}`, tag: 'Settings', summary },
      action: decision === 'withdraw' ? 'minimum.propose' : 'minimum.decide',
      answer: view,
      handle: (call) => decided(call, decision),
    })
  decide('agree', 'Agree to a proposal: the minimum is in force at once')
  decide('refuse', 'Refuse a proposal')
  decide('withdraw', 'Take a proposal back')

  async function decided({ id, workspace, session, now }: Call<undefined, undefined>, decision: Decision) {
    const { userId: actor, role } = session
    const answer = await decideMinimum(workspace.db, id, decision, { actor, role, now })
    if (answer === null) throw new Refusal('not_found')
    if (!answer.ok) throw refusalOf(answer.issues)
    if (decision === 'agree') await applyMinimum(deps, workspace, now)
    return read(workspace, now)
  }
}
