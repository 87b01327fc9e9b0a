/** The page of a key result. */
import { type Context, Hono } from 'hono'
import type { Instant } from '../../connectors/contract.ts'
import { Refusal } from '../api/problem.ts'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { cohortsBeside } from '../cohorts/read.ts'
import { readForecast } from '../forecast/read.ts'
import { readFindings } from '../mapping/read.ts'
import { catalogue } from '../metrics/index.ts'
import { readNative } from '../okr/native/read.ts'
import { definitionsOf } from '../okr/origin.ts'
import { readKeyResult } from '../okr/read.ts'
import { readSeen } from '../okr/seen.ts'
import { readSettings } from '../okr/settings.ts'
import type { KeyResult } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import type { WebDeps } from './ctx.ts'
import { keyResultPage } from './key-result-page.ts'
import type { KeyResultPageView, ValueEntry } from './key-result-view.ts'
import { readNames } from './mirror-names.ts'
import type { OverrideEntry } from './override-card.ts'
import { readClosing } from './read-closing.ts'
import { evidenceView } from './read-evidence.ts'
import { movementView } from './read-movement.ts'
import { pastOf } from './read-past.ts'
import { readWritten } from './read-written.ts'
import { sentenceOf } from './sentence.ts'

/** What was typed and refused; else the form of a value starts with today. */
export interface Entered {
  readonly value?: ValueEntry
  readonly override?: OverrideEntry
}

export async function keyResultPageView(
  c: Context<AppEnv>,
  deps: WebDeps,
  id: string,
  entered: Entered = {},
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
  const term = termAsked(c.req.query('term'), keyResult)
  const counting = {
    ...{ day: keyResult.latest?.asOf ?? today, currency: workspace.currency },
    ...{ fiscalYearStartMonth, cycle: detail.cycle },
  }
  const typed = keyResult.origin === 'manual' && may('value.write')
  return {
    detail,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    sentence: sentenceOf(keyResult.composite ?? keyResult.definition, locale, names, counting),
    terms: (keyResult.composite === undefined ? [] : definitionsOf(keyResult)).map(
      (definition) => sentenceOf(definition, locale, names, counting) ?? '',
    ),
    term,
    question: keyResult.definition === null ? null : catalogue[keyResult.definition.metric].question[locale],
    evidence: may('evidence.read')
      ? await evidenceView(workspace, detail, names, { page, term }, deps.now())
      : null,
    past: await pastOf(workspace, detail, deps.now(), c.req.query('past') === 'show'),
    forecast: await forecastOf(workspace, id, deps.now(), may('evidence.read')),
    ...(keyResult.native === undefined ? {} : { native: await readNative(workspace.db, id) }),
    names,
    findings: await readFindings(workspace.db, id),
    movement: may('evidence.read')
      ? await movementView(
          workspace,
          detail,
          names,
          { from: c.req.query('from'), to: c.req.query('to'), term },
          deps.now(),
        )
      : null,
    cohorts: may('metric.evaluate') ? await cohortsBeside(workspace, keyResult, deps.now()) : null,
    written: await readWritten(workspace, keyResult, may('value.write') ? deps.authors : null),
    entry: typed ? (entered.value ?? { day: today, value: '', reason: '', wrong: {} }) : null,
    closing: await readClosing(
      workspace,
      detail,
      {
        evidence: may('evidence.read'),
        override: may('value.override'),
        authors: may('value.write') ? deps.authors : null,
      },
      entered.override,
    ),
  }
}

/** Undefined where nobody asked, and of what has no terms. */
function termAsked(text: string | undefined, { composite }: KeyResult): number | undefined {
  const term = Number(text ?? Number.NaN)
  return composite !== undefined && term in composite.terms ? term : undefined
}

/** A number that waits for a person gets no forecast either. */
async function forecastOf(workspace: Workspace, id: string, now: Instant, evidence: boolean) {
  const answer = await readForecast(workspace, id, now, { evidence })
  return answer.kind === 'forecast' ? answer.view : null
}

export function keyResultRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.get('/key-results/:id', allow('board.read'), async (c) => {
    const seen = await readSeen(c.get('workspace'), deps.now())
    const view = await keyResultPageView(c, deps, c.req.param('id'))
    return c.html(keyResultPage(view, pageContext(c, deps), seen))
  })
  return app
}
