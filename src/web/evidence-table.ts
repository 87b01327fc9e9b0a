/** The deals behind the number, each with its part. On a narrow screen stage and date move below the name. */
import { html } from 'hono/html'
import type { KeyResultView } from '../okr/types.ts'
import { contractTable, countedAs, isOfContracts } from './contract-evidence.ts'
import type { Html, PageContext } from './ctx.ts'
import { outward } from './icons.ts'
import type { EvidenceRow, EvidenceView } from './key-result-view.ts'
import { side } from './sides.ts'
import { crmTitle } from './sources.ts'

interface Table {
  readonly keyResult: KeyResultView
  readonly home: string
  /** A deal in another currency is among them: only then a column in the company's own says anything new. */
  readonly mixed: boolean
  /** Deals that stand differently: only then a word on each says anything new beside its stage. */
  readonly statuses: boolean
}

/** A ratio shows both of its sides, and only the upper one where the deal adds nothing to the lower. */
function part(row: EvidenceRow, { keyResult, home }: Table, ctx: PageContext): string {
  const { numerator, denominator } = row
  const { unit, currency, definition } = keyResult
  if (numerator === null) return ctx.t('evidence.held')
  if (unit !== 'ratio') return ctx.f.value(numerator, unit, currency, 'exact')
  const show = side(definition?.metric ?? null, home, ctx)
  return denominator === null || denominator === 0
    ? show(numerator)
    : `${show(numerator)} / ${show(denominator)}`
}

function dealName(row: EvidenceRow, { t }: PageContext): Html {
  const name = row.name ?? t('evidence.unnamed', { id: row.externalId })
  if (row.url === null) return html`<span class="deal">${name}</span>`
  return html`<a class="deal" href="${row.url}" rel="noreferrer" title="${t('evidence.open', { crm: crmTitle(row.crm) })}">${name}${outward()}</a>`
}

/** What the deal went through, where the number is about that. */
function pastNote({ enteredOn, closeDateBefore }: EvidenceRow, { t, f }: PageContext): string | null {
  if (enteredOn !== undefined) return t('evidence.entered', { day: f.dayNumeric(enteredOn) })
  if (closeDateBefore !== undefined) return t('evidence.dateBefore', { day: f.dayNumeric(closeDateBefore) })
  return null
}

function tableRow(row: EvidenceRow, table: Table, ctx: PageContext): Html {
  const { t, f } = ctx
  const { home, mixed, statuses } = table
  const status = t(`deal.${row.status ?? 'unknown'}`)
  const stage = row.stage ?? t('evidence.noStage')
  const closed = row.closeDate === null ? t('evidence.noDate') : f.dayNumeric(row.closeDate)
  const amount =
    row.amountMinor === null || row.currency === null
      ? t('evidence.noAmount')
      : f.money(row.amountMinor, row.currency, 'exact')
  const foreign = row.currency !== null && row.currency !== home
  const inHome = row.homeMinor === null ? '' : f.money(row.homeMinor, home, 'exact')
  const rate =
    foreign && row.rate !== null ? t('evidence.rate', { rate: f.number(Number(row.rate), 6) }) : null
  const past = pastNote(row, ctx)
  return html`<tr${row.skipped === null ? '' : html` class="held"`}>
<th scope="row">${dealName(row, ctx)}<span class="under">${stage} · ${closed}</span>${row.skipped === null ? '' : html`<span class="note">${t(`reason.${row.skipped}`)}</span>`}${past === null ? '' : html`<span class="note">${past}</span>`}</th>
<td class="fold">${stage}${!statuses || stage.toLowerCase() === status ? '' : html`<span class="note">${status}</span>`}</td><td class="fold nowrap">${closed}</td>
<td class="num fold">${amount}${rate === null ? '' : html`<span class="note">${rate}</span>`}</td>${mixed ? html`<td class="num fold">${inHome}</td>` : ''}
<td class="num">${part(row, table, ctx)}</td></tr>`
}

function paging({ total, page, pageSize, term }: EvidenceView, id: string, { t }: PageContext): Html | null {
  const pages = Math.ceil(total / pageSize)
  if (pages < 2) return null
  const link = (to: number, text: string, rel: string) =>
    html`<a class="button" rel="${rel}" href="/key-results/${id}?page=${to}${term === undefined ? '' : `&term=${term}`}#evidence">${text}</a>`
  return html`<nav class="paging" aria-label="${t('evidence.paging')}">${page > 1 ? link(page - 1, t('evidence.previous'), 'prev') : ''}<span class="soft">${t('evidence.page', { page, pages })}</span>${page < pages ? link(page + 1, t('evidence.next'), 'next') : ''}</nav>`
}

/** The same deals as files, all of them. */
function files(keyResult: KeyResultView, { t }: PageContext): Html {
  const { id } = keyResult
  const link = (format: 'csv' | 'json') =>
    html`<a class="button" href="/key-results/${id}/evidence.${format}" download>${t(format === 'csv' ? 'file.csv' : 'file.json')}</a>`
  return html`<p class="soft more">${t(isOfContracts(keyResult) ? 'file.note.contracts' : 'file.note')}</p><p class="files">${link('csv')} ${link('json')}</p>`
}

export function evidenceCard(
  evidence: EvidenceView,
  keyResult: KeyResultView,
  home: string,
  ctx: PageContext,
): Html {
  const { t } = ctx
  const { rows, total } = evidence
  const mixed = rows.some((row) => row.currency !== null && row.currency !== home)
  const statuses = new Set(rows.map((row) => row.status)).size > 1
  const contracts = isOfContracts(keyResult)
  const words = contracts ? countedAs(rows) : 'evidence.count'
  const head = html`<div class="card-head"><h2 id="evidence-title">${t(contracts ? 'evidence.title.contracts' : 'evidence.title')}</h2><p class="soft">${t(words, { n: total })}</p></div>`
  if (rows.length === 0)
    return html`<section id="evidence" class="card pad" aria-labelledby="evidence-title">${head}<p class="soft">${t(contracts ? 'evidence.none.contracts' : 'evidence.none')}</p></section>`
  if (contracts)
    return html`<section id="evidence" class="card pad" aria-labelledby="evidence-title">${head}${contractTable(rows, keyResult, home, ctx)}${paging(evidence, keyResult.id, ctx)}${files(keyResult, ctx)}</section>`
  return html`<section id="evidence" class="card pad" aria-labelledby="evidence-title">${head}
<table class="table"><thead><tr><th scope="col">${t('evidence.deal')}</th><th scope="col" class="fold">${t('evidence.stage')}</th><th scope="col" class="fold">${t('evidence.closeDate')}</th><th scope="col" class="num fold">${t('evidence.amount')}</th>${mixed ? html`<th scope="col" class="num fold">${t('evidence.home', { currency: home })}</th>` : ''}<th scope="col" class="num">${t('evidence.part')}</th></tr></thead>
<tbody>${rows.map((row) => tableRow(row, { keyResult, home, mixed, statuses }, ctx))}</tbody></table>${paging(evidence, keyResult.id, ctx)}${files(keyResult, ctx)}</section>`
}
