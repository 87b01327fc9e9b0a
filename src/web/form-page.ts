/** The frame of a form: title, why, what was refused, the fields, the buttons. */
import { html } from 'hono/html'
import type { Html, Maybe, PageContext } from './ctx.ts'
import type { FormState } from './form-state.ts'
import { layout } from './layout.ts'

export interface FormPage {
  readonly title: string
  readonly intro: string
  readonly action: string
  readonly save: string
  readonly back: string
  readonly state: FormState
  readonly fields: Maybe
  /** A second button before the first one. */
  readonly extra?: Html
}

export function refusal({ wrong, general }: FormState, { t }: PageContext): Html | null {
  const n = Object.keys(wrong).length + general.length
  if (n === 0) return null
  return html`<div class="refused" role="alert"><p>${t('form.refused', { n })}</p>${general.map((text) => html`<p>${text}</p>`)}</div>`
}

export function formPage(page: FormPage, ctx: PageContext): Html {
  const { title, intro, action, save, back, state, fields, extra } = page
  const content = html`<div class="form"><header><h1>${title}</h1><p>${intro}</p></header>
<form method="post" action="${action}" novalidate>${refusal(state, ctx)}${fields}
<div class="send"><button class="button main">${save}</button>${extra ?? ''}<a class="quiet" href="${back}">${ctx.t('form.cancel')}</a></div></form></div>`
  return layout(title, content, ctx)
}
