/** How a key result was before it was one: the drawing, what is missing in it, the comparable periods, the proposal. */
import { html } from 'hono/html'
import { addDays } from '../../connectors/values/time.ts'
import type { Point } from '../okr/types.ts'
import type { PastView } from '../series/index.ts'
import type { Html, PageContext } from './ctx.ts'
import { gapsOf, pastChart } from './past-chart.ts'

const swatch = (shape: Html) =>
  html`<svg width="26" height="12" viewBox="0 0 26 12" aria-hidden="true">${shape}</svg>`

function legend({ points, starts, step }: PastView, published: readonly Point[], { t }: PageContext): Html {
  const stroke = (name: string) => swatch(html`<line class="${name}" x1="1" x2="25" y1="6" y2="6"/>`)
  const entries = [
    { mark: stroke('was'), text: t('past.legend.past'), show: true },
    { mark: stroke('course'), text: t('past.legend.published'), show: published.length > 0 },
    {
      mark: swatch(
        html`<rect class="lack" x="1" width="24" y="2" height="8" fill="none"/><path class="hatch" d="M5 10l6-8M12 10l6-8M19 10l5-7"/>`,
      ),
      text: t('past.legend.gap'),
      show: gapsOf(points, step).length > 0,
    },
    {
      mark: swatch(html`<line class="renewal" x1="13" x2="13" y1="0" y2="12"/>`),
      text: t('past.legend.start'),
      show: starts.length > 1,
    },
  ]
  return html`<ul class="legend">${entries.filter(({ show }) => show).map(({ mark, text }) => html`<li>${mark}${text}</li>`)}</ul>`
}

function words({ points, unit, currency }: PastView, { t, f }: PageContext): string {
  const known = points.flatMap(({ day, value }) => (value === null ? [] : [{ day, value }]))
  const show = (value: number | undefined) =>
    value === undefined ? t('past.unknown') : f.value(value, unit, currency, 'short')
  const values = known.map(({ value }) => value)
  return t('past.drawing', {
    ...{ from: f.day(points[0]?.day ?? ''), to: f.day(points.at(-1)?.day ?? '') },
    ...{ first: show(values[0]), last: show(values.at(-1)) },
    low: show(values.length === 0 ? undefined : Math.min(...values)),
    high: show(values.length === 0 ? undefined : Math.max(...values)),
  })
}

/** What the drawing leaves open. */
function notes({ points, step }: PastView, { t }: PageContext): Html {
  const lacking = points.filter(({ complete, reason }) => !complete && reason !== null)
  const why = lacking.at(0)?.reason ?? null
  const days = gapsOf(points, step).length === 0 ? 0 : lacking.length
  return html`${days > 0 && why !== null ? html`<p class="soft small">${t('past.gaps', { n: days, why: t(`reason.${why}`) })}</p>` : ''}${step > 1 ? html`<p class="soft small">${t('past.step', { n: step })}</p>` : ''}`
}

function periodTable({ periods, unit, currency }: PastView, { t, f }: PageContext): Html {
  if (periods.length === 0) return html``
  return html`<h3 id="past-periods">${t('past.periods')}</h3><table class="table" aria-labelledby="past-periods"><thead><tr><th scope="col">${t('past.period')}</th><th scope="col" class="num">${t('past.end')}</th></tr></thead><tbody>${periods.map(
    ({ from, to, value, complete }) =>
      html`<tr><th scope="row">${f.dayNumeric(from)} – ${f.dayNumeric(addDays(to, -1))}</th><td class="num">${value === null ? html`<span class="soft">${t('past.unknown')}</span>` : f.value(value, unit, currency, 'exact')}${value !== null && !complete ? html`<span class="under">${t('past.partly')}</span>` : ''}</td></tr>`,
  )}</tbody></table>`
}

function proposed({ proposal, noProposal, unit, currency }: PastView, { t, f }: PageContext): Html {
  if (proposal === null)
    return noProposal === null ? html`` : html`<p class="proposal soft">${t(`past.no.${noProposal}`)}</p>`
  const { baseline, target, direction, from, periods } = proposal
  const show = (value: number) => f.value(value, unit, currency, unit === 'money' ? 'whole' : 'exact')
  return html`<p class="proposal"><b>${t('past.proposal', { baseline: show(baseline), target: show(target) })}</b> ${t(`past.why.${direction}`, { n: periods })} ${t(`past.why.${from}`)}</p>`
}

/** `offer`: what stands below the proposal; without it nothing is proposed, as on the page of a key result that has both. */
export function pastBody(
  view: PastView,
  published: readonly Point[],
  ctx: PageContext,
  offer: Html | null = null,
): Html {
  const { t, f } = ctx
  const { points, since, starts } = view
  const [first] = points
  const lead =
    first === undefined
      ? since === null
        ? t('past.nothing')
        : t('past.nothingSince', { day: f.day(since) })
      : t(starts.length > 1 ? 'past.leadCycles' : 'past.lead', { since: f.day(first.day) })
  const drawn = points.some(({ value }) => value !== null)
  return html`<p class="said">${lead}</p>${drawn ? html`${pastChart(view, published, words(view, ctx), t('past.title'), ctx)}${legend(view, published, ctx)}` : ''}${notes(view, ctx)}
${periodTable(view, ctx)}${offer === null ? '' : html`${proposed(view, ctx)}${view.proposal === null ? '' : offer}`}`
}

export function pastCard(
  view: PastView | 'ask' | null | undefined,
  published: readonly Point[],
  ctx: PageContext,
): Html | null {
  if (view == null) return null
  const body =
    view === 'ask'
      ? html`<p class="said">${ctx.t('past.many')}</p><a class="button" href="?past=show#past-title">${ctx.t('past.show')}</a>`
      : pastBody(view, published, ctx)
  return html`<section class="card pad past" aria-labelledby="past-title"><h2 id="past-title">${ctx.t('past.title')}</h2>${body}</section>`
}
