/** What the generator knows beside the store: its seed, its set-up and who belongs where. All of it can be rebuilt. */

import type { DayNumber } from './calendar.ts'
import type { Division, Motion, Setup } from './divisions.ts'
import { type Plan, planOf } from './plan.ts'
import type { Crm, CrmDeal, CrmStage } from './types.ts'

export interface World {
  readonly seed: number
  readonly division: Division
  readonly setup: Setup
  readonly crm: Crm
  /** From this day on those who left own nothing new. */
  readonly leftOn: DayNumber
  /** End of the three years; growth is measured back from it. */
  readonly anchor: DayNumber
  planOf(deal: CrmDeal): Plan
  /** Open stages of a pipeline in order, then the two ends; null for a pipeline that is not ours. */
  track(pipelineId: string): Track | null
}

export interface Track {
  readonly motion: Motion
  readonly open: readonly CrmStage[]
  readonly won: CrmStage
  readonly lost: CrmStage
}

export function createWorld(known: Omit<World, 'planOf' | 'track'>): World {
  const plans = new Map<string, Plan>()
  const tracks = new Map(
    (Object.entries(known.setup.pipelineOf) as [Motion, string][]).map(([motion, id]) => [
      id,
      trackOf(known.crm, motion, id),
    ]),
  )

  function plan(deal: CrmDeal): Plan {
    const cached = plans.get(deal.id)
    if (cached !== undefined) return cached
    const made = planOf(known.seed, deal, tracks.get(deal.pipelineId)?.motion ?? 'new')
    plans.set(deal.id, made)
    return made
  }

  return { ...known, planOf: plan, track: (pipelineId) => tracks.get(pipelineId) ?? null }
}

function trackOf(crm: Crm, motion: Motion, pipelineId: string): Track {
  const stages = crm.pipelines.find((pipeline) => pipeline.id === pipelineId)?.stages ?? []
  const won = stages.find((stage) => stage.won)
  const lost = stages.find((stage) => stage.closed && !stage.won)
  if (won === undefined || lost === undefined) throw new Error(`Pipeline ${pipelineId} has no end`)
  return { motion, open: stages.filter((stage) => !stage.closed), won, lost }
}
