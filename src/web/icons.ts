/** Small drawings beside words; all hidden from assistive technology. */
import { html } from 'hono/html'
import type { Html } from './ctx.ts'

export function chevron(): Html {
  return html`<svg width="10" height="6" viewBox="0 0 10 6" aria-hidden="true"><path class="shape-line" d="m1 1 4 4 4-4"/></svg>`
}

/** Leads out of Pegel. */
export function outward(): Html {
  return html`<svg class="out" width="11" height="11" viewBox="0 0 11 11" aria-hidden="true"><path class="shape-line" d="M4 1.5H1.5v8h8V7M6 1h4v4M10 1 5 6"/></svg>`
}
