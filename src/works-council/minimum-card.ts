/** The minimum: what it is, what is proposed, and what the reader may do about it. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import { inputField, textField } from '../web/field.ts'
import { type FormState, first } from '../web/form-state.ts'
import { MOST_PEOPLE, PROPOSAL_DAYS, type Proposal } from './minimum.ts'
import type { PrivacyView } from './read-privacy.ts'
import { whoOf } from './who.ts'

const PATH = '/settings/privacy/minimum'

export function minimumCard(view: PrivacyView, state: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const { minimum, floor, definitions, proposals } = view
  const open = proposals.find(({ state: is }) => is === 'open')
  const past = proposals.filter((one) => one !== open)
  const total =
    definitions.people === null ? '' : html`<p>${t('minimum.total', { people: definitions.people })}</p>`
  return html`<section class="card pad plain" id="minimum" aria-labelledby="minimum-title"><h2 id="minimum-title">${t('minimum.title')}</h2>
<p>${t('minimum.rule', { minimum, floor })}</p>${total}<p>${t('minimum.how', { days: PROPOSAL_DAYS })}</p>
${open === undefined ? '' : waiting(open, view, ctx)}
${open === undefined && ctx.may('minimum.propose') ? form(state, floor, ctx) : ''}
${past.length === 0 ? '' : html`<details class="more"><summary>${t('minimum.past')}</summary><ul class="lines">${past.map((one) => html`<li>${told(one, view, ctx)}</li>`)}</ul></details>`}</section>`
}

function waiting(one: Proposal, view: PrivacyView, ctx: PageContext): Html {
  const { t, f, may, session } = ctx
  const own = session?.userId === one.proposedBy
  const button = (decision: string, main = false) =>
    html`<form method="post" action="${PATH}/${one.id}/${decision}"><button class="button${main ? ' main' : ''}">${t(`minimum.do.${decision as 'agree'}`)}</button></form>`
  return html`<div class="sunken"><p><b>${t('minimum.open', { before: one.before, after: one.after })}</b></p>
<p>${t('minimum.openBy', { who: whoOf(one.proposedBy, view, t), at: f.instant(one.proposedAt, view.timeZone), until: f.instant(one.expiresAt, view.timeZone) })}</p>
<p>${t('minimum.reason', { reason: one.reason })}</p>
<div class="send">${may('minimum.decide') && !own ? html`${button('agree', true)}${button('refuse')}` : ''}${may('minimum.propose') ? button('withdraw') : ''}</div>
${may('minimum.decide') ? '' : html`<p class="soft small">${t('minimum.waits')}</p>`}</div>`
}

function told(one: Proposal, view: PrivacyView, { t, f }: PageContext): string {
  const { before, after, state } = one
  const at = f.instant(one.decidedAt ?? one.expiresAt, view.timeZone)
  const base = { before, after, at, by: whoOf(one.proposedBy, view, t) }
  return t(`minimum.was.${state as 'agreed'}`, { ...base, who: whoOf(one.decidedBy ?? '', view, t) })
}

function form({ entered, wrong }: FormState, floor: number, ctx: PageContext): Html {
  const { t } = ctx
  const number = {
    name: 'minimum',
    label: t('minimum.new'),
    hint: t('minimum.newHint', { floor, most: MOST_PEOPLE }),
    wrong: wrong.minimum,
  }
  const why = { name: 'reason', label: t('minimum.why'), hint: t('minimum.whyHint'), wrong: wrong.reason }
  return html`<form class="entry" method="post" action="${PATH}" novalidate>${inputField(number, { value: first(entered, 'minimum'), mode: 'numeric' }, ctx)}${textField(why, first(entered, 'reason'), ctx)}<button class="button">${t('minimum.propose')}</button></form>`
}
