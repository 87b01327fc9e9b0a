/** Cards in other tools: who may frame them, and the key that signs their addresses. */
import { html } from 'hono/html'
import type { Embedding } from '../card/embed/keys.ts'
import type { Html, PageContext } from './ctx.ts'
import { textField } from './field.ts'
import { refusal } from './form-page.ts'
import { type FormState, first } from './form-state.ts'
import { layout } from './layout.ts'

export interface EmbeddingView {
  readonly workspaceId: string
  readonly publicUrl: string
  readonly embedding: Embedding | null
  /** Shown this once. */
  readonly key: string | null
}

/** Pasted into the tool around the card; a comment in it would need a language. */
const sample = ({ publicUrl, workspaceId }: EmbeddingView) => `import { createHmac } from 'node:crypto'

export function cardAddress(key, connection, record, id, email) {
  const until = String(Math.floor(Date.now() / 1000) + 300)
  const text = ['pegel-card-1', '${workspaceId}', connection, record, id, email.toLowerCase(), until].join('\\n')
  const signature = createHmac('sha256', key).update(text).digest('base64url')
  const path = ['${workspaceId}', connection, record, id].map(encodeURIComponent).join('/')
  return '${publicUrl}/card/page/' + path + '?' + new URLSearchParams({ email, until, signature })
}`

export function embeddingPage(view: EmbeddingView, state: FormState, ctx: PageContext): Html {
  const { t, f } = ctx
  const { embedding, key } = view
  const may = ctx.may('settings.write')
  const button = (action: string, label: string, kind = '') =>
    html`<form method="post" action="/settings/embedding/${action}"><button class="button${kind}">${label}</button></form>`
  const content = html`<header class="title-line"><h1>${t('embedding.title')}</h1><p class="standing soft">${t('embedding.intro')}</p></header>
<div class="stack">${refusal(state, ctx)}
${key === null ? '' : html`<section class="card pad" aria-labelledby="key-title"><h2 id="key-title">${t('embedding.key')}</h2><p>${t('embedding.once')}</p><p><code class="secret">${key}</code></p></section>`}
<section class="card pad" aria-labelledby="state-title"><h2 id="state-title">${t('embedding.state')}</h2>
<p>${embedding === null ? t('embedding.off') : t('embedding.on', { day: f.day(embedding.since) })}</p>
${may ? html`<div class="actions">${button('key', t(embedding === null ? 'embedding.begin' : 'embedding.renew'), embedding === null ? ' main' : '')}${embedding === null ? '' : button('end', t('embedding.end'))}</div>` : ''}</section>
${embedding === null ? '' : html`${origins(embedding, state, ctx)}<section class="card pad" aria-labelledby="sample-title"><h2 id="sample-title">${t('embedding.sample')}</h2><p class="soft">${t('embedding.sampleIntro')}</p><pre class="code" tabindex="0">${sample(view)}</pre></section>`}</div>`
  return layout(t('embedding.title'), content, ctx)
}

function origins({ origins: known }: Embedding, { entered, wrong }: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const list = html`<ul>${known.map((one) => html`<li><code>${one}</code></li>`)}</ul>`
  const field = {
    name: 'origins',
    label: t('embedding.originsLabel'),
    hint: t('embedding.originsIntro'),
    wrong: wrong.origins,
  }
  const form = html`<form class="entry" method="post" action="/settings/embedding" novalidate>${textField(field, first(entered, 'origins') || known.join('\n'), ctx)}<button class="button main">${t('embedding.save')}</button></form>`
  return html`<section class="card pad" aria-labelledby="origins-title"><h2 id="origins-title">${t('embedding.origins')}</h2>${ctx.may('settings.write') ? form : known.length === 0 ? html`<p>${t('embedding.nowhere')}</p>` : list}</section>`
}
