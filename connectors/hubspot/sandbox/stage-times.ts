/** The per-stage properties `hs_v2_date_entered_{stageId}` and their relatives (section 5.6), from the history. */
import type { CrmDeal } from '../../demo/types.ts'
import type { Portal } from './portal.ts'
import { calculated, type Property } from './property.ts'

interface Stay {
  readonly from: string
  /** Null while the deal is still there. */
  readonly to: string | null
}

function staysIn(deal: CrmDeal, stageId: string): Stay[] {
  const moves = deal.history.filter((entry) => entry.field === 'stageId')
  return moves
    .map((move, index) => ({ value: move.value, from: move.at, to: moves[index + 1]?.at ?? null }))
    .filter((stay) => stay.value === stageId)
}

const ms = (stay: Stay, now: string) => Date.parse(stay.to ?? now) - Date.parse(stay.from)

const kinds = {
  hs_v2_date_entered_: ['datetime', (stays: Stay[]) => stays.at(-1)?.from ?? null],
  hs_v2_date_exited_: ['datetime', (stays: Stay[]) => stays.at(-1)?.to ?? null],
  hs_v2_latest_time_in_: [
    'number',
    (stays: Stay[], now: string) => {
      const last = stays.at(-1)
      return last === undefined ? null : String(ms(last, now))
    },
  ],
  hs_v2_cumulative_time_in_: [
    'number',
    (stays: Stay[], now: string) =>
      stays.length === 0 ? null : String(stays.reduce((sum, stay) => sum + ms(stay, now), 0)),
  ],
} as const

/** Null when the name is of no stage of this account. */
export function stageTimeProperty(name: string, { crm }: Portal): Property<CrmDeal> | null {
  for (const [prefix, [type, read]] of Object.entries(kinds)) {
    if (!name.startsWith(prefix)) continue
    const stageId = name.slice(prefix.length)
    if (!crm.pipelines.some((pipeline) => pipeline.stages.some((stage) => stage.id === stageId))) return null
    return calculated(name, type, (deal, portal) => read(staysIn(deal, stageId), portal.now()))
  }
  return null
}
