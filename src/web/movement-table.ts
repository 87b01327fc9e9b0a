/** The movement as a table: every step with the deals behind it. */
import { html } from 'hono/html'
import type { Crossed, Line, Moved, Movement } from '../movement/types.ts'
import { countedAs, happened, type Writers } from '../movement/words.ts'
import type { Html, PageContext } from './ctx.ts'
import { outward } from './icons.ts'
import { dealKey } from './movement-view.ts'

interface Table {
  readonly write: Writers
  readonly urls: Readonly<Record<string, string>>
  readonly counted: ReturnType<typeof countedAs>
}

export function movementTable(movement: Movement, shown: Omit<Table, 'counted'>, ctx: PageContext): Html {
  const table = { ...shown, counted: countedAs(movement) }
  const { t, f } = ctx
  const { opening, closing, exchanged, lines } = movement
  const { denominator, value } = table.write
  const sides = denominator !== null
  const effects = !sides || lines.some(({ effect }) => effect !== null)
  const end = (key: 'opening' | 'closing') => {
    const { day, value: at } = movement[key]
    const cells = sides ? html`<td class="fold"></td><td class="fold"></td>` : ''
    return html`<tr class="end"><th scope="row">${t(`movement.${key}`, { day: f.day(day) })}</th>${cells}<td class="num">${(key === 'opening' ? table.write.opening : value)(at.value)}</td></tr>`
  }
  const inNew =
    exchanged === undefined
      ? ''
      : html`<tr class="end"><th scope="row">${t('movement.exchanged', { currency: exchanged.into })}<span class="note">${t('movement.why.exchanged', { from: exchanged.from, into: exchanged.into })}</span></th>${sides ? html`<td class="fold"></td><td class="fold"></td>` : ''}<td class="num">${value(exchanged.value)}</td></tr>`
  const heads = sides
    ? html`<th scope="col" class="num fold">${t('movement.numerator')}</th><th scope="col" class="num fold">${t('movement.denominator')}</th>`
    : ''
  return html`<table class="table movement"><caption class="hidden">${t('movement.chartTitle', { from: f.day(opening.day), to: f.day(closing.day) })}</caption><thead><tr><th scope="col">${t('movement.step')}</th>${heads}<th scope="col" class="num">${t(effects ? 'movement.effect' : 'movement.change')}</th></tr></thead>
<tbody>${end('opening')}${inNew}${lines.map((line) => lineRow(line, table, ctx))}${end('closing')}</tbody></table>`
}

function lineRow(line: Line, table: Table, ctx: PageContext): Html {
  const { t } = ctx
  const { numerator, denominator, effect } = table.write
  const sides =
    denominator === null
      ? ''
      : html`<td class="num fold">${numerator(line.numerator)}</td><td class="num fold">${denominator(line.denominator)}</td>`
  const both = denominator === null ? '' : html`<span class="under">${bothSides(line, table.write, t)}</span>`
  const shown =
    line.effect !== null ? effect(line.effect) : denominator === null ? numerator(line.numerator) : '–'
  return html`<tr><th scope="row">${t(`movement.${line.step}`)}${line.term === undefined ? '' : ` · ${t('krForm.term', { n: line.term + 1 })}`}<span class="note">${t(`movement.why.${line.step}`)}</span>${both}${withoutDeal(line, table.write, ctx)}</th>${sides}<td class="num">${shown}</td></tr>${dealsOf(line, table, ctx)}`
}

function bothSides(
  of: { readonly numerator: number; readonly denominator: number },
  { numerator, denominator }: Writers,
  t: PageContext['t'],
): string {
  const pieces = [`${t('movement.numerator')}\u00a0${numerator(of.numerator)}`]
  if (denominator !== null) pieces.push(`${t('movement.denominator')}\u00a0${denominator(of.denominator)}`)
  return pieces.join(' · ')
}

function withoutDeal({ withoutDeal: part, step }: Line, write: Writers, { t }: PageContext): Html | null {
  if (part === null) return null
  const words = write.denominator === null ? write.numerator(part.numerator) : bothSides(part, write, t)
  const key =
    step === 'definition' || step === 'learned_later'
      ? (`movement.withoutDeal.${step}` as const)
      : 'movement.withoutDeal'
  return html`<span class="note">${t(key, { part: words })}</span>`
}

function dealsOf({ total, deals }: Line, table: Table, ctx: PageContext): Html | null {
  const { t } = ctx
  const columns = table.write.denominator === null ? 2 : 4
  const inRow = (content: Html) => html`<tr class="behind"><td colspan="${columns}">${content}</td></tr>`
  if (total === null) return inRow(html`<span class="note">${t('movement.tooFew')}</span>`)
  if (deals.length === 0) return null
  const rest =
    total > deals.length
      ? html`<p class="note">${t('movement.shown', { shown: deals.length, total })}</p>`
      : ''
  return inRow(
    html`<details><summary>${t(table.counted, { n: total })}</summary><ul class="moved">${deals.map((deal) => dealItem(deal, table, ctx))}</ul>${rest}</details>`,
  )
}

function dealItem(deal: Moved, { write, urls }: Table, ctx: PageContext): Html {
  const { t, f } = ctx
  const part = write.denominator === null ? write.numerator(deal.numerator) : bothSides(deal, write, t)
  const what = happened(deal, t, f)
  return html`<li><span class="who">${dealName(deal, urls[dealKey(deal)], ctx)}${what.length === 0 ? '' : html`<span class="note">${what.join(' · ')}</span>`}</span><span class="part">${part}</span></li>`
}

function dealName(deal: Moved | Crossed, url: string | undefined, { t }: PageContext): Html {
  const { externalId: id } = deal
  const isOfContracts = 'kind' in deal && deal.kind !== undefined
  const name = deal.name ?? t(isOfContracts ? 'evidence.noCustomer' : 'evidence.unnamed', { id })
  return url === undefined
    ? html`<span class="deal">${name}</span>`
    : html`<a class="deal" href="${url}" rel="noreferrer">${name}${outward()}</a>`
}

/** Whose days entered a median, left it, or are others now. */
export function medianLists({ median }: Movement, ctx: PageContext): Html | null {
  if (median === null) return null
  const { t, f } = ctx
  const days = (n: number | null) => (n === null ? '–' : f.value(n, 'days', null))
  const lasted = ({ before, after }: Crossed) =>
    before === null || after === null
      ? days(before ?? after)
      : t('movement.days', { before: days(before), after: days(after) })
  const lists = (['entered', 'left', 'changed'] as const).filter((key) => median[key].length > 0)
  return html`${lists.map(
    (key) =>
      html`<details class="more"><summary>${t(`movement.median.${key}`)}: ${t('movement.deals', { n: median[key].length })}</summary><ul class="moved">${median[key].map((deal) => html`<li><span class="who">${dealName(deal, undefined, ctx)}</span><span class="part">${lasted(deal)}</span></li>`)}</ul></details>`,
  )}`
}
