/**
 * The movement as a waterfall on its side, drawn on the server. Both values are marks and not bars: the scale begins
 * where something moves, and a bar that is cut off would lie. More is solid, less is hatched; a sign says it in words.
 */
import { html } from 'hono/html'
import type { Movement } from '../movement/types.ts'
import type { Writers } from '../movement/words.ts'
import type { Html, PageContext } from './ctx.ts'
import { across, type WaterfallRow, waterfallRows } from './waterfall-rows.ts'

interface Frame {
  readonly name: 'wide' | 'narrow'
  readonly width: number
  /** Left and right edge of the bars. */
  readonly left: number
  readonly right: number
  readonly row: number
  readonly bar: number
  /** Words above the bar, where there is no room beside it. */
  readonly stacked: boolean
}

const frames: readonly Frame[] = [
  { name: 'wide', width: 1000, left: 250, right: 830, row: 38, bar: 18, stacked: false },
  { name: 'narrow', width: 300, left: 4, right: 296, row: 46, bar: 12, stacked: true },
]

/** Null where the value does not follow from line to line. */
export function waterfall(movement: Movement, write: Writers, ctx: PageContext): Html | null {
  const rows = waterfallRows(movement)
  if (rows === null || rows.length < 3) return null
  return html`${frames.map((frame) => drawing(rows, frame, movement, write, ctx))}`
}

function drawing(
  rows: readonly WaterfallRow[],
  frame: Frame,
  { opening, closing, exchanged }: Movement,
  write: Writers,
  ctx: PageContext,
): Html {
  const { t, f } = ctx
  const { name, width, row } = frame
  const x = across(rows, frame.left, frame.right)
  const id = `waterfall-${name}`
  const title = t('movement.chartTitle', { from: f.day(opening.day), to: f.day(closing.day) })
  const start = exchanged ?? opening.value
  const said = { opening: write.value(start.value), closing: write.value(closing.value.value) }
  const label = ({ kind }: WaterfallRow) =>
    kind === 'opening' || kind === 'closing'
      ? t(`movement.${kind}`, { day: f.dayShort((kind === 'opening' ? opening : closing).day) })
      : t(`movement.${kind}`)
  return html`<svg class="chart waterfall ${name}" viewBox="0 0 ${width} ${rows.length * row + 4}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${t('movement.chartDesc', said)}</desc>
<defs><pattern id="${id}-less" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="less-ground" width="6" height="6"/><line class="less-line" x1="0" x2="0" y1="0" y2="6"/></pattern></defs>
${rows.map((each, index) => rowOf(each, index, rows[index + 1], { label: label(each), x, id, write }, frame))}</svg>`
}

interface Drawn {
  readonly label: string
  readonly x: (value: number) => number
  readonly id: string
  readonly write: Writers
}

function rowOf(
  { kind, from, to }: WaterfallRow,
  index: number,
  next: WaterfallRow | undefined,
  { label, x, id, write }: Drawn,
  { row, bar, stacked, width }: Frame,
): Html {
  const top = index * row + (stacked ? row - bar - 4 : (row - bar) / 2)
  const words = stacked ? top - 6 : top + bar / 2 + 4.5
  const isMark = kind === 'opening' || kind === 'closing'
  const amount = isMark ? write.value(to) : write.effect(to - from)
  const strength = isMark ? 'name' : 'axis'
  const thread =
    next === undefined
      ? ''
      : html`<line class="thread" x1="${x(to)}" x2="${x(to)}" y1="${top + bar}" y2="${top + row}"/>`
  const [low, high] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))]
  const shape = isMark
    ? html`<rect class="mark" x="${x(to) - 3}" width="6" y="${top - 3}" height="${bar + 6}" rx="2"/>`
    : html`<rect class="${to < from ? 'loss' : 'gain'}" x="${low}" width="${Math.max(high - low, 2)}" y="${top}" height="${bar}"${to < from ? html` fill="url(#${id}-less)"` : ''}/>`
  return html`${thread}${shape}<text class="${strength}" x="0" y="${words}">${label}</text><text class="name" x="${width}" y="${words}" text-anchor="end">${amount}</text>`
}
