/** Setting a value by hand, withdrawing it, and all that were ever set. */
import { html } from 'hono/html'
import type { Day, Instant } from '../../connectors/contract.ts'
import { typedValue } from '../i18n/decimal.ts'
import type { KeyResultView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { inputField } from './field.ts'

export interface OverrideEntry {
  readonly value: string
  readonly reason: string
  readonly expiresOn: Day
  readonly wrong: { readonly value?: string; readonly reason?: string; readonly expiresOn?: string }
}

export interface OverrideShown {
  readonly value: number
  readonly currency: string | null
  readonly reason: string
  readonly expiresOn: Day
  readonly createdAt: Instant
  readonly endedAt: Instant | null
  readonly endedBy: string | null
  /** A name; null where the role does not need it, or it is no longer known. */
  readonly author: string | null
}

/** Folded away: what is set by hand is the exception. Open where something was refused. */
export function overrideForm(keyResult: KeyResultView, entry: OverrideEntry, ctx: PageContext): Html {
  const { t, locale } = ctx
  const { id, unit, currency, latest, target, closing } = keyResult
  const example = latest?.value ?? target
  const sign = unit === 'money' && currency !== null ? ` (${currency})` : unit === 'ratio' ? ' (%)' : ''
  const hint =
    example === null
      ? {}
      : { hint: t('cycleForm.nameHint', { example: typedValue(example, unit, currency ?? 'EUR', locale) }) }
  const refused = Object.keys(entry.wrong).length > 0
  return html`<section class="card pad"><details class="fold-form"${refused ? html` open` : ''}><summary><h2>${t('override.title')}</h2></summary>
<p class="soft">${t('override.intro')}</p>
<form class="entry" method="post" action="/key-results/${id}/overrides" novalidate>
${inputField({ name: 'override', label: `${t('override.value')}${sign}`, wrong: entry.wrong.value, ...hint }, { value: entry.value, mode: 'decimal' }, ctx)}
${inputField({ name: 'why', label: t('override.reason'), wrong: entry.wrong.reason }, { value: entry.reason }, ctx)}
${inputField({ name: 'until', label: t('override.expiresOn'), wrong: entry.wrong.expiresOn }, { value: entry.expiresOn, type: 'date' }, ctx)}
<button class="button main">${t('override.save')}</button></form></details>
${closing?.override == null ? '' : html`<form method="post" action="/key-results/${id}/overrides/end"><button class="button">${t('override.withdraw')}</button></form>`}</section>`
}

export function overrideHistory(
  rows: readonly OverrideShown[],
  { unit, currency }: KeyResultView,
  { today, timeZone }: { readonly today: Day; readonly timeZone: string },
  ctx: PageContext,
): Html | null {
  const { t, f } = ctx
  if (rows.length === 0) return null
  const state = ({ expiresOn, endedAt, endedBy }: OverrideShown) => {
    if (endedAt === null)
      return today <= expiresOn
        ? t('override.holds', { day: f.day(expiresOn) })
        : t('override.ended.expired', { day: f.day(expiresOn) })
    const by = endedBy === 'withdrawn' || endedBy === 'frozen' ? endedBy : 'replaced'
    return t(`override.ended.${by}`, { day: f.instant(endedAt, timeZone) })
  }
  const set = ({ createdAt, author }: OverrideShown) => {
    const instant = f.instant(createdAt, timeZone)
    return author === null ? t('override.set', { instant }) : t('override.setBy', { instant, name: author })
  }
  const row = (one: OverrideShown) =>
    html`<tr><th scope="row">${one.reason}<span class="note">${set(one)}</span><span class="under">${state(one)}</span></th><td class="num">${f.value(one.value, unit, one.currency ?? currency, 'exact')}</td><td class="fold">${state(one)}</td></tr>`
  return html`<section class="card pad overrides" aria-labelledby="overrides-title"><h2 id="overrides-title">${t('override.history')}</h2>
<table class="table"><thead><tr><th scope="col">${t('override.reason')}</th><th scope="col" class="num">${t('override.value')}</th><th scope="col" class="fold">${t('override.state')}</th></tr></thead><tbody>${rows.map(row)}</tbody></table></section>`
}
