/** Calculated deal properties by the vendor's formulas (section 5.6). */
import type { CrmDeal } from '../../demo/types.ts'
import { localDay } from '../../values/time.ts'
import { compareDecimals, doubleDigits, times } from './decimal-text.ts'
import { closeInstant } from './instants.ts'
import { additionalCurrencies, type Portal, stageOf } from './portal.ts'
import { calculated, type Property } from './property.ts'

const flag = (value: boolean) => (value ? 'true' : 'false')
const count = (value: boolean) => (value ? '1' : '0')

function stageProbability(deal: CrmDeal, { crm }: Portal): string | null {
  return stageOf(crm, deal.pipelineId, deal.stageId)?.probability ?? null
}

/** The deal's own; an override can disagree with the stage. */
function probability(deal: CrmDeal, portal: Portal): string | null {
  return deal.probability ?? stageProbability(deal, portal)
}

const atLeastOne = (text: string | null) => text !== null && (compareDecimals(text, '1') ?? -1) >= 0
const atMostZero = (text: string | null) => text !== null && (compareDecimals(text, '0') ?? 1) <= 0

/** By the stage's probability, never by the deal's. */
export const isWon = (deal: CrmDeal, portal: Portal) => atLeastOne(stageProbability(deal, portal))
export const isClosed = (deal: CrmDeal, portal: Portal) =>
  isWon(deal, portal) || atMostZero(stageProbability(deal, portal))
const isLost = (deal: CrmDeal, portal: Portal) => atMostZero(probability(deal, portal))

/** A closed deal keeps the rate of its close day, an open one that of its last change. */
function exchangeRate(deal: CrmDeal, portal: Portal): string | null {
  const { crm, switches } = portal
  if (deal.currency === crm.currency) {
    const multi = additionalCurrencies(crm).length > 0
    return multi && switches.homeRate === 'one' ? '1' : null
  }
  const closed = isClosed(deal, portal) ? deal.closeDate : null
  const day = closed ?? localDay(deal.updatedAt, crm.timeZone)
  const valid = crm.rates.filter((rate) => rate.currency === deal.currency && (rate.from ?? '') <= day)
  return valid.sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)).at(-1)?.factor ?? null
}

/** The trap: without a rate this is the amount in deal currency, passed off as home currency. */
function homeAmount(deal: CrmDeal, portal: Portal): string | null {
  if (deal.amount === null) return null
  const rate = exchangeRate(deal, portal)
  return rate === null ? deal.amount : times(deal.amount, rate)
}

function weighted(amount: string | null, deal: CrmDeal, portal: Portal): string | null {
  return amount === null ? null : times(amount, probability(deal, portal) ?? '0')
}

/** Milliseconds from creation to close, at least 0; null without a readable close date. */
function duration(deal: CrmDeal, { crm }: Portal): number | null {
  if (deal.closeDate === null) return null
  const closeMs = Date.parse(closeInstant(deal.closeDate, deal.id, crm.timeZone))
  return Number.isNaN(closeMs) ? null : Math.max(0, closeMs - Date.parse(deal.createdAt))
}

const text = (value: number | null) => (value === null ? null : String(value))

function lastEntry(deal: CrmDeal, field: 'stageId' | 'ownerId'): string | null {
  return deal.history.findLast((entry) => entry.field === field)?.at ?? null
}

export const calculatedProperties: readonly Property<CrmDeal>[] = [
  calculated('amount_in_home_currency', 'number', homeAmount),
  calculated('hs_exchange_rate', 'number', exchangeRate),
  calculated('hs_is_closed', 'bool', (deal, portal) => flag(isClosed(deal, portal))),
  calculated('hs_is_closed_won', 'bool', (deal, portal) => flag(isWon(deal, portal))),
  calculated('hs_is_closed_lost', 'bool', (deal, portal) => flag(isLost(deal, portal))),
  calculated('hs_is_closed_count', 'number', (deal, portal) => count(isClosed(deal, portal))),
  calculated('hs_closed_won_count', 'number', (deal, portal) => count(isWon(deal, portal))),
  calculated('hs_is_open_count', 'number', (deal, portal) => count(!isClosed(deal, portal))),
  calculated('hs_deal_stage_probability', 'number', (deal, portal) => {
    const value = probability(deal, portal)
    return value !== null && portal.switches.probabilityText === 'double' ? doubleDigits(value) : value
  }),
  calculated('hs_projected_amount', 'number', (deal, portal) => weighted(deal.amount, deal, portal)),
  calculated('hs_projected_amount_in_home_currency', 'number', (deal, portal) =>
    weighted(homeAmount(deal, portal), deal, portal),
  ),
  calculated('hs_weighted_pipeline_in_company_currency', 'number', (deal, portal) =>
    isClosed(deal, portal) ? '0' : weighted(homeAmount(deal, portal), deal, portal),
  ),
  calculated('hs_closed_amount', 'number', (deal, portal) => (isWon(deal, portal) ? deal.amount : '0')),
  calculated('hs_closed_amount_in_home_currency', 'number', (deal, portal) =>
    isWon(deal, portal) ? homeAmount(deal, portal) : '0',
  ),
  calculated('hs_open_amount_in_home_currency', 'number', (deal, portal) =>
    isClosed(deal, portal) ? '0' : homeAmount(deal, portal),
  ),
  calculated('hs_forecast_amount', 'number', homeAmount),
  calculated('hs_closed_won_date', 'datetime', (deal, portal) =>
    isWon(deal, portal) && deal.closeDate !== null
      ? closeInstant(deal.closeDate, deal.id, portal.crm.timeZone)
      : null,
  ),
  calculated('days_to_close', 'number', (deal, portal) => {
    const ms = duration(deal, portal)
    return text(ms === null ? null : Math.floor(ms / 86_400_000))
  }),
  calculated('hs_actual_duration', 'number', (deal, portal) => text(duration(deal, portal))),
  calculated('hs_v2_date_entered_current_stage', 'datetime', (deal) => lastEntry(deal, 'stageId')),
  // Named like a duration, but it is the time of entry.
  calculated('hs_v2_time_in_current_stage', 'datetime', (deal) => lastEntry(deal, 'stageId')),
  calculated('hubspot_owner_assigneddate', 'datetime', (deal) =>
    deal.ownerId === null ? null : lastEntry(deal, 'ownerId'),
  ),
]
