/** Where contracts come from: what is chosen, what the CRM has, a few of them as they would be read, and what is open. */
import { html } from 'hono/html'
import type { ContractMapping, ContractOffer, ContractRecord } from '../../connectors/contract.ts'
import { ALL } from '../../connectors/contract-of-deal.ts'
import { type ContractChoice, proposedOf, type Undecided } from '../okr/contracts.ts'
import type { Html, PageContext } from './ctx.ts'
import { crmTitle } from './sources.ts'
import { chip } from './status.ts'

const name = (choice: ContractChoice) =>
  choice.id === choice.crm ? crmTitle(choice.crm) : `${crmTitle(choice.crm)} (${choice.id})`

function sourceText({ source, amount, months }: ContractMapping, { t }: PageContext): string {
  const text = t(`contracts.source.${source}`)
  return amount === null ? text : t('contracts.by', { source: text, amount, months: months ?? 0 })
}

function state({ mapping }: ContractChoice, { t }: PageContext): Html {
  if (mapping === null) return chip('behind', t('contracts.unchosen'))
  return mapping.source === 'none'
    ? chip('no_data', t('contracts.off'))
    : chip('on_track', t('contracts.chosen'))
}

function standing(choice: ContractChoice, ctx: PageContext): Html {
  const { t } = ctx
  const { mapping, contracts, held } = choice
  if (mapping === null) return html`<p>${t('contracts.now.unchosen')}</p>`
  if (mapping.source === 'none') return html`<p>${t('contracts.now.none')}</p>`
  return html`<p>${t('contracts.now', { source: sourceText(mapping, ctx) })} ${t('contracts.count', { n: contracts })}${held === 0 ? '' : ` ${t('contracts.held', { n: held })}`}</p>`
}

function form(source: string, body: Html | readonly Html[], action = 'choose'): Html {
  return html`<form method="post" action="/health/contracts/${action}" class="decide"><input type="hidden" name="source" value="${source}">${body}</form>`
}

function sampleRow(one: ContractRecord, { t, f }: PageContext): Html {
  const { amountMinor, currency, periodMonths, overlap } = one
  const year = amountMinor === null ? null : Math.round((amountMinor * 12) / periodMonths)
  const money = year === null || currency === null ? '–' : f.money(year, currency)
  const end = one.endsOn === null ? t('contracts.openEnd') : f.dayNumeric(one.endsOn)
  return html`<tr><th scope="row" class="nowrap">${one.startsOn === null ? '–' : f.dayNumeric(one.startsOn)}</th><td class="nowrap">${end}</td><td class="fold">${one.product ?? '–'}</td><td class="fold">${overlap === null ? t('contracts.open') : t(`contracts.${overlap}`)}</td><td class="num">${money}</td></tr>`
}

/** Amounts are evidence: who may not see that is shown how many there are. */
function preview({ sample }: ContractOffer, ctx: PageContext): Html | null {
  const { t, may } = ctx
  if (sample.length === 0 || !may('evidence.read')) return null
  const head = (key: 'start' | 'end' | 'product' | 'overlap' | 'amount', kind: string) =>
    html`<th scope="col" class="${kind}">${t(`contracts.col.${key}`)}</th>`
  return html`<details class="more"><summary>${t('contracts.preview')} (${sample.length})</summary><table class="table"><thead><tr>${head('start', '')}${head('end', '')}${head('product', 'fold')}${head('overlap', 'fold')}${head('amount', 'num')}</tr></thead><tbody>${sample.map((one) => sampleRow(one, ctx))}</tbody></table></details>`
}

function offerPart(choice: ContractChoice, offer: ContractOffer, index: number, ctx: PageContext): Html {
  const { t, may } = ctx
  const source = sourceText(offer.mapping, ctx)
  const proposed = choice.mapping === null && proposedOf(choice) === offer
  const key = proposed ? 'contracts.proposed' : 'contracts.found'
  const text =
    offer.count === null ? t('contracts.found.uncounted', { source }) : t(key, { source, n: offer.count })
  const button = html`<button class="button${proposed ? ' main' : ''}" name="offer" value="${index}">${t('contracts.take')}</button>`
  return html`<div class="part"><p>${text}</p>${preview(offer, ctx)}${may('settings.write') ? form(choice.id, button) : ''}</div>`
}

function undecidedPart(choice: ContractChoice, { t, f, may }: PageContext): Html | null {
  if (choice.undecided.length === 0) return null
  const total = choice.undecided.reduce((sum, { contracts }) => sum + contracts, 0)
  const named = ({ type, pipeline, pipelineId }: Undecided) =>
    [pipeline ?? pipelineId, type].filter((one) => one !== null).join(', ') || t('contracts.undecided.rest')
  const decide = (one: Undecided) =>
    form(
      choice.id,
      (['replaces', 'adds'] as const).map(
        (overlap) =>
          html`<button class="button" name="${overlap}" value="${one.type ?? one.pipelineId ?? ALL}">${t(`contracts.${overlap}`)}</button>`,
      ),
      'overlap',
    )
  const row = (one: Undecided) =>
    html`<li><b>${named(one)}</b> <span class="soft">${f.number(one.contracts)}</span>${may('settings.write') ? decide(one) : ''}</li>`
  return html`<div class="part"><h3>${t('contracts.undecided')}</h3><p>${t('contracts.undecided.text', { n: total })}</p><ul class="lines">${choice.undecided.map(row)}</ul></div>`
}

function connection(choice: ContractChoice, looked: string | null, ctx: PageContext): Html {
  const { t, may } = ctx
  const { found, mapping } = choice
  const offers = found?.offers ?? []
  const failed = looked === choice.id ? html`<p class="soft">${t('contracts.looked.failed')}</p>` : ''
  const nothing =
    found !== null && offers.length === 0 ? html`<p class="soft">${t('contracts.looked.none')}</p>` : ''
  const off =
    mapping !== null && mapping.source === 'none'
      ? ''
      : html`<button class="button" name="offer" value="none">${t('contracts.turnOff')}</button>`
  const buttons = may('settings.write')
    ? html`${form(choice.id, html`<button class="button">${t('contracts.look')}</button>`, 'look')}<p class="soft small">${t('contracts.look.hint')}</p>${off === '' ? '' : form(choice.id, off)}`
    : ''
  // What is chosen needs no list of what else there is in front of everybody.
  const list = offers.map((offer, index) => offerPart(choice, offer, index, ctx))
  const shown =
    mapping === null
      ? list
      : html`<details class="more"><summary>${t('contracts.others')} (${list.length})</summary>${list}</details>`
  return html`<div class="part"><div class="card-head"><h3>${name(choice)}</h3>${state(choice, ctx)}</div>${standing(choice, ctx)}${failed}${nothing}${undecidedPart(choice, ctx)}${offers.length === 0 ? '' : shown}${buttons}</div>`
}

/** `failed`: the connection whose CRM has just not answered. */
export function contractsCard(
  choices: readonly ContractChoice[],
  failed: string | null,
  ctx: PageContext,
): Html | null {
  const { t } = ctx
  if (choices.length === 0) return null
  return html`<section id="contracts" class="card pad health" aria-labelledby="contracts-title"><h2 id="contracts-title">${t('contracts.title')}</h2><p class="soft">${t('contracts.intro')} ${t('contracts.later')}</p>${choices.map((choice) => connection(choice, failed, ctx))}</section>`
}
