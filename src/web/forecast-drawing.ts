/** How the cycle may end, as a bar: what is won, the range, the two forecasts, the target. Its words stand beside it. */
import { html } from 'hono/html'
import type { ForecastView } from '../forecast/read.ts'
import type { Html, PageContext } from './ctx.ts'

const HEIGHT = 44
const BAR = { y: 12, height: 20 }

/** Where a value lies, in percent of the width; drawing clamps, the number beside it does not. */
function scaleOf({ outlook, target }: ForecastView): (value: number) => number {
  const { wonSoFar = 0, line, model } = outlook ?? {}
  const values = [wonSoFar, line?.point, line?.high, model?.point, model?.high, target]
  const most = Math.max(0, ...values.filter((value) => value != null))
  return (value) => (most === 0 ? 0 : Math.min(100, Math.max(0, (value / (most * 1.04)) * 100)))
}

const percent = (n: number) => `${Math.round(n * 100) / 100}%`

/** `told`: the drawing in words, for those who do not see it. */
export function forecastDrawing(view: ForecastView, told: string, ctx: PageContext): Html | null {
  const { outlook, target } = view
  if (outlook === null) return null
  const at = scaleOf(view)
  const { wonSoFar, line, model, first } = outlook
  const shown = first === 'model' && model !== null ? model : line
  const range = shown.low === null || shown.high === null ? null : { from: at(shown.low), to: at(shown.high) }
  const mark = (name: string, value: number) =>
    html`<line class="${name}" x1="${percent(at(value))}" x2="${percent(at(value))}" y1="3" y2="${HEIGHT - 3}"/>`
  return html`<svg class="outlook-bar" width="100%" height="${HEIGHT}" role="img" aria-label="${told}">
<rect class="track" x="0" width="100%" y="${BAR.y}" height="${BAR.height}" rx="6"/>
${range === null ? '' : html`<rect class="range" x="${percent(range.from)}" width="${percent(Math.max(0.4, range.to - range.from))}" y="${BAR.y}" height="${BAR.height}"/>`}
<rect class="won" x="0" width="${percent(at(wonSoFar))}" y="${BAR.y}" height="${BAR.height}" rx="6"/>
${mark('straight', line.point)}${model === null ? '' : mark('likely', model.point)}${target === null ? '' : mark('goal', target)}</svg>
${legend(view, ctx)}`
}

/** The swatches repeat stroke and shape, not only the colour. */
function legend({ outlook, target, unit, currency }: ForecastView, { t, f }: PageContext): Html {
  const swatch = (shape: Html) =>
    html`<svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true">${shape}</svg>`
  const line = (name: string) => swatch(html`<line class="${name}" x1="11" x2="11" y1="0" y2="14"/>`)
  const block = (name: string) => swatch(html`<rect class="${name}" x="1" width="20" y="2" height="10"/>`)
  const number = (value: number) => f.value(Math.round(value * 10) / 10, unit, currency, 'short')
  const entries = [
    { mark: block('won'), text: `${t('forecast.sum.won')} ${number(outlook?.wonSoFar ?? 0)}`, show: true },
    {
      mark: block('range'),
      text: t('forecast.mark.range'),
      show: (outlook?.first === 'model' ? outlook.model : outlook?.line)?.low != null,
    },
    {
      mark: line('likely'),
      text: `${t('forecast.mark.model')} ${number(outlook?.model?.point ?? 0)}`,
      show: outlook?.model != null,
    },
    {
      mark: line('straight'),
      text: `${t('forecast.mark.line')} ${number(outlook?.line.point ?? 0)}`,
      show: true,
    },
    { mark: line('goal'), text: t('kr.target', { target: number(target ?? 0) }), show: target !== null },
  ]
  return html`<ul class="legend">${entries.filter(({ show }) => show).map(({ mark, text }) => html`<li>${mark}${text}</li>`)}</ul>`
}
