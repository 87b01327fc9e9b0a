/** How a key result ends: what is fixed and what has to be known of it, what changed since, what a person set. */
import { html } from 'hono/html'
import { addDays } from '../../connectors/values/time.ts'
import type { Concern } from '../closing/concerned.ts'
import type { ClosingView } from '../closing/types.ts'
import { isMeasured } from '../okr/origin.ts'
import type { KeyResultDetail, KeyResultView } from '../okr/types.ts'
import { noteText } from './closing-words.ts'
import type { Html, PageContext } from './ctx.ts'
import { livePart } from './live.ts'
import { dealUrl, type MirrorNames } from './mirror-names.ts'
import { statusChip } from './status.ts'

/** Deals of a restated value that the page lists. */
export const CONCERNED = 10

export function closingCard(
  { keyResult, today }: KeyResultDetail,
  { concern, names, timeZone }: { concern: Concern | null; names: MirrorNames | null; timeZone: string },
  ctx: PageContext,
): Html | null {
  const { closing } = keyResult
  if (closing === undefined) return null
  if (closing.final !== null)
    return html`<section class="card pad ending" aria-labelledby="final-title"${livePart('ending')}>${finalPart(keyResult, closing, timeZone, ctx)}${restatedPart(keyResult, closing, concern, names, ctx)}</section>`
  const parts = [
    overridePart(keyResult, closing, timeZone, ctx),
    freezingPart(keyResult, closing, today, ctx),
  ]
  return html`<section class="card pad ending"${livePart('ending')}>${parts.map((part) => part ?? '')}</section>`
}

function finalPart(
  { latest, origin }: KeyResultView,
  { final }: ClosingView,
  timeZone: string,
  ctx: PageContext,
): Html | null {
  const { t, f } = ctx
  if (final === null) return null
  const of =
    final.day === null || latest === null
      ? null
      : isMeasured(origin) && latest.dataThrough !== null
        ? t('final.of', { day: f.day(latest.asOf), instant: f.instant(latest.dataThrough, timeZone) })
        : t('final.ofTyped', { day: f.day(latest.asOf) })
  const run = latest?.run == null ? null : t('final.run', { run: latest.run, seq: f.number(latest.seq) })
  return html`<h2 id="final-title">${t('final.title')}</h2>
<p>${t('final.on', { day: f.instant(final.frozenAt, timeZone) })} ${of ?? ''} ${t('final.reopen')}</p>
${final.notes.length === 0 ? '' : html`<ul class="remarks">${final.notes.map((note) => html`<li>${noteText(note, ctx)}</li>`)}</ul>`}
${run === null ? '' : html`<p class="soft small">${run}</p>`}`
}

function restatedPart(
  { id, unit, currency }: KeyResultView,
  { restated }: ClosingView,
  concern: Concern | null,
  names: MirrorNames | null,
  ctx: PageContext,
): Html | null {
  const { t, f } = ctx
  if (restated === null) return null
  const { value, difference } = restated
  const now =
    value.value === null
      ? value.reason === undefined
        ? t('kr.noValue')
        : t(`reason.${value.reason}`)
      : f.value(value.value, unit, value.currency ?? currency, 'exact')
  return html`<div class="restated"><h3>${t('restated.title')}</h3>
<p><b>${t('restated.value', { value: now })}</b>${difference === null ? '' : html` <span class="soft">${t('restated.difference', { difference: f.difference(difference, unit, currency, 'exact') })}</span>`}</p>
<p class="soft">${t('restated.note')}</p>${concern === null || concern.rows.length === 0 ? '' : html`${concernTable(concern, { unit, currency }, names, ctx)}<p><a href="/key-results/${id}?to=restated#movement">${t('restated.steps')}</a></p>`}</div>`
}

function concernTable(
  { rows, total }: Concern,
  { unit, currency }: Pick<KeyResultView, 'unit' | 'currency'>,
  names: MirrorNames | null,
  ctx: PageContext,
): Html {
  const { t, f } = ctx
  // A ratio's parts are deals or amounts, not shares; a composite's are those of its terms.
  const row = ({ source, externalId, name, was, is, term, ...own }: Concern['rows'][number]) => {
    const [of, money] = [own.unit ?? unit, own.currency ?? currency]
    const part = (value: number | null) =>
      value === null ? '–' : of === 'ratio' ? f.number(value) : f.value(value, of, money, 'exact')
    const ofTerm = term === undefined ? '' : ` · ${t('krForm.term', { n: term + 1 })}`
    const url = names === null ? null : dealUrl(names, source, externalId)
    const said = name ?? t('evidence.unnamed', { id: externalId })
    return html`<tr><th scope="row">${url === null ? html`<span class="deal">${said}</span>` : html`<a class="deal" href="${url}" rel="noreferrer">${said}</a>`}${ofTerm}<span class="under">${t('restated.was')}: ${part(was)}</span></th><td class="num fold">${part(was)}</td><td class="num">${part(is)}</td></tr>`
  }
  return html`<table class="table"><thead><tr><th scope="col">${t('restated.cause')}</th><th scope="col" class="num fold">${t('restated.was')}</th><th scope="col" class="num">${t('restated.is')}</th></tr></thead><tbody>${rows.map(row)}</tbody></table>${total > rows.length ? html`<p class="soft small">${t('restated.more', { n: total - rows.length })}</p>` : ''}`
}

function overridePart(
  { latest, unit, currency }: KeyResultView,
  { override }: ClosingView,
  timeZone: string,
  ctx: PageContext,
): Html | null {
  const { t, f } = ctx
  if (override === null) return null
  const measured = latest?.value ?? null
  const value =
    measured === null ? t('kr.noValue') : f.value(measured, unit, latest?.currency ?? currency, 'exact')
  return html`<div class="by-hand"><h2>${t('override.current')}</h2>
<p><b>${f.value(override.value, unit, currency, 'exact')}</b> <span class="soft">${t('override.holds', { day: f.day(override.expiresOn) })} · ${t('override.set', { instant: f.instant(override.setAt, timeZone) })}</span></p>
<p>${override.reason}</p>
<p class="beside">${t('override.measured', { value })} ${statusChip(override.automatic.status, ctx)}</p></div>`
}

function freezingPart(
  { origin }: KeyResultView,
  { freezesOn }: ClosingView,
  today: string,
  { t, f }: PageContext,
): Html | null {
  if (freezesOn === null) return null
  if (today > freezesOn) return html`<p>${t('closing.due')}</p>`
  const day = f.day(freezesOn)
  return html`<p>${t(isMeasured(origin) ? 'closing.freezes' : 'closing.freezesTyped', { day })}</p>`
}

/** The last day a value set by hand may hold, as far as the page knows: the cycle's last day where it still runs. */
export function proposedEnd({ today, cycle }: KeyResultDetail): string {
  const week = addDays(today, 7)
  const last = addDays(cycle.endsOn, -1)
  return today <= last && week > last ? last : week
}
