/** What was changed of all this, by whom. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import type { Change } from './changes.ts'
import type { PrivacyView } from './read-privacy.ts'
import { whoOf } from './who.ts'

export function changesCard(view: PrivacyView, { t, f, may }: PageContext): Html | null {
  if (!may('audit.read')) return null
  const row = (one: Change) => {
    const from =
      one.before === null || one.after === null
        ? null
        : t('change.from', { before: one.before, after: one.after })
    const note = [from, one.reason].filter((text) => text !== null).join(' · ')
    const when = f.instant(one.at, view.timeZone)
    const who = whoOf(one.actor, view, t)
    return html`<tr><th scope="row">${t(`change.${one.action}`)}<span class="note">${note}</span><span class="under">${when}, ${who}</span></th><td class="fold nowrap">${when}</td><td class="fold">${who}</td></tr>`
  }
  return html`<section class="card pad plain" aria-labelledby="changes-title"><h2 id="changes-title">${t('change.title')}</h2>
${view.changes.length === 0 ? html`<p class="soft">${t('change.none')}</p>` : html`<table class="table"><thead><tr><th scope="col">${t('change.what')}</th><th scope="col" class="fold">${t('views.when')}</th><th scope="col" class="fold">${t('views.who')}</th></tr></thead><tbody>${view.changes.map(row)}</tbody></table>`}</section>`
}
