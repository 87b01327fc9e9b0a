/** What happened to the contracts behind a share in one step, in the words of their fields. Pure. */
import type { Contract } from '../../metrics/retention/ledger.ts'
import type { Change, Coming, Moved } from '../types.ts'
import { countedBy, type Look, type Share } from './parts.ts'
import { counts } from './worlds.ts'

/** A world as one look shows it. */
export interface Seen {
  readonly world: readonly Contract[]
  readonly look: Look
  readonly shares: ReadonlyMap<string, Share>
  /** The company's. */
  readonly currency: string
}

/** Contracts told of in one share; all of them are in its sum. */
const TOLD = 6

export function told(
  step: string,
  share: Share,
  before: Seen,
  after: Seen,
): Pick<Moved, 'coming' | 'changes'> {
  const ids = new Set(share.contracts.map(({ id }) => id))
  const pairs = pairsOf(share, ids, before.world, after.world)
  if (step === 'existence') {
    const coming = pairs.map(([from, to]) => comingOf(from, to)).find((each) => each !== null) ?? null
    return { coming, changes: coming === null ? fields(pairs, ['customer'], share) : [] }
  }
  if (step === 'term')
    return { coming: null, changes: fields(pairs, ['startsOn', 'endsOn', 'product', 'overlap'], share) }
  if (step === 'rate') return { coming: null, changes: fields(pairs, ['rate'], share) }
  if (step === 'learned_later')
    return { coming: null, changes: fields(pairs, ['startsOn', 'endsOn', 'amountMinor', 'rate'], share) }
  if (step === 'definition') return { coming: null, changes: [] }
  return { coming: null, changes: recurring(ids, share, before, after) }
}

type Two = readonly [Contract | undefined, Contract | undefined]

/** The contracts of the share on both sides; of a customer also those that it has on one side only. */
function pairsOf(
  share: Share,
  ids: Set<number>,
  before: readonly Contract[],
  after: readonly Contract[],
): Two[] {
  const customer = share.of === 'customer' ? share.contracts[0]?.customer : undefined
  const own = (contract: Contract) => ids.has(contract.id) || contract.customer === customer
  const [from, to] = [before, after].map((all) => new Map(all.filter(own).map((each) => [each.id, each])))
  return [...new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])])].map((id) => [
    from?.get(id) ?? before.find((each) => each.id === id),
    to?.get(id) ?? after.find((each) => each.id === id),
  ])
}

function comingOf(from: Contract | undefined, to: Contract | undefined): Coming | null {
  if (from === undefined || to === undefined) return to === undefined ? 'deleted' : null
  if (counts(from) === counts(to)) return null
  if (from.deleted || to.deleted) return to.deleted ? 'deleted' : 'restored'
  return to.held ? 'unreadable' : 'readable'
}

type Field = 'startsOn' | 'endsOn' | 'product' | 'overlap' | 'customer' | 'amountMinor' | 'rate'

function fields(pairs: readonly Two[], names: readonly Field[], { of }: Share): Change[] {
  return pairs
    .flatMap(([from, to]) => {
      if (from === undefined || to === undefined) return []
      return names.flatMap((field): Change[] => {
        const [before, after] = [fieldOf(from, field), fieldOf(to, field)]
        if (before === after) return []
        const money =
          field === 'amountMinor'
            ? { currencyBefore: last(from)?.currency ?? null, currencyAfter: last(to)?.currency ?? null }
            : {}
        return [{ field, before, after, ...money, ...(of === 'customer' ? { name: labelOf(to) } : {}) }]
      })
    })
    .slice(0, TOLD)
}

function fieldOf(contract: Contract, field: Field): string | number | null {
  switch (field) {
    case 'overlap':
      return contract.replaces ? 'replaces' : 'adds'
    case 'customer':
      return contract.name ?? contract.customerId
    case 'amountMinor':
      return last(contract)?.amountMinor ?? null
    case 'rate':
      return last(contract)?.rate ?? null
    default:
      return contract[field]
  }
}

/** What it brought on the day of each side; null where it did not count. */
function recurring(ids: ReadonlySet<number>, share: Share, before: Seen, after: Seen): Change[] {
  const customer = share.contracts[0]?.customer ?? ''
  const [from, to] = [before, after].map(({ world, look }) => {
    const own = countedBy(world, look).get(customer) ?? []
    return new Map(own.map((term) => [term.contract.id, term]))
  })
  const all = new Map([...(from ?? []), ...(to ?? [])])
  return [...all.values()]
    .filter(({ contract }) => share.of === 'customer' || ids.has(contract.id))
    .flatMap(({ contract }): Change[] => {
      const [one, other] = [from, to].map((side) => {
        const term = side?.get(contract.id)
        return term === undefined ? null : (term.minor ?? 0)
      })
      if (one === other) return []
      return [
        {
          field: 'recurring',
          before: one ?? null,
          after: other ?? null,
          name: labelOf(contract),
          currencyAfter: after.currency,
        },
      ]
    })
    .slice(0, TOLD)
}

function labelOf({ product, externalId }: Contract): string {
  return product ?? externalId
}

function last({ revisions }: Contract) {
  return revisions.at(-1)
}
