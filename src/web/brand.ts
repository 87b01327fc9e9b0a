/** The mark: a gauge with water in it. */
import { html } from 'hono/html'
import type { Html } from './ctx.ts'

export function brandMark(): Html {
  return html`<svg width="24" height="26" viewBox="0 0 24 26" aria-hidden="true"><path class="wave" d="M2 15c3.3-2.6 6.7-2.6 10 0s6.7 2.6 10 0v6a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4z"/><rect class="body" x="2" y="1.5" width="20" height="23.5" rx="4"/><path class="tooth" d="M7 6.5h5M7 11h3"/></svg>`
}

export const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5f79"/><path d="M5 18c3.7-3 7.3-3 11 0s7.3 3 11 0v5a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4z" fill="#7fd3ea"/><path d="M9 7.5h8M9 12.5h5" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/></svg>`
