/** The deals of a neutral CRM as lives, straight from its history: no sync, no ledger, no database between. */
import type { Crm, CrmDeal, CrmDealFields } from '../../connectors/demo/types.ts'
import { localDay } from '../../connectors/values/time.ts'
import { dayNumber, type Life, type Step } from '../../src/forecast/lives.ts'
import { endDays } from '../../src/forecast/local-days.ts'

const FIRST = dayNumber('2010-01-01')
const LAST = dayNumber('2035-01-01')

/** Deals of the pipelines named, in the company's currency at one rate each. */
export function crmLives(crm: Crm, pipelines: readonly string[] | null = null): Life[] {
  const endDay = endDays(crm.timeZone, FIRST, LAST)
  const stages = new Map(
    crm.pipelines.flatMap((one) => one.stages.map((stage) => [`${one.id} ${stage.id}`, stage] as const)),
  )
  const lives: Life[] = []
  let id = 0
  for (const deal of crm.deals.values()) {
    id += 1
    const steps = statesOf(deal).flatMap(({ at, until, fields }): Step[] => {
      const stage = stages.get(`${fields.pipelineId} ${fields.stageId}`)
      if (pipelines !== null && !pipelines.includes(fields.pipelineId ?? '')) return []
      const from = endDay(at)
      const to = until === null ? Number.POSITIVE_INFINITY : endDay(until)
      if (from >= to) return []
      const status = stage === undefined || !stage.closed ? 'open' : stage.won ? 'won' : 'lost'
      // Rates move by a few percent; the question here is not money to the cent.
      const amount = fields.amount === null ? null : Math.round(Number(fields.amount) * 100)
      const closes = fields.closeDate === null ? null : dayNumber(fields.closeDate)
      return [{ from, to, status, stage: `${fields.pipelineId} ${fields.stageId}`, amount, closes }]
    })
    if (steps.length > 0)
      lives.push({ id, created: dayNumber(localDay(deal.createdAt, crm.timeZone)), steps })
  }
  return lives
}

interface State {
  readonly at: string
  readonly until: string | null
  readonly fields: CrmDealFields
}

/** Before its first entry in the history a field is as it stands: only what never changed has none. */
function statesOf(deal: CrmDeal): State[] {
  const times = [...new Set(deal.history.map(({ at }) => at))].sort()
  const states: State[] = []
  const fields: Record<string, unknown> = { ...deal }
  for (const at of times) {
    for (const entry of deal.history) if (entry.at === at) fields[entry.field] = entry.value
    states.push({ at, until: null, fields: { ...fields } as unknown as CrmDealFields })
  }
  return states.map((state, i) => ({ ...state, until: states[i + 1]?.at ?? deal.deletedAt }))
}
