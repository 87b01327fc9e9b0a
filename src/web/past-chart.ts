/** What a definition would have been, drawn: the line and its gaps, without a script and readable without colour. */
import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { html } from 'hono/html'
import type { Day } from '../../connectors/contract.ts'
import { addDays, daysBetween } from '../../connectors/values/time.ts'
import type { Point } from '../okr/types.ts'
import type { PastPoint, PastView } from '../series/index.ts'
import type { Frame } from './chart-scale.ts'
import type { Html, PageContext } from './ctx.ts'
import { monthStarts } from './ruler.ts'

const wide: Frame = { width: 1000, height: 280, left: 0, right: 16, top: 16, bottom: 40 }
const narrow: Frame = { width: 360, height: 240, left: 0, right: 8, top: 14, bottom: 38 }
const round = (n: number) => Math.round(n * 10) / 10
const pixels = (path: string | null) => (path ?? '').replace(/\d+\.\d+/g, (n) => String(round(Number(n))))

/** Stretches of days of which not all is known, both ends included. */
export function gapsOf(points: readonly PastPoint[], step: number): { from: Day; to: Day }[] {
  const gaps: { from: Day; to: Day }[] = []
  for (const { day, complete, value, reason } of points) {
    // Nothing to measure is an answer and no gap.
    if (complete || (value === null && reason !== 'history_gap' && reason !== 'unknown_before')) continue
    const last = gaps.at(-1)
    if (last !== undefined && daysBetween(last.to, day) <= step) last.to = day
    else gaps.push({ from: day, to: day })
  }
  return gaps
}

/** A line ends where its window begins anew: what falls there is no loss. */
function pieces(points: readonly PastPoint[], starts: readonly Day[]): PastPoint[][] {
  const edges = [...starts, '9999-12-31']
  const before = (edge: Day | undefined) => points.filter(({ day }) => edge !== undefined && day < edge)
  if (starts.length === 0) return [[...points]]
  return [
    before(starts[0]),
    ...starts.map((start, n) => points.filter(({ day }) => day >= start && day < (edges[n + 1] as Day))),
  ].filter((piece) => piece.length > 0)
}

/** `published`: values of days that had one; they are drawn instead. */
export function pastChart(
  view: PastView,
  published: readonly Point[],
  told: string,
  title: string,
  ctx: PageContext,
): Html {
  return html`${drawing(view, published, wide, 'wide', told, title, ctx)}${drawing(view, published, narrow, 'narrow', told, title, ctx)}`
}

function drawing(
  { points, starts, step, unit, currency }: PastView,
  published: readonly Point[],
  frame: Frame,
  name: 'wide' | 'narrow',
  told: string,
  title: string,
  { f }: PageContext,
): Html {
  const [first, last] = [points[0]?.day ?? '', points.at(-1)?.day ?? '']
  const values = [...points, ...published].map(({ value }) => value).filter((value) => value !== null)
  const [low, high] = [Math.min(0, ...values), Math.max(...values)]
  const y = scaleLinear(
    [low, high > low ? high + (high - low) * 0.04 : low + 1],
    [frame.height - frame.bottom, frame.top],
  ).nice(4)
  const ticks = y.ticks(4)
  const label = (tick: number) => f.value(tick, unit, currency, 'short')
  const left = 18 + 7.2 * Math.max(...ticks.map((tick) => label(tick).length))
  const days = Math.max(1, daysBetween(first, last))
  const x = (day: Day) => left + (daysBetween(first, day) / days) * (frame.width - frame.right - left)
  const floor = frame.height - frame.bottom
  const course = line<{ day: Day; value: number | null }>()
    .defined(({ value }) => value !== null)
    .x(({ day }) => x(day))
    .y(({ value }) => y(value ?? 0))
  const officially = published.filter(({ day }) => day >= first && day <= last)
  const since = officially[0]?.day ?? '9999-12-31'
  const until = officially.at(-1)?.day ?? ''
  // Between two published values nothing is worked out beside them; the last day before touches the first of them.
  const own = points.map((point) =>
    point.day > since && point.day <= until ? { ...point, value: null } : point,
  )
  const months = monthStarts({ id: '', name: '', startsOn: first, endsOn: addDays(last, 1) })
  const every = Math.ceil(months.length / (name === 'wide' ? 12 : 4))
  // A name at the very edge would be cut.
  const shown = months.filter(
    (day, n) => (months.length - 1 - n) % every === 0 && x(day) < frame.width - frame.right - 24,
  )
  return html`<svg class="chart ${name}" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-labelledby="past-${name}-title past-${name}-desc"><title id="past-${name}-title">${title}</title><desc id="past-${name}-desc">${told}</desc>
<defs><pattern id="past-hatch-${name}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" x2="0" y1="0" y2="7"/></pattern></defs>
${ticks.map((tick) => html`<line class="grid" x1="${round(left)}" x2="${frame.width - frame.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/><text class="axis" x="${round(left - 10)}" y="${round(y(tick) + 4)}" text-anchor="end">${label(tick)}</text>`)}
${gapsOf(points, step).map(({ from, to }) => html`<rect class="lack" fill="url(#past-hatch-${name})" x="${round(x(from))}" width="${round(Math.max(3, x(to) - x(from)))}" y="${floor - 8}" height="8"/>`)}
${starts.filter((day) => day > first && day <= last).map((day) => html`<line class="renewal" x1="${round(x(day))}" x2="${round(x(day))}" y1="${frame.top}" y2="${floor}"/>`)}
${shown.map((day) => html`<line class="grid" x1="${round(x(day))}" x2="${round(x(day))}" y1="${floor}" y2="${floor + 5}"/><text class="axis" x="${round(x(day)) + 2}" y="${floor + 19}">${f.month(day)}</text>${day.slice(5, 7) === '01' || day === shown[0] ? html`<text class="axis" x="${round(x(day)) + 2}" y="${floor + 34}">${day.slice(0, 4)}</text>` : ''}`)}
${pieces(own, starts).map((piece) => html`<path class="was" d="${pixels(course(piece))}"/>`)}<path class="course" d="${pixels(course([...officially]))}"/></svg>`
}
