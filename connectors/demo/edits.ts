/** Seeded random edits on any neutral CRM: what an incremental sync has to find again. */
import type { Instant } from '../contract.ts'
import { addDays } from '../values/time.ts'
import { type Random, randomOf } from './prng.ts'
import type { Crm, CrmDeal, CrmDealFields, CrmStage } from './types.ts'

const products = ['GTX Basic', 'GTX Plus Basic', 'MG Special', 'GTXPro', 'GTK 500']

type Edit = (crm: Crm, deal: CrmDeal, at: Instant, random: Random) => void

function stagesOf(crm: Crm, deal: CrmDeal): readonly CrmStage[] {
  return crm.pipelines.find((pipeline) => pipeline.id === deal.pipelineId)?.stages ?? []
}

const someAmount = (random: Random) =>
  `${random.between(1, 9000)}.${String(random.between(0, 99)).padStart(2, '0')}`
const dayAround = (at: Instant, random: Random) => addDays(at.slice(0, 10), random.between(-300, 60))

/** A stage with what belongs to it: a close date when closed, an amount when won. */
const moveStage: Edit = (crm, deal, at, random) => {
  const stage = random.pick(stagesOf(crm, deal))
  const closed = stage.closed ? { closeDate: deal.closeDate ?? dayAround(at, random) } : {}
  const priced = stage.won ? { amount: deal.amount ?? someAmount(random) } : {}
  crm.updateDeal(deal.id, { stageId: stage.id, ...closed, ...priced }, at)
}

/** Sometimes cleared, but never on a closed deal, which every CRM keeps dated. */
const moveCloseDate: Edit = (crm, deal, at, random) => {
  const open = !stagesOf(crm, deal).some((stage) => stage.id === deal.stageId && stage.closed)
  const closeDate = open && random.chance(0.2) ? null : dayAround(at, random)
  crm.updateDeal(deal.id, { closeDate }, at)
}

const changeAmount: Edit = (crm, deal, at, random) => {
  crm.updateDeal(deal.id, { amount: random.chance(0.1) ? null : someAmount(random) }, at)
}

const changeOwner: Edit = (crm, deal, at, random) => {
  const ownerId = random.chance(0.1) ? null : random.pick(crm.users).id
  crm.updateDeal(deal.id, { ownerId, ...officeChange(crm, ownerId) }, at)
}

/** A copied office follows the owner where the CRM keeps one. */
function officeChange(crm: Crm, ownerId: string | null): Partial<CrmDealFields> {
  if (!crm.customFields.includes('office')) return {}
  const teamId = crm.users.find((user) => user.id === ownerId)?.teamId
  return { properties: { office: crm.teams.find((team) => team.id === teamId)?.name ?? null } }
}

const changeProduct: Edit = (crm, deal, at, random) => {
  const name = ['product', 'product_line'].find((field) => crm.customFields.includes(field))
  if (name === undefined) changeAmount(crm, deal, at, random)
  else
    crm.updateDeal(deal.id, { properties: { [name]: random.chance(0.1) ? null : random.pick(products) } }, at)
}

const remove: Edit = (crm, deal, at) => crm.deleteDeal(deal.id, at)

const copy: Edit = (crm, deal, at, random) => {
  const { companyId, pipelineId, currency, type, ownerId, properties } = deal
  const stage = random.pick(stagesOf(crm, deal))
  // A copy is another opportunity, also by the key of a file it came from.
  const key = crm.customFields.includes('opportunity_id') ? { opportunity_id: `COPY${crm.deals.size}` } : {}
  crm.createDeal(
    {
      name: `${deal.name} (2)`,
      companyId,
      pipelineId,
      stageId: stage.id,
      amount: stage.closed || random.chance(0.5) ? someAmount(random) : null,
      currency,
      closeDate: stage.closed ? dayAround(at, random) : null,
      probability: null,
      type,
      ownerId,
      forecastCategory: null,
      properties: { ...properties, ...key },
    },
    at,
  )
}

/** How often each edit is drawn. */
const edits: readonly (readonly [weight: number, edit: Edit])[] = [
  [30, moveStage],
  [22, changeAmount],
  [16, moveCloseDate],
  [10, changeOwner],
  [8, changeProduct],
  [6, remove],
  [8, copy],
]
const wheel = edits.flatMap(([weight, edit]) => Array.from({ length: weight }, () => edit))

/**
 * `count` edits, the first at `at` and each a second after the one before. A deal may be edited more than once;
 * deleted ones are left alone. `at` must not be before any deal's last change.
 */
export function changeRandomly(crm: Crm, seed: number, count: number, at: Instant): void {
  const random = randomOf(seed, 'edits')
  for (let i = 0; i < count; i += 1) {
    const alive = [...crm.deals.values()].filter((deal) => deal.deletedAt === null)
    const when = new Date(Date.parse(at) + i * 1000).toISOString()
    random.pick(wheel)(crm, random.pick(alive), when, random)
  }
}
