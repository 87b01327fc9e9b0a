/** The page of a key result. */
import { type Context, Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { catalogue } from '../metrics/index.ts'
import { readKeyResult } from '../okr/read.ts'
import { readSettings } from '../okr/settings.ts'
import type { WebDeps } from './ctx.ts'
import { keyResultPage } from './key-result-page.ts'
import type { KeyResultPageView, ValueEntry } from './key-result-view.ts'
import { readNames } from './mirror-names.ts'
import { evidenceView } from './read-evidence.ts'
import { readWritten } from './read-written.ts'
import { sentenceOf } from './sentence.ts'

/** `entry`: what was typed and refused; else the form starts with today. */
export async function keyResultPageView(
  c: Context<AppEnv>,
  deps: WebDeps,
  id: string,
  entry?: ValueEntry,
): Promise<KeyResultPageView> {
  const workspace = c.get('workspace')
  const { may, locale } = pageContext(c, deps)
  const detail = await readKeyResult(workspace, id, deps.now())
  if (detail === null) throw new Refusal('not_found')
  const { keyResult, today } = detail
  const [names, { fiscalYearStartMonth }] = await Promise.all([
    readNames(workspace.db),
    readSettings(workspace.db),
  ])
  const page = Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1)
  const typed = keyResult.origin === 'manual' && may('value.write')
  return {
    detail,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    sentence: sentenceOf(keyResult.definition, locale, names, {
      day: keyResult.latest?.asOf ?? today,
      currency: workspace.currency,
      fiscalYearStartMonth,
      cycle: detail.cycle,
    }),
    question: keyResult.definition === null ? null : catalogue[keyResult.definition.metric].question[locale],
    evidence: may('evidence.read') ? await evidenceView(workspace, detail, names, page, deps.now()) : null,
    written: await readWritten(workspace, keyResult, may('value.write') ? deps.authors : null),
    entry: typed ? (entry ?? { day: today, value: '', reason: '', wrong: {} }) : null,
  }
}

export function keyResultRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.get('/key-results/:id', allow('board.read'), async (c) => {
    const view = await keyResultPageView(c, deps, c.req.param('id'))
    return c.html(keyResultPage(view, pageContext(c, deps)))
  })
  return app
}
