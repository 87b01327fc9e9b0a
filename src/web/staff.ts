/** The staff gauge of an objective: the teeth of a Pegellatte and the water at its progress. Decoration only. */
import { html } from 'hono/html'
import type { Html } from './ctx.ts'
import { clamp } from './level.ts'

const HEIGHT = 64
const WIDTH = 26

const TOOTH = 5.75

/** Ten steps, every second one a tooth, alternating sides as on a real gauge. */
const teeth = [0, 1, 2, 3, 4].map((i) => ({ x: i % 2 === 0 ? 4 : 13, y: 6 + i * 2 * TOOTH }))

/** The water cuts a tooth in two: dry above, wet below. */
function tooth({ x, y }: { readonly x: number; readonly y: number }, surface: number): Html {
  const dry = Math.min(TOOTH, Math.max(0, surface - y))
  const part = (name: string, top: number, height: number) =>
    height <= 0 ? '' : html`<rect class="tooth${name}" x="${x}" y="${top}" width="9" height="${height}"/>`
  return html`${part('', y, dry)}${part(' under', y + dry, TOOTH - dry)}`
}

export function staff(progress: number | null): Html {
  const surface = HEIGHT - 2 - clamp(progress ?? 0) * (HEIGHT - 4)
  return html`<svg class="staff" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
<rect class="body" x="1" y="1" width="${WIDTH - 2}" height="${HEIGHT - 2}" rx="5"/>
${progress === null ? '' : html`<path class="wet" d="M2 ${surface}h${WIDTH - 4}V${HEIGHT - 6}a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4z"/>`}
${teeth.map((one) => tooth(one, progress === null ? HEIGHT : surface))}
</svg>`
}
