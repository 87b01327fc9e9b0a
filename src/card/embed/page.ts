/** A card as a page of its own, for the frame of another tool. It says what the CRMs' cards say, in the same words. */
import { html } from 'hono/html'
import type { Locale } from '../../app-env.ts'
import type { Html, Theme } from '../../web/ctx.ts'
import { page } from '../../web/head.ts'
import { chip } from '../../web/status.ts'
import type { AnyCard, CardKeyResult, CardRefusal, CompanyAnswer, Outcome } from '../types.ts'
import { cardLevel } from './level.ts'

export interface View {
  readonly locale: Locale
  readonly theme: Theme
}

export function cardPage(card: AnyCard | CardRefusal, view: View): Html {
  const title = card.ok ? card.words.title : card.title
  return page(
    title,
    view,
    html`<body class="framed"><main>${card.ok ? body(card) : refused(card)}</main></body>`,
  )
}

function refused({ title, text }: CardRefusal): Html {
  return html`<header><h1>${title}</h1></header><p class="soft">${text}</p>`
}

function body(card: AnyCard): Html {
  const { words, age, stale, keyResults, empty, notes, url } = card
  return html`<header><h1>${words.title}</h1>${age === null ? '' : html`<p class="${stale ? 'age stale' : 'age soft'}">${age}</p>`}</header>
${card.kind === 'company' ? recurring(card) : ''}
${empty === null ? '' : html`<section class="none"><h2>${empty.title}</h2><p class="soft">${empty.text}</p></section>`}
${keyResults.length === 0 ? '' : html`${card.kind === 'company' ? html`<h2>${card.words.keyResults}</h2>` : ''}<ul class="counts">${keyResults.map((one) => keyResult(one, card))}</ul>`}
${notes.length === 0 ? '' : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
<footer><a href="${url}" target="_blank" rel="noopener">${words.open}</a></footer>`
}

function keyResult(one: CardKeyResult, { words }: AnyCard): Html {
  const { title, objective, url, status, value, aim, progress, progressText, part, won, lost, note } = one
  return html`<li><p class="head"><a href="${url}" target="_blank" rel="noopener">${title}</a> ${chip(status.code, status.text)}</p><p class="soft under">${objective}</p>
<p class="value"><strong>${value}</strong> <span class="soft">${aim}</span></p>${progress === null ? '' : html`${cardLevel(progress, status.code)}<p class="soft under">${progressText}</p>`}
<dl class="part"><div><dt>${words.part}</dt><dd>${part}</dd></div>${'won' in words ? html`${outcome(words.won, won, words.same)}${outcome(words.lost, lost, words.same)}` : ''}</dl>
${note === null ? '' : html`<p class="soft note">${note}</p>`}</li>`
}

function outcome(label: string, found: Outcome | null, same: string): Html | '' {
  if (found === null) return ''
  const { value, change, progressText } = found
  return html`<div><dt>${label}</dt><dd>${value} <span class="soft under">${change ?? same}${progressText === null ? '' : ` · ${progressText}`}</span></dd></div>`
}

function recurring({ words, recurring: found, renewals }: CompanyAnswer): Html {
  return html`${found === null ? '' : html`<section class="recurring"><h2>${words.recurring}</h2><p class="value"><strong>${found.value}</strong></p><p class="soft">${found.change} · ${found.contracts}</p></section>`}
${renewals.length === 0 ? '' : html`<section><h2>${words.renewals}</h2><ul class="renewals">${renewals.map(({ title, value, state, pending }) => html`<li><span>${title}<span class="${pending ? 'under stale' : 'under soft'}">${state}</span></span> <strong>${value}</strong></li>`)}</ul></section>`}`
}
