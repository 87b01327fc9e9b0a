/** Creating and changing an objective on screen. */
import { eq } from 'drizzle-orm'
import { type Context, Hono } from 'hono'
import { localDay } from '../../connectors/values/time.ts'
import { objective } from '../../db/workspace/schema.ts'
import { Refusal } from '../api/problem.ts'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { parseInput } from '../okr/input.ts'
import { currentCycle, listCycles } from '../okr/read.ts'
import { type Issue, objectiveInput } from '../okr/types.ts'
import { createObjective, updateObjective } from '../okr/write.ts'
import type { WebDeps } from './ctx.ts'
import { type Entered, enteredFrom, first, refusedForm, untouched } from './form-state.ts'
import { objectiveForm } from './objective-form.ts'

const fields = ['cycleId', 'title', 'description', 'team']
const fieldOf = (field: string) => (fields.includes(field) ? field : null)

function inputFrom(entered: Entered, cycleId: string): unknown {
  const description = first(entered, 'description').trim()
  return {
    cycleId,
    title: first(entered, 'title'),
    description: description === '' ? null : description,
    team: first(entered, 'team'),
  }
}

export function objectiveRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()

  app.get('/objectives/new', allow('objective.write'), async (c) => {
    const workspace = c.get('workspace')
    const cycles = await listCycles(workspace)
    // Without a cycle there is nothing an objective could be for.
    if (cycles.length === 0) return c.redirect('/cycles/new', 303)
    const today = localDay(deps.now(), workspace.timeZone)
    const cycleId = c.req.query('cycle') ?? currentCycle(cycles, today)?.id ?? ''
    return c.html(objectiveForm(untouched({ cycleId: [cycleId] }), cycles, pageContext(c, deps)))
  })

  app.post('/objectives/new', allow('objective.write'), async (c) => {
    const ctx = pageContext(c, deps)
    const workspace = c.get('workspace')
    const entered = enteredFrom(await c.req.formData())
    const refuse = async (issues: readonly Issue[]) => {
      const state = refusedForm(entered, issues, fieldOf, ctx.t)
      return c.html(objectiveForm(state, await listCycles(workspace), ctx), 422)
    }
    const parsed = parseInput(objectiveInput, inputFrom(entered, first(entered, 'cycleId')))
    if (!parsed.ok) return refuse(parsed.issues)
    const context = { actor: c.get('session').userId, now: deps.now() }
    const written = await createObjective(workspace.db, parsed.value, context)
    return written.ok ? c.redirect(`/?cycle=${parsed.value.cycleId}`, 303) : refuse(written.issues)
  })

  async function stored(c: Context<AppEnv>, id: string) {
    const [found] = await c.get('workspace').db.select().from(objective).where(eq(objective.id, id))
    if (found === undefined) throw new Refusal('not_found')
    return found
  }

  app.get('/objectives/:id/edit', allow('objective.write'), async (c) => {
    const { id, cycleId, title, description, team } = await stored(c, c.req.param('id'))
    const entered = { cycleId: [cycleId], title: [title], description: [description ?? ''], team: [team] }
    return c.html(objectiveForm(untouched(entered), [], pageContext(c, deps), id))
  })

  app.post('/objectives/:id/edit', allow('objective.write'), async (c) => {
    const ctx = pageContext(c, deps)
    const { id, cycleId } = await stored(c, c.req.param('id'))
    const entered = { ...enteredFrom(await c.req.formData()), cycleId: [cycleId] }
    const refuse = (issues: readonly Issue[]) =>
      c.html(objectiveForm(refusedForm(entered, issues, fieldOf, ctx.t), [], ctx, id), 422)
    const parsed = parseInput(objectiveInput, inputFrom(entered, cycleId))
    if (!parsed.ok) return refuse(parsed.issues)
    const { title, description, team } = parsed.value
    const context = { actor: c.get('session').userId, now: deps.now() }
    const patch = { title, description, team }
    const written = await updateObjective(c.get('workspace').db, id, patch, context)
    return written.ok ? c.redirect(`/?cycle=${cycleId}`, 303) : refuse(written.issues)
  })

  return app
}
