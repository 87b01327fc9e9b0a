/** What counts as what: pipelines, teams, recurring revenue. A proposal stands there, and one button takes it. */
import { html } from 'hono/html'
import type { ContractMapping, ContractOffer } from '../../connectors/contract.ts'
import { type ContractChoice, proposedOf } from '../okr/contracts.ts'
import type { Html, PageContext } from '../web/ctx.ts'
import { choiceField, selectField } from '../web/field.ts'
import { layout } from '../web/layout.ts'
import { crmTitle } from '../web/sources.ts'
import { type Proposal, type Uses, uses } from './settings.ts'
import { stepsLine } from './steps.ts'

export interface MappingView {
  readonly source: string
  readonly crm: string
  readonly proposal: Proposal
  /** Said before. */
  readonly uses: Uses
  readonly contracts: ContractChoice | null
}

/** The name of the field that says what the n-th pipeline is. */
export const useField = (n: number) => `use-${n}`

export function mappingPage(view: MappingView, ctx: PageContext): Html {
  const { t } = ctx
  const { proposal, source } = view
  const crm = crmTitle(view.crm)
  const unread = proposal.whole
    ? ''
    : html`<p class="notice" role="status"><span>${t('install.mapping.unread', { crm })}</span></p>`
  const content = html`<div class="form install">${stepsLine('mapping', ctx)}<header><h1>${t('install.mapping.title')}</h1><p>${t('install.mapping.intro', { crm })}</p></header>
<form method="post" action="/install/mapping">${unread}<input type="hidden" name="source" value="${source}">
${pipelines(view, ctx)}
<section aria-labelledby="teams"><h2 id="teams">${t('install.mapping.teams')}</h2><p class="soft">${t('install.mapping.teamsText', { n: proposal.teams })}</p></section>
${recurring(view, ctx)}
<div class="send"><button class="button main">${t('install.mapping.go')}</button></div></form></div>`
  return layout(t('install.mapping.title'), content, ctx)
}

function pipelines({ proposal, uses: said, crm }: MappingView, ctx: PageContext): Html {
  const { t } = ctx
  const options = uses.map((value) => ({ value, label: t(`install.use.${value}`) }))
  const row = ({ id, label, use }: Proposal['pipelines'][number], n: number) =>
    html`<input type="hidden" name="pipeline-${n}" value="${id}">${selectField({ name: useField(n), label }, said[id] ?? use, options, ctx)}`
  const none = html`<p class="soft">${t('install.mapping.noPipelines', { crm: crmTitle(crm) })}</p>`
  return html`<section aria-labelledby="pipelines"><h2 id="pipelines">${t('install.mapping.pipelines')}</h2><div class="pair">${proposal.pipelines.length === 0 ? none : proposal.pipelines.map(row)}</div></section>`
}

function recurring({ contracts }: MappingView, ctx: PageContext): Html {
  const { t } = ctx
  const offers = contracts?.found?.offers ?? []
  const proposed = contracts === null ? null : proposedOf(contracts)
  const chosen = contracts?.mapping ?? null
  // What was chosen before stays chosen.
  const at =
    chosen === null
      ? offers.findIndex((one) => one === proposed)
      : offers.findIndex((one) => isSame(one.mapping, chosen))
  const value = at < 0 ? 'none' : String(at)
  const counted = ({ count }: ContractOffer) =>
    count === null ? t('install.mapping.offerUncounted') : t('install.mapping.offer', { n: count })
  const choice = (offer: ContractOffer, n: number) => ({
    ...{ id: `offer-${n}`, value: String(n), hint: counted(offer), label: labelOf(offer, ctx) },
  })
  const none = {
    id: 'offer-none',
    value: 'none',
    label: t('install.mapping.none'),
    hint: t('install.mapping.noneHint'),
  }
  return choiceField('offer', t('install.mapping.recurring'), value, [...offers.map(choice), none])
}

/** The same records and the same money; how they overlap was decided elsewhere. */
export function isSame(a: ContractMapping, b: ContractMapping): boolean {
  return a.source === b.source && a.amount === b.amount && a.months === b.months && a.term === b.term
}

function labelOf({ mapping: { source, amount, months } }: ContractOffer, { t }: PageContext): string {
  const text = t(`contracts.source.${source}`)
  const label = amount === null ? text : t('contracts.by', { source: text, amount, months: months ?? 0 })
  return label.charAt(0).toUpperCase() + label.slice(1)
}
