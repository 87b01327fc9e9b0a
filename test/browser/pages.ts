/** The pages that browser tests look at, by name, language and appearance. */
import { locales } from '../../src/app-env.ts'
import { boardPage } from '../../src/web/board-page.ts'
import { type Html, type PageContext, themes } from '../../src/web/ctx.ts'
import { errorPage } from '../../src/web/error-page.ts'
import { keyResultPage } from '../../src/web/key-result-page.ts'
import { signInPage } from '../../src/web/sign-in-page.ts'
import { pageContext } from '../support/page-context.ts'
import * as views from '../support/views.ts'

const made: Readonly<Record<string, (ctx: PageContext) => Html>> = {
  board: (ctx) => boardPage(views.board(), views.cycles, ctx),
  'board-empty': (ctx) => boardPage(null, [], ctx),
  'board-first-import': (ctx) =>
    boardPage(
      views.board({
        objectives: [],
        sources: views.sources.slice(0, 1).map((s) => ({ ...s, dataThrough: null })),
      }),
      views.cycles,
      ctx,
    ),
  'key-result': (ctx) => keyResultPage(views.keyResultView(), ctx),
  'key-result-hold': (ctx) => keyResultPage(views.holdView(), ctx),
  'key-result-manual': (ctx) => keyResultPage(views.manualView(), ctx),
  'sign-in': (ctx) => signInPage('ask', { ...ctx, session: null, workspaceName: null }),
  'not-found': (ctx) => errorPage(404, ctx),
}
export const pageNames = Object.keys(made)

export async function pages(url: URL): Promise<string | null> {
  const render = made[url.pathname.slice(1)]
  const locale = locales.find((l) => l === url.searchParams.get('locale')) ?? 'de'
  const theme = themes.find((t) => t === url.searchParams.get('theme')) ?? 'light'
  if (render === undefined) return null
  return String(await render(pageContext({ locale, theme, path: url.pathname + url.search })))
}
