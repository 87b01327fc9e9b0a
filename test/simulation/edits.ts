/** What people do in a CRM while we read it. */
import type { Random } from '../../connectors/demo/prng.ts'
import type { Crm, CrmDeal } from '../../connectors/demo/types.ts'
import { addDays, localDay } from '../../connectors/values/time.ts'
import { amount, dealFields, existing, stage } from './company.ts'
import type { Favour } from './favour.ts'

interface Edit {
  readonly crm: Crm
  readonly random: Random
  readonly at: string
  /** Amounts are text, and people type what they like. */
  readonly freeText: boolean
  merge(survivorId: string, loserId: string, at: string): void
  /** Set-up has no change feed: who keeps versions of it is told. */
  setupChanged(): void
  readonly weights?: Favour['edits']
}

type Kind = (edit: Edit) => boolean

const kinds = {
  'deal changed': [8, (e) => change(e, () => ({ amount: amount(e.random) }))],
  'deal moved on': [8, (e) => change(e, (deal) => ({ stageId: stageIn(e, deal.pipelineId) }))],
  'deal created': [4, create],
  'close date moved': [
    3,
    (e) => change(e, () => ({ closeDate: existing(addDays(today(e), e.random.between(-9, 30))) })),
  ],
  'amount emptied': [1, (e) => change(e, () => ({ amount: null }))],
  'owner of a deal changed': [2, (e) => change(e, () => ({ ownerId: e.random.pick(e.crm.users).id }))],
  'pipeline moved': [2, movePipeline],
  'deal re-opened': [1, reopen],
  'deal deleted': [3, remove],
  'deal restored': [2, restore],
  'deals merged': [2, merge],
  'many deals at once': [1, sweep],
  'currency added': [0.5, addCurrency],
  'stage renamed': [0.3, (e) => restage(e, (one) => ({ ...one, label: `${one.label}'` }))],
  'stage archived': [0.2, archiveStage],
  'stage flag changed': [0.5, changeFlag],
  'owner moved team': [1, moveOwner],
  'owner deactivated': [0.2, deactivate],
  // Nobody tells of it, so only where a seed favours it.
  'many deals purged': [0, purge],
  'amount no number': [0.5, (e) => e.freeText && change(e, () => ({ amount: '12,5 Mio' }))],
} satisfies Readonly<Record<string, readonly [weight: number, Kind]>>
export type EditKind = keyof typeof kinds
export const editKinds = Object.keys(kinds) as EditKind[]

/** Does one edit and names it; null when the one that was drawn had nothing to do. */
export function editOnce(edit: Edit): string | null {
  const weightOf = (kind: EditKind) =>
    edit.weights === undefined ? kinds[kind][0] : (edit.weights[kind] ?? 0)
  const total = editKinds.reduce((sum, kind) => sum + weightOf(kind), 0)
  let left = edit.random.next() * total
  for (const kind of editKinds) {
    left -= weightOf(kind)
    if (left < 0) return kinds[kind][1](edit) ? kind : null
  }
  return null
}

function alive({ crm, at }: Edit): CrmDeal[] {
  return [...crm.deals.values()].filter(({ deletedAt, updatedAt }) => deletedAt === null && updatedAt <= at)
}

const today = ({ at, crm }: Edit) => localDay(at, crm.timeZone)

function change(edit: Edit, to: (deal: CrmDeal) => Parameters<Crm['updateDeal']>[1]): boolean {
  const deals = alive(edit)
  if (deals.length === 0) return false
  const deal = edit.random.pick(deals)
  edit.crm.updateDeal(deal.id, to(deal), edit.at)
  return true
}

function stageIn({ crm, random }: Edit, pipelineId: string): string {
  const stages = crm.pipelines.find(({ id }) => id === pipelineId)?.stages ?? []
  return random.pick(stages.filter(({ archived }) => !archived)).id
}

function create(edit: Edit): boolean {
  if (edit.crm.deals.size > 70) return false
  edit.crm.createDeal(dealFields(edit.crm, edit.random, today(edit)), edit.at)
  return true
}

function movePipeline(edit: Edit): boolean {
  const { id } = edit.random.pick(edit.crm.pipelines)
  return change(edit, () => ({ pipelineId: id, stageId: stageIn(edit, id) }))
}

function reopen(edit: Edit): boolean {
  const flags = new Map(edit.crm.pipelines.flatMap(({ stages }) => stages.map((one) => [one.id, one])))
  const closed = alive(edit).filter(({ stageId }) => flags.get(stageId)?.closed === true)
  if (closed.length === 0) return false
  const deal = edit.random.pick(closed)
  const open = edit.crm.pipelines
    .find(({ id }) => id === deal.pipelineId)
    ?.stages.find((one) => !one.closed && !one.archived)
  if (open === undefined) return false
  edit.crm.updateDeal(deal.id, { stageId: open.id }, edit.at)
  return true
}

function remove(edit: Edit): boolean {
  const deals = alive(edit)
  if (deals.length < 3) return false
  edit.crm.deleteDeal(edit.random.pick(deals).id, edit.at)
  return true
}

function restore({ crm, random, at }: Edit): boolean {
  const gone = [...crm.deals.values()].filter(
    (deal) => deal.deletedAt !== null && deal.mergedInto === null && deal.updatedAt <= at,
  )
  if (gone.length === 0) return false
  crm.restoreDeal(random.pick(gone).id, at)
  return true
}

function merge(edit: Edit): boolean {
  const [survivor, loser] = [edit.random.pick(alive(edit)), edit.random.pick(alive(edit))]
  if (survivor.id === loser.id) return false
  edit.merge(survivor.id, loser.id, edit.at)
  return true
}

function sweep(edit: Edit): boolean {
  for (const deal of alive(edit)) edit.crm.updateDeal(deal.id, { amount: amount(edit.random) }, edit.at)
  return true
}

/** More than may go without being asked about; once, after the first night has read them, and long before the calm ones. */
function purge({ crm, random, at }: Edit): boolean {
  const age = (createdAt: string) => Math.floor((Date.parse(at) - Date.parse(createdAt)) / 86_400_000)
  const ids = [...crm.deals.values()].filter(({ createdAt }) => age(createdAt) === 32).map(({ id }) => id)
  if (ids.length < 50) return false
  for (let n = 0; n < 30; n += 1) {
    const [id = ''] = ids.splice(random.between(0, ids.length - 1), 1)
    crm.deleteDeal(id, at)
    // Not even in the recycle bin.
    crm.deals.delete(id)
  }
  return true
}

function addCurrency(edit: Edit): boolean {
  const { crm } = edit
  if (!crm.rates.some(({ currency }) => currency === 'JPY')) {
    crm.rates.push({ currency: 'JPY', factor: '0.006137', from: null })
    edit.setupChanged()
  }
  return change(edit, () => ({ currency: 'JPY', amount: String(edit.random.between(1000, 999_999)) }))
}

function restage(edit: Edit, to: (one: ReturnType<typeof stage>) => ReturnType<typeof stage>): boolean {
  const { stages } = edit.random.pick(edit.crm.pipelines)
  const index = edit.random.between(0, stages.length - 1)
  const one = stages[index]
  if (one === undefined) return false
  stages[index] = to(one)
  edit.setupChanged()
  return true
}

/** Only one without deals: so does the vendor. */
function archiveStage(edit: Edit): boolean {
  const used = new Set([...edit.crm.deals.values()].map(({ stageId }) => stageId))
  const free = edit.crm.pipelines.flatMap(({ stages }) => stages).filter((one) => !used.has(one.id))
  const [one] = free.filter(({ closed }) => !closed)
  if (one === undefined) return false
  one.archived = true
  edit.setupChanged()
  return true
}

/** An open stage becomes one that is won, or another chance. */
function changeFlag(edit: Edit): boolean {
  const { random } = edit
  return restage(edit, (one) =>
    one.closed ? one : stage(one.id, one.label, one.position, random.pick(['1', '0.35', '0.75'])),
  )
}

function moveOwner(edit: Edit): boolean {
  edit.random.pick(edit.crm.users).teamId = edit.random.pick(['31', '32', null])
  edit.setupChanged()
  return true
}

function deactivate(edit: Edit): boolean {
  const active = edit.crm.users.filter((user) => user.active)
  if (active.length < 3) return false
  edit.random.pick(active).active = false
  edit.setupChanged()
  return true
}
