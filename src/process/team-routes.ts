/** Teams, the map of objectives, and what an objective serves, on screen. */

import { eq } from 'drizzle-orm'
import { type Context, Hono } from 'hono'
import { localDay } from '../../connectors/values/time.ts'
import { alignment, objective, okrTeam, sharedObjective } from '../../db/workspace/schema.ts'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { parseInput } from '../okr/input.ts'
import { currentCycle, listCycles } from '../okr/read.ts'
import type { Issue } from '../okr/types.ts'
import { all, type Entered, enteredFrom, first, refusedForm, untouched } from '../web/form-state.ts'
import { align } from './align.ts'
import { readMap } from './map.ts'
import { alignmentForm, mapPage } from './map-page.ts'
import { peopleOf, readTeams, saveTeam, teamInput } from './teams.ts'
import { teamForm, teamsPage } from './teams-page.ts'

export function teamRoutes(deps: Pick<AppDeps, 'now' | 'directory'>): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const people = (c: Context<AppEnv>) => peopleOf(deps.directory, c.get('workspace').id)
  const by = (c: Context<AppEnv>) => ({ actor: c.get('session').userId, now: deps.now() })

  app.get('/teams', allow('board.read'), async (c) => {
    const [teams, who] = await Promise.all([readTeams(c.get('workspace').db), people(c)])
    return c.html(teamsPage(teams, who, pageContext(c, deps)))
  })

  app.get('/teams/new', allow('objective.write'), async (c) =>
    c.html(teamForm(untouched(), null, await people(c), pageContext(c, deps))),
  )
  app.post('/teams/new', allow('objective.write'), (c) => save(c, null))

  app.get('/teams/:id/edit', allow('objective.write'), async (c) => {
    const team = (await readTeams(c.get('workspace').db)).find(({ id }) => id === c.req.param('id'))
    if (team === undefined) throw new Refusal('not_found')
    const entered = {
      ...{ name: [team.name], purpose: [team.purpose] },
      ...Object.fromEntries(
        team.members.flatMap(({ userId, part, department }) => [
          [`part-${userId}`, [part]],
          [`department-${userId}`, [department]],
        ]),
      ),
    }
    return c.html(teamForm(untouched(entered), team.id, await people(c), pageContext(c, deps)))
  })
  app.post('/teams/:id/edit', allow('objective.write'), (c) => save(c, c.req.param('id')))

  async function save(c: Context<AppEnv>, id: string | null) {
    const { db } = c.get('workspace')
    const ctx = pageContext(c, deps)
    const [entered, who] = [enteredFrom(await c.req.formData()), await people(c)]
    const refuse = (issues: readonly Issue[]) => {
      if (issues.some((issue) => issue.field === 'id')) throw new Refusal('not_found')
      const fieldOf = (field: string) => (field === 'name' || field === 'purpose' ? field : null)
      return c.html(teamForm(refusedForm(entered, issues, fieldOf, ctx.t), id, who, ctx), 422)
    }
    const parsed = parseInput(teamInput, inputFrom(entered, who))
    if (!parsed.ok)
      return refuse(
        id === null || (await exists(c, id)) ? parsed.issues : [{ field: 'id', code: 'not_found' }],
      )
    const saved = await saveTeam(db, id, parsed.value, who, by(c))
    return saved.ok ? c.redirect('/teams', 303) : refuse(saved.issues)
  }

  async function exists(c: Context<AppEnv>, id: string): Promise<boolean> {
    const rows = await c
      .get('workspace')
      .db.select({ id: okrTeam.id })
      .from(okrTeam)
      .where(eq(okrTeam.id, id))
    return rows.length > 0
  }

  app.get('/map', allow('board.read'), async (c) => {
    const workspace = c.get('workspace')
    const wanted = c.req.query('cycle')
    const cycles = await listCycles(workspace)
    const today = localDay(deps.now(), workspace.timeZone)
    const cycle = wanted === undefined ? currentCycle(cycles, today) : cycles.find(({ id }) => id === wanted)
    if (wanted !== undefined && cycle === undefined) throw new Refusal('not_found')
    if (cycle == null) return c.redirect('/', 303)
    return c.html(mapPage(cycle, await readMap(workspace.db, cycle.id), pageContext(c, deps)))
  })

  async function placeOf(c: Context<AppEnv>) {
    const { db } = c.get('workspace')
    const id = c.req.param('id') ?? ''
    const [found] = await db
      .select({ cycleId: objective.cycleId })
      .from(objective)
      .where(eq(objective.id, id))
    if (found === undefined) throw new Refusal('not_found')
    const [objectives, teams] = await Promise.all([readMap(db, found.cycleId), readTeams(db)])
    const own = objectives.find((one) => one.id === id)
    if (own === undefined) throw new Refusal('not_found')
    return { own, others: objectives.filter((one) => one.id !== id), teams }
  }

  app.get('/objectives/:id/alignment', allow('objective.write'), async (c) => {
    const { db } = c.get('workspace')
    const { own, others, teams } = await placeOf(c)
    const [edges, shares] = await db.batch([
      db.select().from(alignment).where(eq(alignment.objectiveId, own.id)),
      db.select().from(sharedObjective).where(eq(sharedObjective.objectiveId, own.id)),
    ])
    const entered = {
      serves: edges.map((one) => (one.keyResultId === '' ? one.servesId : one.keyResultId)),
      shared: shares.map(({ teamId }) => teamId),
    }
    return c.html(alignmentForm(own, others, teams, untouched(entered), pageContext(c, deps)))
  })

  app.post('/objectives/:id/alignment', allow('objective.write'), async (c) => {
    const { own, others, teams } = await placeOf(c)
    const entered = enteredFrom(await c.req.formData())
    const input = { serves: [...all(entered, 'serves')], shared: [...all(entered, 'shared')] }
    const aligned = await align(c.get('workspace').db, own.id, input, by(c))
    if (aligned === null) throw new Refusal('not_found')
    if (aligned.ok) return c.redirect('/map', 303)
    const ctx = pageContext(c, deps)
    const state = refusedForm(entered, aligned.issues, (field) => (field === 'serves' ? field : null), ctx.t)
    return c.html(alignmentForm(own, others, teams, state, ctx), 422)
  })

  return app
}

function inputFrom(entered: Entered, people: readonly { readonly id: string }[]): unknown {
  const members = people.flatMap(({ id }) => {
    const part = first(entered, `part-${id}`)
    return part === '' ? [] : [{ userId: id, part, department: first(entered, `department-${id}`) }]
  })
  return { name: first(entered, 'name'), purpose: first(entered, 'purpose'), members }
}
