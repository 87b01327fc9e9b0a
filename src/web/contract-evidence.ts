/** The customers and contracts behind a value: their terms, what recurs at both ends, and what became of them. */
import { html } from 'hono/html'
import type { Day } from '../../connectors/contract.ts'
import { addDays } from '../../connectors/values/time.ts'
import { isMoney } from '../evidence/sides.ts'
import { isContractMetric } from '../metrics/retention/ids.ts'
import type { RecurringEvidence } from '../metrics/types.ts'
import type { KeyResultView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { outward } from './icons.ts'
import type { EvidenceRow } from './key-result-view.ts'
import { crmTitle } from './sources.ts'

interface Table {
  readonly keyResult: KeyResultView
  readonly home: string
  /** Two days are compared. */
  readonly ends: boolean
  /** What became of it is not the same for all. */
  readonly roles: boolean
}

export function isOfContracts({ definition }: KeyResultView): boolean {
  return definition !== null && isContractMetric(definition.metric)
}

export function countedAs(rows: readonly EvidenceRow[]) {
  return rows.some(({ customer }) => customer !== undefined)
    ? ('evidence.count.customers' as const)
    : ('evidence.count.contracts' as const)
}

export function contractTable(
  rows: readonly EvidenceRow[],
  keyResult: KeyResultView,
  home: string,
  ctx: PageContext,
): Html {
  const { t } = ctx
  const ends = rows.some(({ recurring }) => recurring?.before != null)
  const roles = rows.some(({ recurring }) => recurring !== undefined && recurring.role !== 'running')
  const table = { keyResult, home, ends, roles }
  const column = (text: string) => html`<th scope="col" class="num fold">${text}</th>`
  const money = ends
    ? html`${column(t('evidence.before'))}${column(t('evidence.after'))}`
    : column(t('evidence.recurring'))
  return html`<table class="table contracts"><thead><tr><th scope="col">${t('evidence.customer')}</th><th scope="col" class="fold">${t('evidence.term')}</th>${money}${roles ? html`<th scope="col" class="fold">${t('evidence.role')}</th>` : ''}<th scope="col" class="num">${t('evidence.part')}</th></tr></thead>
<tbody>${rows.map((row) => tableRow(row, table, ctx))}</tbody></table>`
}

function tableRow(row: EvidenceRow, table: Table, ctx: PageContext): Html {
  const { t, f } = ctx
  const { recurring, skipped, contract } = row
  const money = (minor: number | null | undefined) =>
    minor == null ? '–' : f.money(minor, table.home, 'exact')
  const [first] = recurring?.contracts ?? []
  const term = first ?? (contract === undefined ? undefined : contract)
  const many = recurring !== undefined && (row.customer?.contracts ?? 1) > 1
  const terms = many
    ? t('evidence.contracts', { n: row.customer?.contracts ?? 0 })
    : term === undefined
      ? '–'
      : termWords(term, ctx)
  const role = recurring === undefined ? null : t(`contractRole.${recurring.role}`)
  const both = table.ends
    ? t('evidence.change', { before: money(recurring?.before), after: money(recurring?.after) })
    : money(recurring?.after)
  const under = [
    terms,
    ...(recurring === undefined ? [] : [both]),
    ...(table.roles && role !== null ? [role] : []),
  ]
  const notes = [
    ...(skipped === null ? [] : [t(`reason.${skipped}`)]),
    ...(row.pending === true ? [t('evidence.pending')] : []),
  ]
  const ends = table.ends
    ? html`<td class="num fold">${money(recurring?.before)}</td><td class="num fold">${money(recurring?.after)}</td>`
    : html`<td class="num fold">${money(recurring?.after)}</td>`
  return html`<tr${skipped === null ? '' : html` class="held"`}>
<th scope="row">${nameOf(row, ctx)}<span class="under">${under.join(' · ')}</span>${notes.map((note) => html`<span class="note">${note}</span>`)}${many && recurring !== undefined ? contractsOf(recurring, row.customer?.contracts ?? 0, table, ctx) : ''}</th>
<td class="fold">${terms}</td>${ends}${table.roles ? html`<td class="fold">${role ?? ''}</td>` : ''}
<td class="num">${part(row, table, ctx)}</td></tr>`
}

function nameOf(row: EvidenceRow, { t }: PageContext): Html {
  const name = row.name ?? t('evidence.noCustomer', { id: row.externalId })
  if (row.url === null) return html`<span class="deal">${name}</span>`
  return html`<a class="deal" href="${row.url}" rel="noreferrer" title="${t('evidence.open', { crm: crmTitle(row.crm) })}">${name}${outward()}</a>`
}

/** The last day is shown, as people write contracts. */
function termWords(
  { startsOn, endsOn }: { readonly startsOn: Day; readonly endsOn: Day | null },
  { t, f }: PageContext,
): string {
  if (startsOn === '') return t('evidence.noDate')
  const start = f.dayNumeric(startsOn)
  if (endsOn === null) return t('evidence.openEnd', { start })
  // What ends before it starts has no last day worth the name.
  return t('evidence.fromTo', { start, last: f.dayNumeric(endsOn > startsOn ? addDays(endsOn, -1) : endsOn) })
}

/** The contracts of a customer with more than one. */
function contractsOf(
  { contracts }: RecurringEvidence,
  count: number,
  { home, ends }: Table,
  ctx: PageContext,
): Html {
  const { t, f } = ctx
  const money = (minor: number | null) => (minor === null ? '–' : f.money(minor, home, 'exact'))
  const rest =
    count > contracts.length
      ? html`<p class="note">${t('evidence.shown', { shown: contracts.length, total: count })}</p>`
      : ''
  return html`<details><summary>${t('evidence.contracts', { n: count })}</summary><ul class="moved">${contracts.map(
    (each) =>
      html`<li><span class="who">${each.product ?? t(`contractKind.${each.kind as 'deal'}`)} ${each.externalId}<span class="note">${termWords(each, ctx)}</span></span><span class="part">${ends ? t('evidence.change', { before: money(each.before), after: money(each.after) }) : money(each.after)}</span></li>`,
  )}</ul>${rest}</details>`
}

/** A ratio shows both of its sides, one below the other: two amounts have no room beside each other. */
function part({ numerator, denominator }: EvidenceRow, { keyResult, home }: Table, ctx: PageContext): Html {
  const { unit, currency, definition } = keyResult
  if (numerator === null) return html`${ctx.t('evidence.held')}`
  const metric = definition?.metric ?? null
  const money = metric !== null && isMoney(metric, 'numerator')
  const show = (n: number) => (money ? ctx.f.money(n, currency ?? home, 'exact') : ctx.f.number(n))
  if (unit !== 'ratio' || denominator === null) return html`${show(numerator)}`
  return html`${show(numerator)}<span class="note">${ctx.t('evidence.of', { n: show(denominator) })}</span>`
}
