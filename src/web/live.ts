/**
 * Pages that move while they are open. Everything works without the script: it asks every two seconds, while somebody looks,
 * whether a number has changed, and then takes the changed parts from the page as the server draws it.
 */
import { html } from 'hono/html'
import { liveScript } from './assets.ts'
import type { Html } from './ctx.ts'

export const LIVE_PATH = '/live'

/** `seen`: the mark of what this page shows, read before it was; null for a page that stands still. `path`: who knows it. */
export function live(seen: string | null, path: string = LIVE_PATH): Html | null {
  if (seen === null) return null
  return html`<p class="hidden" role="status" id="live"></p><script src="${liveScript.path}" data-path="${path}" data-seen="${etagOf(seen)}" defer></script>`
}

export function etagOf(seen: string): string {
  return `"${seen}"`
}

/** A part that is drawn anew by its name; `said` is read out when it is another one than before. */
export function livePart(name: string, said = ''): Html {
  return said === '' ? html` data-live="${name}"` : html` data-live="${name}" data-said="${said}"`
}
