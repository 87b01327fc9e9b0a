/** Creating and changing a cycle on screen. */
import { type Context, Hono } from 'hono'
import { addDays, addMonths, isDay, localDay } from '../../connectors/values/time.ts'
import { Refusal } from '../api/problem.ts'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { parseInput } from '../okr/input.ts'
import { listCycles } from '../okr/read.ts'
import { type Cycle, cycleInput, type Issue } from '../okr/types.ts'
import { createCycle, updateCycle } from '../okr/write.ts'
import type { WebDeps } from './ctx.ts'
import { cycleForm } from './cycle-form.ts'
import { type Entered, enteredFrom, first, refusedForm, untouched } from './form-state.ts'

const fields: Readonly<Record<string, string>> = { name: 'name', startsOn: 'startsOn', endsOn: 'lastDay' }
const fieldOf = (field: string) => fields[field] ?? null

/** The quarter that `day` lies in. */
function quarter(day: string): { name: string; startsOn: string; endsOn: string } {
  const [year = '', month = '1'] = day.split('-')
  const number = Math.ceil(Number(month) / 3)
  const startsOn = `${year}-${String(number * 3 - 2).padStart(2, '0')}-01`
  return { name: `Q${number} ${year}`, startsOn, endsOn: addMonths(startsOn, 3) }
}

/** The first quarter from now on that no cycle covers yet. */
export function proposal(today: string, taken: readonly { startsOn: string; endsOn: string }[]) {
  let found = quarter(today)
  while (taken.some((one) => one.startsOn < found.endsOn && one.endsOn > found.startsOn)) {
    found = quarter(found.endsOn)
  }
  return found
}

function inputFrom(entered: Entered): unknown {
  const last = first(entered, 'lastDay')
  return {
    name: first(entered, 'name'),
    startsOn: first(entered, 'startsOn'),
    // What is no day stays as it is, for the core to refuse.
    endsOn: isDay(last) ? addDays(last, 1) : last,
  }
}

export function cycleRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()

  app.get('/cycles/new', allow('cycle.write'), async (c) => {
    const workspace = c.get('workspace')
    const today = localDay(deps.now(), workspace.timeZone)
    const { name, startsOn, endsOn } = proposal(today, await listCycles(workspace))
    const entered = { name: [name], startsOn: [startsOn], lastDay: [addDays(endsOn, -1)] }
    return c.html(cycleForm(untouched(entered), name, pageContext(c, deps)))
  })

  app.post('/cycles/new', allow('cycle.write'), async (c) => {
    const ctx = pageContext(c, deps)
    const { db, timeZone } = c.get('workspace')
    const entered = enteredFrom(await c.req.formData())
    const refuse = (issues: readonly Issue[]) => {
      const example = quarter(localDay(deps.now(), timeZone)).name
      return c.html(cycleForm(refusedForm(entered, issues, fieldOf, ctx.t), example, ctx), 422)
    }
    const parsed = parseInput(cycleInput, inputFrom(entered))
    if (!parsed.ok) return refuse(parsed.issues)
    const written = await createCycle(db, parsed.value, { actor: c.get('session').userId, now: deps.now() })
    return written.ok ? c.redirect(`/?cycle=${written.id}`, 303) : refuse(written.issues)
  })

  async function stored(c: Context<AppEnv>, id: string): Promise<Cycle> {
    const found = (await listCycles(c.get('workspace'))).find((one) => one.id === id)
    if (found === undefined) throw new Refusal('not_found')
    return found
  }

  app.get('/cycles/:id/edit', allow('cycle.write'), async (c) => {
    const { id, name, startsOn, endsOn } = await stored(c, c.req.param('id'))
    const entered = { name: [name], startsOn: [startsOn], lastDay: [addDays(endsOn, -1)] }
    return c.html(cycleForm(untouched(entered), name, pageContext(c, deps), id))
  })

  app.post('/cycles/:id/edit', allow('cycle.write'), async (c) => {
    const ctx = pageContext(c, deps)
    const { id, name } = await stored(c, c.req.param('id'))
    const entered = enteredFrom(await c.req.formData())
    const refuse = (issues: readonly Issue[]) =>
      c.html(cycleForm(refusedForm(entered, issues, fieldOf, ctx.t), name, ctx, id), 422)
    const parsed = parseInput(cycleInput, inputFrom(entered))
    if (!parsed.ok) return refuse(parsed.issues)
    const context = { actor: c.get('session').userId, now: deps.now() }
    const written = await updateCycle(c.get('workspace').db, id, parsed.value, context)
    return written.ok ? c.redirect(`/?cycle=${id}`, 303) : refuse(written.issues)
  })

  return app
}
