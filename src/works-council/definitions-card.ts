/** The definitions in force, each with how many people stand behind it, and no number of a key result. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import type { DefinitionLine } from './definitions.ts'
import type { PrivacyView } from './read-privacy.ts'

export function definitionsCard({ definitions: { lines } }: PrivacyView, ctx: PageContext): Html | null {
  const { t, may } = ctx
  if (!may('settings.read')) return null
  const row = (line: DefinitionLine) =>
    html`<tr><th scope="row">${line.sentence ?? t('definitions.native')}<span class="under">${line.team}</span></th><td class="fold">${line.team}</td><td class="num">${behind(line, ctx)}</td></tr>`
  return html`<section class="card pad plain" aria-labelledby="definitions-title"><h2 id="definitions-title">${t('definitions.title')}</h2><p>${t('definitions.intro')}</p>
${lines.length === 0 ? html`<p class="soft">${t('definitions.none')}</p>` : html`<table class="table"><thead><tr><th scope="col">${t('definitions.what')}</th><th scope="col" class="fold">${t('definitions.team')}</th><th scope="col" class="num">${t('definitions.people')}</th></tr></thead><tbody>${lines.map(row)}</tbody></table>`}</section>`
}

function behind({ people, total, broken }: DefinitionLine, { t, f }: PageContext): Html {
  const count = people === null ? '–' : f.number(people)
  const note = broken !== null ? t('definitions.hidden') : total ? t('definitions.total') : null
  return html`${count}${note === null ? '' : html`<span class="note">${note}</span>`}`
}
