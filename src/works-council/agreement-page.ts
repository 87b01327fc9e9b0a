/** The draft as a page that prints like a document. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import { layout } from '../web/layout.ts'
import type { Block } from './agreement.ts'
import { settingsPath } from './settings-path.ts'

export function agreementPage(blocks: readonly Block[], day: string, ctx: PageContext): Html {
  const { t, f } = ctx
  const content = html`${settingsPath('agreement.short', ctx)}<header class="title-line"><h1>${t('agreement.title')}</h1><p class="sentence">${t('agreement.pageIntro', { day: f.day(day) })}</p>
<p class="send"><a class="button" href="/settings/agreement.md" download>${t('agreement.download')}</a></p></header>
<article class="card pad deed-card"><div class="deed"><p class="draft"><strong>${t('agreement.draft')}</strong></p>${blocks.map(drawn)}</div></article>`
  return layout(t('agreement.short'), content, ctx)
}

function drawn(block: Block): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h2>${block.text}</h2>`
    case 'paragraph':
      return html`<p>${block.text}</p>`
    case 'clauses':
      return html`<ol>${block.texts.map((text) => html`<li>${text}</li>`)}</ol>`
    case 'table':
      return html`<table class="table"><thead><tr>${block.head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead><tbody>${block.rows.map(([first, ...rest]) => html`<tr><th scope="row">${first ?? ''}</th>${rest.map((text) => html`<td>${text}</td>`)}</tr>`)}</tbody></table>`
    case 'signatures':
      return html`<ul class="sign">${block.texts.map((text) => html`<li>${text}</li>`)}</ul>`
    default:
      return block satisfies never
  }
}
