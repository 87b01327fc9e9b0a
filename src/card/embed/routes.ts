/** `/card/page/...`: a card for the frame of another tool. Who looks is told by the company's key alone; no session comes near it. */
import { type Context, Hono } from 'hono'
import type { AppDeps, AppEnv, Locale } from '../../app-env.ts'
import { framedBy } from '../../guard/frames.ts'
import { limiterOf, tooMany } from '../../guard/rates.ts'
import { localeOf } from '../../i18n/negotiate.ts'
import { isRole } from '../../okr/roles.ts'
import { themes } from '../../web/ctx.ts'
import { keepCardView } from '../../works-council/keep-view.ts'
import { cardFor } from '../told.ts'
import { refusal } from '../words.ts'
import { readFramed } from './keys.ts'
import { isCurrent, isSignedBy, readLink } from './link.ts'
import { cardPage } from './page.ts'

export const PAGE = '/card/page/:workspace/:connection/:record/:id'

export function embedRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const limits = limiterOf(deps)

  app.get(PAGE, async (c) => {
    const kind = c.req.param('record')
    const [workspaceId, source, id] = [c.req.param('workspace'), c.req.param('connection'), c.req.param('id')]
    const read =
      kind === 'deal' || kind === 'company' ? readLink(c.req.url, { workspaceId, source, kind, id }) : null
    const framed =
      read === null ? null : await readFramed(deps, { workspaceId, source, email: read.signed.email })
    if (read === null || framed === null || !(await isSignedBy(read, framed.key))) {
      deps.log('card_refused', { crm: 'page' })
      return shown(c, refusal('bad_link', viewOf(c).locale), 401)
    }
    const { signed } = read
    const now = deps.now()
    framedBy(c, framed.origins)
    if (!isCurrent(signed, now)) return shown(c, refusal('old_link', viewOf(c).locale))
    const wait = limits.count('card', JSON.stringify(['page', workspaceId, signed.email]))
    if (wait !== null) return tooMany(wait)
    const { role, person } = framed
    const asked = { workspaceId, source, role, email: signed.email, record: { kind: signed.kind, id } }
    const card = await cardFor(deps, asked, viewOf(c).locale)
    if (card.ok && role !== null && isRole(role)) keepCardView(c, deps, { workspaceId, person, role }, id)
    return shown(c, card)
  })

  return app

  function shown(c: Context<AppEnv>, card: Parameters<typeof cardPage>[0], status: 200 | 401 = 200) {
    c.header('cache-control', 'no-store')
    return c.html(cardPage(card, viewOf(c)), status)
  }
}

function viewOf(c: Context<AppEnv>) {
  const locale: Locale = localeOf(undefined, c.req.query('locale') ?? c.req.header('accept-language'))
  return { locale, theme: themes.find((one) => one === c.req.query('theme')) ?? ('auto' as const) }
}
