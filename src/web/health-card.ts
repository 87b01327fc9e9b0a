/** One connection: its state in a line, the facts, and a part for each thing that went wrong. */
import { html } from 'hono/html'
import { isSick, nextStep } from '../health/sick.ts'
import type { BackgroundHealth, ConnectionHealth } from '../health/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { callsPart } from './health-calls.ts'
import { nativePart } from './health-native.ts'
import type { HealthView } from './health-page.ts'
import { driftPart, hiddenPart, parkedPart, removalsPart, unreadPart } from './health-parts.ts'
import { crmTitle, failureText } from './sources.ts'
import { chip } from './status.ts'

function mark(one: ConnectionHealth, { t }: PageContext): Html {
  if (isSick(one)) return chip('at_risk', t('health.needsYou'))
  return nextStep(one) === null ? chip('on_track', t('health.allWell')) : chip('behind', t('health.watch'))
}

function tokenText({ token }: ConnectionHealth, timeZone: string, { t, f }: PageContext): string {
  if (token.state === 'valid' && token.expiresAt !== null)
    return t('health.token.validUntil', { instant: f.instant(token.expiresAt, timeZone) })
  return t(`health.token.${token.state}`)
}

function runText({ lastRun }: ConnectionHealth, { t, f, now }: PageContext): Html | string {
  if (lastRun === null) return t('health.noRun')
  const kind = lastRun.kind === 'manual' ? t('health.kind.manual') : t('health.kind.night')
  const when = f.age(lastRun.finishedAt ?? lastRun.startedAt, now)
  return html`${kind}, ${t(`health.run.${lastRun.status}`)}<span>${when} · ${t('health.records', { n: lastRun.records })}</span>`
}

function backgroundText(one: BackgroundHealth, { t, f, now }: PageContext): string {
  const age = f.age(one.finishedAt ?? one.startedAt, now)
  return t(`health.background.${one.status}`, { age, n: one.records })
}

function checkText({ check }: ConnectionHealth, { t, f, now }: PageContext): string {
  if (check.at === null) return t('health.check.none')
  const age = f.age(check.at, now)
  const n = check.drift.length
  return n === 0 ? t('health.check.equal', { age }) : t('health.check.differs', { n, age })
}

function pushText({ push }: ConnectionHealth, { t, f, now }: PageContext): Html | string {
  if (push.lastAt === null) return t('health.push.none')
  const some = t('health.push.some', { n: push.received, age: f.age(push.lastAt, now) })
  if (push.waiting === 0) return some
  return html`${some}<span>${t('health.push.waiting', { n: push.waiting })}</span>`
}

function facts(one: ConnectionHealth, view: HealthView, ctx: PageContext): Html {
  const { t, f, now } = ctx
  const data =
    one.dataThrough === null
      ? t('health.noData')
      : html`<time datetime="${one.dataThrough}" title="${f.instant(one.dataThrough, view.timeZone)}">${f.age(one.dataThrough, now)}</time>`
  const listed: readonly (readonly [string, Html | string])[] = [
    [t('health.data'), data],
    [t('health.lastRun'), runText(one, ctx)],
    [t('health.token'), tokenText(one, view.timeZone, ctx)],
    [t('health.check'), checkText(one, ctx)],
    [t('health.push'), pushText(one, ctx)],
    ...one.background.map((work) => [t(`health.${work.kind}`), backgroundText(work, ctx)] as const),
  ]
  return html`<dl class="health-facts">${listed.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`
}

function tryAgain({ source }: ConnectionHealth, { t }: PageContext): Html {
  return html`<form method="post" action="/health/try-again" class="again"><input type="hidden" name="source" value="${source}"><button class="button" title="${t('health.tryAgain.hint')}">${t('health.tryAgain')}</button></form>`
}

export function healthCard(one: ConnectionHealth, view: HealthView, ctx: PageContext): Html {
  const { t, may } = ctx
  const step = nextStep(one)
  const news = view.news?.source === one.source ? view.news.texts : []
  const title = one.label.toLowerCase() === one.crm.toLowerCase() ? crmTitle(one.crm) : one.label
  const failure = one.reason ?? (one.lastRun?.status === 'failed' ? one.lastRun.failure : null)
  const cause = failure === null ? null : failureText(failure.kind, ctx)
  const failed = one.lastRun?.status === 'failed' || one.parked.length > 0
  const unread = one.skipped.total + one.held.total > 0
  const retry = may('sync.retry') && one.status === 'active' && (failed || unread)
  return html`<section class="card pad health" aria-labelledby="c-${one.source}"><div class="card-head"><h2 id="c-${one.source}">${title}</h2>${mark(one, ctx)}</div>
${news.map((text) => html`<p class="notice calm" role="status"><span>${text}</span></p>`)}
${step === null ? '' : html`<div class="todo"><p>${cause === null ? '' : html`<b>${cause}</b> `}${t(`health.step.${step}`)}</p>${retry ? tryAgain(one, ctx) : ''}</div>`}
${facts(one, view, ctx)}
${removalsPart(one, ctx)}${driftPart(one, ctx)}${parkedPart(one, ctx)}${nativePart(one, ctx)}${unreadPart(one, ctx)}${callsPart(one, view, ctx)}${hiddenPart(one, ctx)}
</section>`
}
