/** Typed and pushed values: of each day the one that holds, and below it what it replaced, with the reason. */
import { html } from 'hono/html'
import type { KeyResultView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import type { WrittenRow } from './key-result-view.ts'

/** More rows are folded away, like the measurements of a metric. */
const SHOWN = 12

function how({ origin, createdAt, author }: WrittenRow, timeZone: string, { t, f }: PageContext): string {
  const instant = f.instant(createdAt, timeZone)
  return author === null
    ? t(`written.${origin}`, { instant })
    : t(`written.${origin}By`, { instant, name: author })
}

export function writtenCard(
  rows: readonly WrittenRow[],
  { unit, currency, origin }: KeyResultView,
  timeZone: string,
  ctx: PageContext,
): Html | null {
  const { t, f } = ctx
  if (rows.length === 0) return null
  const amount = ({ value }: WrittenRow) =>
    value === null ? t('history.none') : f.value(value, unit, currency, 'exact')
  const row = (one: WrittenRow) => {
    const told = how(one, timeZone, ctx)
    return html`<tr${one.replaced ? html` class="held"` : ''}><th scope="row"><span class="nowrap">${f.dayNumeric(one.day)}</span><span class="under">${told}</span></th>
<td class="num">${one.replaced ? html`<s>${amount(one)}</s><span class="note">${t('written.replaced')}</span>` : html`<b>${amount(one)}</b>`}</td>
<td>${one.reason ?? ''}</td><td class="fold soft">${told}</td></tr>`
  }
  const title = t(origin === 'pushed' ? 'written.titlePushed' : 'written.title')
  const table = html`<table class="table"><thead><tr><th scope="col">${t('history.day')}</th><th scope="col" class="num">${t('history.value')}</th><th scope="col">${t('written.reason')}</th><th scope="col" class="fold">${t('written.how')}</th></tr></thead><tbody>${rows.map(row)}</tbody></table>`
  return html`<section class="card pad" aria-labelledby="written-title"><h2 id="written-title">${title}</h2>
${rows.length <= SHOWN ? table : html`<details class="more"><summary>${t('history.show', { n: rows.length })}</summary>${table}</details>`}</section>`
}
