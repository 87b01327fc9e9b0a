/** The course of a key result: value, pace and target over the cycle, drawn on the server. */
import { area, line } from 'd3-shape'
import { html } from 'hono/html'
import type { KeyResultDetail, Point } from '../okr/types.ts'
import { type Frame, type Scales, scales } from './chart-scale.ts'
import type { Html, PageContext } from './ctx.ts'
import { monthStarts } from './ruler.ts'

const wide: Frame = { width: 1000, height: 340, left: 0, right: 24, top: 26, bottom: 34 }
const narrow: Frame = { width: 360, height: 270, left: 0, right: 10, top: 24, bottom: 30 }

const round = (n: number) => Math.round(n * 10) / 10
const pixels = (path: string | null) => (path ?? '').replace(/\d+\.\d+/g, (n) => String(round(Number(n))))

type Measured = Point & { readonly value: number }
/** So few that a line alone would hardly be seen. */
const FEW = 5
export const isYoung = (history: readonly Point[]) => measured(history).length < FEW
const measured = (history: readonly Point[]) => history.filter((p): p is Measured => p.value !== null)

/** Room for the longest label of the value axis: it depends on unit, currency and language. */
function labelWidth(detail: KeyResultDetail, frame: Frame, { f }: PageContext): number {
  const { unit, currency } = detail.keyResult
  const labels = scales(detail, frame)
    .y.ticks(4)
    .map((tick) => f.value(tick, unit, currency, 'short').length)
  return 18 + 7.2 * Math.max(...labels)
}

function grid({ y, plot }: Scales, detail: KeyResultDetail, { f }: PageContext): Html {
  const { unit, currency } = detail.keyResult
  return html`${y
    .ticks(4)
    .map(
      (tick) =>
        html`<line class="grid" x1="${plot.x0}" x2="${plot.x1}" y1="${round(y(tick))}" y2="${round(y(tick))}"/><text class="axis" x="${plot.x0 - 10}" y="${round(y(tick)) + 4}" text-anchor="end">${f.value(tick, unit, currency, 'short')}</text>`,
    )}`
}

function months({ x, plot }: Scales, detail: KeyResultDetail, { f }: PageContext): Html {
  return html`${monthStarts(detail.cycle).map(
    (day) =>
      html`<line class="grid" x1="${round(x(day))}" x2="${round(x(day))}" y1="${plot.y0}" y2="${plot.y0 + 6}"/><text class="axis" x="${round(x(day)) + 2}" y="${plot.y0 + 22}">${f.month(day)}</text>`,
  )}`
}

/** What is aimed at: a line for a target, water between the bounds for a band. */
function goal({ y, plot }: Scales, detail: KeyResultDetail, { t, f }: PageContext): Html {
  const { kind, target, lower, upper, unit, currency } = detail.keyResult
  const edge = (value: number) =>
    html`<line class="goal" x1="${plot.x0}" x2="${plot.x1}" y1="${round(y(value))}" y2="${round(y(value))}"/>`
  if (kind === 'hold') {
    const top = upper === null ? plot.y1 : y(upper)
    const bottom = lower === null ? plot.y0 : y(lower)
    return html`<rect class="zone" x="${plot.x0}" width="${plot.x1 - plot.x0}" y="${round(top)}" height="${round(bottom - top)}"/>${[lower, upper].filter((n) => n !== null).map(edge)}`
  }
  if (target === null) return html``
  return html`${edge(target)}<text class="name" x="${plot.x0 + 6}" y="${round(y(target)) - 7}">${t('kr.target', { target: f.value(target, unit, currency, 'short') })}</text>`
}

/** A lone point says its value itself: in the days still to come, or below it where none are left. */
function lastLabel(
  { day, value }: Measured,
  { x, y, plot }: Scales,
  { keyResult }: KeyResultDetail,
  { f }: PageContext,
): Html {
  const shown = f.value(value, keyResult.unit, keyResult.currency, 'short')
  const room = x(day) + 18 + 8 * shown.length < plot.x1
  const at = room ? { x: x(day) + 18, y: y(value) + 4.5 } : { x: x(day) + 6, y: y(value) + 24 }
  return html`<text class="name" x="${round(at.x)}" y="${round(Math.min(at.y, plot.y0 - 6))}" text-anchor="${room ? 'start' : 'end'}">${shown}</text>`
}

/** How earlier cycles went, where the pace follows them. */
function tide({ x, y }: Scales, { paceBand = [] }: KeyResultDetail): Html | '' {
  if (paceBand.length === 0) return ''
  const water = area<(typeof paceBand)[number]>()
    .x((p) => x(p.day))
    .y0((p) => y(p.low))
    .y1((p) => y(p.high))
  return html`<path class="tide" d="${pixels(water([...paceBand]))}"/>`
}

function course({ x, y, plot }: Scales, detail: KeyResultDetail, ctx: PageContext): Html {
  const { keyResult, history, pace } = detail
  const paceLine = line<{ day: string; value: number }>()
    .x((p) => x(p.day))
    .y((p) => y(p.value))
  const valueLine = line<Point>()
    .defined((p) => p.value !== null)
    .x((p) => x(p.day))
    .y((p) => y(p.value ?? 0))
  const start = keyResult.baseline === null ? plot.y0 : y(keyResult.baseline)
  const water = area<Point>()
    .defined((p) => p.value !== null)
    .x((p) => x(p.day))
    .y0(Math.min(plot.y0, start))
    .y1((p) => y(p.value ?? 0))
  const points = measured(history)
  const unsure = points.filter((p) => !p.complete)
  const last = points.at(-1)
  const young = isYoung(history)
  return html`${keyResult.kind === 'reach' && !young ? html`<path class="bay" d="${pixels(water([...history]))}"/>` : ''}
<path class="pace" d="${pixels(paceLine([...pace]))}"/><path class="course" d="${pixels(valueLine([...history]))}"/>
${young ? points.slice(0, -1).map((p) => html`<circle class="point" cx="${round(x(p.day))}" cy="${round(y(p.value))}" r="4.5"/>`) : ''}${unsure.map((p) => html`<circle class="unsure" cx="${round(x(p.day))}" cy="${round(y(p.value))}" r="4"/>`)}
${last !== undefined && young ? lastLabel(last, { x, y, plot }, detail, ctx) : ''}
${last === undefined ? '' : html`<circle class="last" cx="${round(x(last.day))}" cy="${round(y(last.value))}" r="5.5"/>`}`
}

/** The drawing in words, for those who do not see it. */
function description(detail: KeyResultDetail, { t, f }: PageContext, aimed: string): string {
  const { unit, currency } = detail.keyResult
  const points = measured(detail.history)
  const words = (p: Measured | undefined) =>
    p === undefined ? '' : f.value(p.value, unit, currency, 'short')
  const day = (p: Measured | undefined) => (p === undefined ? '' : f.day(p.day))
  const [first, last] = [points[0], points.at(-1)]
  return t('detail.chartDesc', {
    n: points.length,
    first: words(first),
    firstDay: day(first),
    last: words(last),
    lastDay: day(last),
    goal: `${aimed}. ${t('detail.chartTable')}`,
  })
}

function drawing(detail: KeyResultDetail, frame: Frame, name: string, ctx: PageContext, aimed: string): Html {
  const to = scales(detail, { ...frame, left: labelWidth(detail, frame, ctx) })
  const today = round(to.x(detail.today))
  const inside = detail.today >= detail.cycle.startsOn && detail.today < detail.cycle.endsOn
  return html`<svg class="chart ${name}" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-labelledby="${name}-title ${name}-desc">
<title id="${name}-title">${ctx.t('detail.chartTitle', { title: detail.keyResult.title, cycle: detail.cycle.name })}</title>
<desc id="${name}-desc">${description(detail, ctx, aimed)}</desc>
${grid(to, detail, ctx)}${months(to, detail, ctx)}
${inside ? html`<line class="today" x1="${today}" x2="${today}" y1="${to.plot.y1 - 8}" y2="${to.plot.y0}"/><text class="axis" x="${today}" y="${to.plot.y1 - 13}" text-anchor="middle">${ctx.t('board.today')}</text>` : ''}
${tide(to, detail)}${goal(to, detail, ctx)}${course(to, detail, ctx)}</svg>`
}

/** Two drawings, of which a screen shows the one that fits: text in a scaled drawing would shrink with it. */
export function chart(detail: KeyResultDetail, aimed: string, ctx: PageContext): Html {
  return html`${drawing(detail, wide, 'wide', ctx, aimed)}${drawing(detail, narrow, 'narrow', ctx, aimed)}`
}
