/** The process of a cycle and the direction of the company on screen. */
import { type Context, Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { authorsOf } from '../auth/authors.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { parseInput } from '../okr/input.ts'
import { enteredFrom, first, untouched } from '../web/form-state.ts'
import { directionInput, MOST_THEMES, readDirection, writeDirection } from './direction.ts'
import { directionForm } from './direction-form.ts'
import { moveCycle, moveInput, readStanding } from './move.ts'
import { type PhaseView, phasePage } from './phase-page.ts'

export function phaseRoutes(deps: Pick<AppDeps, 'now' | 'directory'>): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const authors = authorsOf(deps.directory)

  async function shown(c: Context<AppEnv>, refused?: PhaseView['refused']) {
    const workspace = c.get('workspace')
    const [standing, direction] = await Promise.all([
      readStanding(workspace, c.req.param('id') ?? '', deps.now()),
      readDirection(workspace.db),
    ])
    if (standing === null) throw new Refusal('not_found')
    const ids = [...new Set(standing.steps.map((step) => step.actor))]
    const names = ids.length === 0 ? new Map<string, string>() : await authors(workspace.id, ids)
    const view = { standing, direction, names, timeZone: workspace.timeZone }
    const page = phasePage(refused === undefined ? view : { ...view, refused }, pageContext(c, deps))
    return c.html(page, refused === undefined ? 200 : 422)
  }

  app.get('/cycles/:id/phase', allow('board.read'), (c) => shown(c))

  app.post('/cycles/:id/phase', allow('phase.write'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const parsed = parseInput(moveInput, { to: first(entered, 'to'), reason: first(entered, 'reason') })
    if (!parsed.ok) throw new Refusal('not_found')
    const { userId: actor, role } = c.get('session')
    const id = c.req.param('id')
    const moved = await moveCycle(c.get('workspace'), id, parsed.value, { actor, role, now: deps.now() })
    if (moved === null) throw new Refusal('not_found')
    if (moved.kind === 'moved') return c.redirect(`/cycles/${encodeURIComponent(id)}/phase`, 303)
    return shown(c, moved.kind === 'meanwhile' ? 'meanwhile' : moved.hindrances)
  })

  app.get('/direction', allow('direction.write'), async (c) => {
    const { vision, themes } = await readDirection(c.get('workspace').db)
    const entered = { vision: [vision], themes: [themes.join('\n')] }
    return c.html(directionForm(untouched(entered), '/', pageContext(c, deps)))
  })

  app.post('/direction', allow('direction.write'), async (c) => {
    const ctx = pageContext(c, deps)
    const entered = enteredFrom(await c.req.formData())
    const lines = first(entered, 'themes').split('\n')
    const themes = lines.map((line) => line.trim()).filter((line) => line !== '')
    const parsed = parseInput(directionInput, { vision: first(entered, 'vision'), themes })
    if (!parsed.ok) {
      const wrong = Object.fromEntries(
        parsed.issues.map(({ field }) =>
          field === 'vision'
            ? ['vision', ctx.t('issue.invalid', { subject: '' })]
            : ['themes', ctx.t('direction.tooMany', { most: MOST_THEMES })],
        ),
      )
      return c.html(directionForm({ entered, wrong, general: [] }, '/', ctx), 422)
    }
    const by = { actor: c.get('session').userId, now: deps.now() }
    await writeDirection(c.get('workspace').db, parsed.value, by)
    return c.redirect('/', 303)
  })

  return app
}
