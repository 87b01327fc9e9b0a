/** What went wrong with a connection, part by part; a part without content is not there. */
import { html } from 'hono/html'
import type { ConnectionHealth, DriftHealth } from '../health/types.ts'
import type { MessageKey } from '../i18n/index.ts'
import type { HeldFor } from '../sync/derive.ts'
import type { Html, PageContext } from './ctx.ts'
import { failureText } from './sources.ts'

/** Ids that one line names. */
const NAMED = 8

function part(title: string, body: Html): Html {
  return html`<div class="part"><h3>${title}</h3>${body}</div>`
}

export function removalsPart({ check, source }: ConnectionHealth, { t, may }: PageContext): Html | null {
  if (check.heldRemovals === 0) return null
  const decide = html`<form method="post" action="/health/held" class="decide"><input type="hidden" name="source" value="${source}"><button class="button" name="decision" value="read_again">${t('health.readAgain')}</button><button class="button" name="decision" value="confirm">${t('health.confirm')}</button></form>`
  return part(
    t('health.removals'),
    html`<p>${t('health.removals.text', { n: check.heldRemovals })}</p>${may('connection.write') ? decide : ''}`,
  )
}

function slice({ pipelineId, pipeline, status }: DriftHealth, { t }: PageContext): string {
  const named =
    pipelineId === ''
      ? t('health.drift.allPipelines')
      : (pipeline ?? t('health.drift.gone', { id: pipelineId }))
  const known = (['open', 'won', 'lost'] as const).find((one) => one === status)
  return `${named}, ${known === undefined ? status : t(`deal.${known}`)}`
}

function ids({ ids: all }: DriftHealth, { t }: PageContext): string {
  const named = all.slice(0, NAMED).join(', ')
  return t('health.drift.ids', { n: all.length, ids: all.length > NAMED ? `${named} …` : named })
}

export function driftPart({ check }: ConnectionHealth, ctx: PageContext): Html | null {
  const { t, f } = ctx
  if (check.drift.length === 0) return null
  const row = (one: DriftHealth) => {
    const show = (n: number | null) => (n === null ? '–' : f.number(one.measure === 'amount' ? n / 100 : n))
    return html`<tr><th scope="row">${slice(one, ctx)}${one.ids.length === 0 ? '' : html`<span class="note">${ids(one, ctx)}</span>`}</th><td class="num">${show(one.ours)}</td><td class="num">${show(one.theirs)}</td><td class="num">${f.number(one.nights)}</td></tr>`
  }
  return part(
    t('health.drift'),
    html`<p class="soft">${t('health.drift.intro')}</p><table class="table"><thead><tr><th scope="col">${t('health.drift.where')}</th><th scope="col" class="num">${t('health.drift.ours')}</th><th scope="col" class="num">${t('health.drift.theirs')}</th><th scope="col" class="num">${t('health.drift.nights')}</th></tr></thead><tbody>${check.drift.map(row)}</tbody></table>`,
  )
}

/** A stream of another version of the program keeps its own name. */
export function streamName(stream: string, { t }: PageContext): string {
  const key = `health.stream.${stream}`
  return isStream(key) ? t(key) : stream
}

const streamKeys = [
  'health.stream.account',
  'health.stream.pipelines',
  'health.stream.teams',
  'health.stream.owners',
  'health.stream.currencies',
  'health.stream.companies',
  'health.stream.deals',
  'health.stream.removals',
  'health.stream.contracts',
  'health.stream.history',
  'health.stream.census',
] as const satisfies readonly MessageKey[]

function isStream(key: string): key is (typeof streamKeys)[number] {
  return (streamKeys as readonly string[]).includes(key)
}

export function parkedPart({ parked }: ConnectionHealth, ctx: PageContext): Html | null {
  if (parked.length === 0) return null
  const line = ({ stream, failure }: ConnectionHealth['parked'][number]) =>
    html`<li><b>${streamName(stream, ctx)}</b> <span class="soft">${failureText(failure?.kind ?? null, ctx) ?? ''}</span></li>`
  return part(ctx.t('health.parked'), html`<ul class="lines">${parked.map(line)}</ul>`)
}

function problemText({ field, code, raw }: HeldFor, { t }: PageContext): string {
  return t('health.problem', {
    field: t(`health.field.${field}`),
    problem: t(`health.problem.${code}`),
    raw,
  })
}

export function unreadPart({ skipped, held }: ConnectionHealth, ctx: PageContext): Html | null {
  const { t } = ctx
  const total = skipped.total + held.total
  if (total === 0) return null
  const rows = [
    ...skipped.first.map(({ stream, id, reason }) => [`${streamName(stream, ctx)} ${id}`, reason] as const),
    ...held.first.map(
      ({ id, problems }) =>
        [
          `${streamName('deals', ctx)} ${id}`,
          problems.map((problem) => problemText(problem, ctx)).join(', '),
        ] as const,
    ),
  ]
  const more = total - rows.length
  return part(
    t('health.unread'),
    html`<p class="soft">${t('health.unread.intro', { n: total })}</p>${rows.length === 0 ? '' : html`<table class="table"><thead><tr><th scope="col">${t('health.unread.what')}</th><th scope="col">${t('health.unread.why')}</th></tr></thead><tbody>${rows.map(([what, why]) => html`<tr><th scope="row" class="nowrap">${what}</th><td>${why}</td></tr>`)}</tbody></table>`}${rows.length > 0 && more > 0 ? html`<p class="soft small">${t('health.unread.more', { n: more })}</p>` : ''}`,
  )
}

/** What the account hides from us; the effect is the connector's own sentence. */
export function hiddenPart({ hidden }: ConnectionHealth, { t }: PageContext): Html | null {
  if (hidden.length === 0) return null
  const lines = hidden.map(
    ({ object, field, effect }) =>
      html`<li><code>${object}.${field}</code> <span class="soft">${effect}</span></li>`,
  )
  return html`<details class="more"><summary>${t('health.hidden')} (${hidden.length})</summary><ul class="lines">${lines}</ul></details>`
}
