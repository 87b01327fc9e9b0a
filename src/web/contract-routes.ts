/** What the card of contracts posts: look in the CRM, take an offer, decide on an overlap. */
import { Hono } from 'hono'
import { noContracts } from '../../connectors/contract.ts'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { allow } from '../auth/session.ts'
import { lookForContracts } from '../health/contract-offers.ts'
import { chooseContracts, decideOverlap, readContracts } from '../okr/contracts.ts'
import { enteredFrom, first } from './form-state.ts'

export function contractRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const back = '/health#contracts'

  app.post('/health/contracts/look', allow('settings.write'), async (c) => {
    const source = first(enteredFrom(await c.req.formData()), 'source')
    const looked = await lookForContracts(deps, c.get('workspace'), source)
    if (looked === null) throw new Refusal('not_found')
    const failed = new URLSearchParams({ contracts: source })
    return c.redirect(looked.ok ? back : `/health?${failed}#contracts`, 303)
  })

  app.post('/health/contracts/choose', allow('settings.write'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const [source, offer] = [first(entered, 'source'), first(entered, 'offer')]
    const { db } = c.get('workspace')
    const choice = (await readContracts(db)).find(({ id }) => id === source)
    const mapping = offer === 'none' ? noContracts : choice?.found?.offers[placeOf(offer)]?.mapping
    if (mapping === undefined) throw new Refusal('not_found')
    const context = { actor: c.get('session').userId, now: deps.now() }
    const written = await chooseContracts(db, source, mapping, context)
    if (!written.ok) throw new Refusal('not_found')
    return c.redirect(back, 303)
  })

  app.post('/health/contracts/overlap', allow('settings.write'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const overlap = entered.replaces !== undefined ? 'replaces' : 'adds'
    const decision = { name: first(entered, overlap), overlap } as const
    const context = { actor: c.get('session').userId, now: deps.now() }
    const written = await decideOverlap(c.get('workspace').db, first(entered, 'source'), decision, context)
    if (!written.ok) throw new Refusal('not_found')
    return c.redirect(back, 303)
  })

  return app
}

/** No empty text, which would be the first. */
function placeOf(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : -1
}
