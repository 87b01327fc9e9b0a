/** What changed in a CRM's own set-up, whom it touches, and the offer to follow. */
import { html } from 'hono/html'
import { type Finding, offered } from '../mapping/read.ts'
import { sentenceOf } from '../mapping/words.ts'
import type { Html, PageContext } from './ctx.ts'
import { crmTitle } from './sources.ts'
import { chip } from './status.ts'

function keyResultsOf({ kind, keyResults }: Finding, { t, may }: PageContext): Html {
  if (keyResults.length === 0) return html`<p class="soft">${t('setUp.noKeyResult')}</p>`
  const head = t(kind.endsWith('_new') ? 'setUp.listed' : 'setUp.keyResults', { n: keyResults.length })
  const title = (one: Finding['keyResults'][number]) =>
    may('board.read') ? html`<a href="/key-results/${one.id}">${one.title}</a>` : one.title
  return html`<p class="soft">${head}</p><ul class="notes">${keyResults.map((one) => html`<li>${title(one)}</li>`)}</ul>`
}

function decision(finding: Finding, { t, may }: PageContext): Html | null {
  if (!may('key_result.write')) return null
  const n = offered(finding).length
  const name = finding.kind.endsWith('_new') ? finding.label : (finding.successor ?? '')
  const touched = finding.keyResults.length > 0 && !finding.kind.endsWith('_renamed')
  const note = n > 0 ? t('setUp.followNote', { name }) : touched ? t('setUp.byHand') : null
  return html`${note === null ? '' : html`<p class="soft">${note}</p>`}<form method="post" action="/health/set-up" class="decide"><input type="hidden" name="finding" value="${finding.id}">${n === 0 ? '' : html`<button class="button main" name="decision" value="follow">${t('setUp.follow', { n })}</button>`}<button class="button" name="decision" value="dismiss">${t('setUp.dismiss')}</button></form>`
}

/** Null where nothing is open and nothing was just decided. */
export function setUpCard(
  findings: readonly Finding[],
  news: readonly string[],
  ctx: PageContext,
): Html | null {
  const { t, may } = ctx
  if (findings.length === 0 && news.length === 0) return null
  const row = (finding: Finding) =>
    html`<li><p><strong>${sentenceOf(finding, t)}</strong> <span class="soft">${crmTitle(finding.crm)}</span></p>${may('evidence.read') && finding.kind !== 'property_gone' ? html`<p>${t('setUp.deals', { n: finding.deals })}${finding.successor === null ? '' : ` ${t('setUp.moved', { n: finding.moved, successor: finding.successor })}`}</p>` : ''}${keyResultsOf(finding, ctx)}${decision(finding, ctx)}</li>`
  return html`<section class="card pad health" id="set-up" aria-labelledby="set-up-title"><div class="card-head"><h2 id="set-up-title">${t('setUp.title')}</h2>${findings.length === 0 ? '' : chip('behind', t('setUp.open', { n: findings.length }))}</div>${news.map((text) => html`<p role="status">${text}</p>`)}${findings.length === 0 ? '' : html`<p class="soft">${t('setUp.intro')}</p><ul class="set-up">${findings.map(row)}</ul>`}</section>`
}

/** On the key result's own page: that something it names has changed. */
export function setUpNote(findings: readonly Finding[], ctx: PageContext): Html | null {
  if (findings.length === 0) return null
  const { t, may } = ctx
  return html`<section class="card pad" aria-labelledby="set-up-title"><h2 id="set-up-title">${t('setUp.here')}</h2><ul class="notes">${findings.map((finding) => html`<li>${sentenceOf(finding, t)}</li>`)}</ul>${may('run.read') ? html`<p><a href="/health#set-up">${t('setUp.toHealth')}</a></p>` : ''}</section>`
}
