/** The process around the numbers: phases of a cycle, direction. */
import * as z from 'zod'
import { type AppDeps, roles } from '../app-env.ts'
import type { Workspace } from '../platform.ts'
import { align, alignmentInput } from '../process/align.ts'
import { directionInput, readDirection, writeDirection } from '../process/direction.ts'
import { moveCycle, moveInput, readStanding } from '../process/move.ts'
import { hindrances, phases, steps } from '../process/phases.ts'
import { peopleOf, readTeams, saveTeam, teamInput } from '../process/teams.ts'
import type { Add } from './endpoint.ts'
import { Refusal, refusalOf } from './problem.ts'

const hindrance = z.object({ code: z.string() }).loose()
const standingView = z.object({
  phase: z.enum(phases),
  byDays: z.boolean().describe('Nobody has set it: it follows the days of the cycle'),
  steps: z
    .array(z.object({ to: z.enum(phases), against: z.array(hindrance).readonly() }))
    .readonly()
    .describe('Where it may go next, with everything that stands against it'),
  record: z
    .array(
      z.object({
        phase: z.enum(phases),
        role: z.enum(roles),
        reason: z.string().nullable(),
        at: z.string(),
      }),
    )
    .readonly(),
})

async function view(workspace: Workspace, id: string, now: string) {
  const standing = await readStanding(workspace, id, now)
  if (standing === null) throw new Refusal('not_found')
  return standingView.parse({
    phase: standing.phase,
    byDays: standing.steps.length === 0,
    steps: steps[standing.phase].map((to) => ({ to, against: hindrances(standing, to) })),
    record: standing.steps,
  })
}

const team = teamInput.extend({ id: z.string() })
const teamsView = z.object({ teams: z.array(team).readonly() })

export function processEndpoints(add: Add, deps: AppDeps): void {
  add({
    ...{ action: 'board.read', method: 'get', path: '/teams', tag: 'Process' },
    summary: 'Teams with purpose and members',
    answer: teamsView,
    handle: async ({ workspace }) => ({ teams: (await readTeams(workspace.db)).map((one) => ({ ...one })) }),
  })
  add({
    ...{ action: 'objective.write', method: 'post', path: '/teams', tag: 'Process', status: 201 },
    summary: 'Describe a team',
    input: teamInput,
    answer: z.object({ id: z.string() }),
    async handle({ workspace, input, session, now }) {
      const people = await peopleOf(deps.directory, workspace.id)
      const saved = await saveTeam(workspace.db, null, input, people, { actor: session.userId, now })
      if (!saved.ok) throw refusalOf(saved.issues)
      return { id: saved.id }
    },
  })
  add({
    ...{ action: 'objective.write', method: 'post', path: '/objectives/{id}/alignment', tag: 'Process' },
    summary: 'Say what an objective serves and which teams share it; a circle is refused with its way',
    input: alignmentInput,
    answer: z.object({ id: z.string() }),
    async handle({ workspace, id, input, session, now }) {
      const done = await align(workspace.db, id, input, { actor: session.userId, now })
      if (done === null) throw new Refusal('not_found')
      if (!done.ok) throw refusalOf(done.issues)
      return { id }
    },
  })
  add({
    ...{ action: 'board.read', method: 'get', path: '/cycles/{id}/phase', tag: 'Process' },
    summary: 'Where a cycle is in its process, and where it may go',
    answer: standingView,
    handle: ({ workspace, id, now }) => view(workspace, id, now),
  })
  add({
    ...{ action: 'phase.write', method: 'post', path: '/cycles/{id}/phase', tag: 'Process' },
    summary: 'Move a cycle to its next phase',
    input: moveInput,
    answer: standingView,
    async handle({ workspace, id, input, session, now }) {
      const { userId: actor, role } = session
      const moved = await moveCycle(workspace, id, input, { actor, role, now })
      if (moved === null) throw new Refusal('not_found')
      if (moved.kind !== 'moved') {
        const codes = moved.kind === 'refused' ? moved.hindrances.map((one) => one.code) : ['meanwhile']
        throw new Refusal('invalid', [{ field: 'to', code: 'phase_step', subject: codes.join(', ') }])
      }
      return view(workspace, id, now)
    },
  })
  add({
    ...{ action: 'board.read', method: 'get', path: '/direction', tag: 'Process' },
    summary: 'Vision and themes of the strategy',
    answer: directionInput,
    handle: ({ workspace }) => readDirection(workspace.db),
  })
  add({
    ...{ action: 'direction.write', method: 'post', path: '/direction', tag: 'Process' },
    summary: 'Say vision and themes anew',
    input: directionInput,
    answer: directionInput,
    async handle({ workspace, input, session, now }) {
      await writeDirection(workspace.db, input, { actor: session.userId, now })
      return readDirection(workspace.db)
    },
  })
}
