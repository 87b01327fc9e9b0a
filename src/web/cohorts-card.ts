/** Customers by the quarter they began in: what is left of their revenue, and how many of them, quarter by quarter. */
import { html } from 'hono/html'
import type { CohortEndView, CohortsView, CohortView } from '../cohorts/read.ts'
import { quarterName } from '../cohorts/words.ts'
import type { Html, PageContext } from './ctx.ts'

/** Nothing where no contracts are read, and of metrics of deals. */
export function cohortsCard(view: CohortsView | null | undefined, ctx: PageContext): Html | null {
  const { t } = ctx
  if (view == null || !view.chosen) return null
  const head = html`<div class="card-head"><h2 id="cohorts-title">${t('cohorts.title')}</h2><p class="soft">${t(view.perMonths === 1 ? 'cohorts.monthly' : 'cohorts.yearly')}</p></div>`
  return html`<section id="cohorts" class="card pad" aria-labelledby="cohorts-title">${head}${view.cohorts.length === 0 ? html`<p class="soft">${t('cohorts.none')}</p>` : body(view, ctx)}</section>`
}

function body(view: CohortsView, ctx: PageContext): Html {
  const { t } = ctx
  const most = Math.max(...view.cohorts.map(({ ends }) => ends.length), 1)
  const columns = Array.from(
    { length: most },
    (_, n) =>
      html`<th scope="col" class="num">${n === 0 ? t('cohorts.first') : t('cohorts.after', { n })}</th>`,
  )
  const notes = [
    t('cohorts.meaning'),
    ...(view.cohorts.some(({ ends }) => ends.some(({ isRunning }) => isRunning))
      ? [t('cohorts.running')]
      : []),
    ...(view.held > 0 ? [t('contracts.held', { n: view.held })] : []),
    ...(view.unrated > 0 ? [t('cohorts.unrated', { n: view.unrated })] : []),
  ]
  // A narrow screen moves the table inside its frame, and so does the keyboard.
  return html`<div class="sideways" role="group" tabindex="0" aria-labelledby="cohorts-title"><table class="table cohorts"><thead><tr><th scope="col">${t('cohorts.start')}</th>${columns}</tr></thead>
<tbody>${view.cohorts.map((cohort) => row(cohort, { view, most }, ctx))}</tbody></table></div><ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`
}

function row(
  cohort: CohortView,
  { view, most }: { readonly view: CohortsView; readonly most: number },
  ctx: PageContext,
): Html {
  const { t, f } = ctx
  const { customers, minor, ends } = cohort
  const name = quarterName(cohort, f)
  if (customers === null || minor === null)
    return html`<tr><th scope="row">${name}</th><td colspan="${most}" class="soft">${t('cohorts.few', { minimum: view.minimum })}</td></tr>`
  const rest = most - ends.length
  return html`<tr><th scope="row">${name}<span class="note">${t('cohorts.count', { n: customers })}</span><span class="note">${f.money(minor, view.currency)}</span></th>${ends.map((end) => cell(end, customers, ctx))}${rest === 0 ? '' : html`<td colspan="${rest}"></td>`}</tr>`
}

function cell({ revenue, customers, isRunning }: CohortEndView, of: number, { t, f }: PageContext): Html {
  const left = t('cohorts.left', { n: f.number(customers), of: f.number(of) })
  return html`<td class="num">${revenue === null ? '–' : f.percent(revenue)}${isRunning ? '*' : ''}<span class="note">${left}</span></td>`
}
