/** Progress as a plain water level; the number stands beside it. */
import { html } from 'hono/html'
import type { Status } from '../../okr/types.ts'
import type { Html } from '../../web/ctx.ts'
import { share } from '../../web/level.ts'
import { isRated } from '../../web/status.ts'

export function cardLevel(progress: number, status: Status): Html {
  const fill = !isRated(status) ? 'still' : progress >= 1 ? 'full' : 'water'
  return html`<svg class="card-level" aria-hidden="true" height="8"><rect class="track" width="100%" height="8" rx="4"/><rect class="${fill}" width="${share(progress)}" height="8" rx="4"/></svg>`
}
