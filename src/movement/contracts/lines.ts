/** The difference of two values of contracts as lines, each with the customers or contracts behind it. Pure. */
import type { Contract } from '../../metrics/retention/ledger.ts'
import type { Pair } from '../lenses.ts'
import { isNothing, minus, nothing, type Part, partOf, plus } from '../lines.ts'
import { type ContractStep, contractSteps } from '../steps.ts'
import type { Line, Moved } from '../types.ts'
import { type Seen, told } from './changes.ts'
import { flowsOf } from './flows.ts'
import { type Look, type Looks, looksOf, type Share, sharesOf, sumOf } from './parts.ts'
import type { Worlds } from './worlds.ts'

export type ContractLine = Omit<Line, 'effect' | 'step'> & { readonly step: ContractStep }

interface Stage {
  /** `flow`: each customer's own. */
  readonly step: ContractStep | 'flow'
  readonly world: readonly Contract[]
  readonly look: Look
}

function stagesOf(worlds: Worlds, looks: Looks): Stage[] {
  const { learned, existing, termed, priced, closing } = worlds
  const { opening, defined, reached } = looks
  const between: Stage[] = reached.metric.startsWith('renewal')
    ? [
        { step: 'renewal', world: worlds.told, look: reached },
        { step: 'price', world: priced, look: reached },
      ]
    : [{ step: 'flow', world: priced, look: reached }]
  return [
    { step: 'learned_later', world: learned, look: opening },
    { step: 'definition', world: learned, look: defined },
    { step: 'existence', world: existing, look: defined },
    { step: 'term', world: termed, look: defined },
    ...between,
    { step: 'rate', world: closing, look: reached },
    { step: 'time', world: closing, look: looks.closing },
  ]
}

/** What contracts do not explain was learned since: by what the values say themselves. */
export function contractLines(worlds: Worlds, pair: Pair, limit: number): ContractLine[] {
  const looks = looksOf(pair)
  const { currency } = pair.company
  const flow = flowsOf(worlds, looks)
  let before: Seen = seen(worlds.opening, looks.opening, currency)
  const moves = stagesOf(worlds, looks).flatMap(({ step, world, look }) => {
    const after = seen(world, look, currency)
    const moved = differences(before.shares, after.shares).map(({ key, part, share }) => {
      const customer = share.contracts[0]?.customer ?? ''
      const named = step === 'flow' ? flow(customer, part.numerator > 0) : step
      return { step: named, moved: movedOf(key, part, share, told(step, share, before, after)) }
    })
    before = after
    return moved
  })
  const lines = contractSteps.map((step): ContractLine => {
    const own = moves.filter((each) => each.step === step).map(({ moved }) => moved)
    const { numerator, denominator } = own.reduce<Part>(plus, nothing)
    const deals = own.sort(byPart).slice(0, limit)
    return { step, numerator, denominator, total: own.length, deals, withoutDeal: null }
  })
  const explained = lines.reduce<Part>(plus, nothing)
  const rest = minus(minus(partOf(pair.closing), partOf(pair.opening)), explained)
  return lines
    .map((line) =>
      line.step === 'learned_later' && !isNothing(rest)
        ? { ...line, ...plus(line, rest), withoutDeal: rest }
        : line,
    )
    .filter((line) => !isNothing(line) || line.total !== 0)
}

/** The opening as it is counted now: what it was published as, or else nobody knows by which customers. */
export function openingOf(contracts: readonly Contract[], pair: Pair): Part {
  return sumOf(sharesOf(contracts, looksOf(pair).opening))
}

function seen(world: readonly Contract[], look: Look, currency: string): Seen {
  return { world, look, shares: sharesOf(world, look), currency }
}

function differences(before: ReadonlyMap<string, Share>, after: ReadonlyMap<string, Share>) {
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return keys.flatMap((key) => {
    const share = after.get(key) ?? before.get(key)
    const part = minus(after.get(key)?.part ?? nothing, before.get(key)?.part ?? nothing)
    return share === undefined || isNothing(part) ? [] : [{ key, part, share }]
  })
}

function movedOf(
  key: string,
  part: Part,
  { contracts, of }: Share,
  what: Pick<Moved, 'coming' | 'changes'>,
): Moved {
  const [first] = contracts
  if (first === undefined) throw new Error(`nobody behind ${key}`)
  const isCustomer = of === 'customer'
  return {
    source: first.source,
    externalId: isCustomer ? (first.customerId ?? first.externalId) : first.externalId,
    ...{ name: first.name, kind: isCustomer ? 'customer' : first.kind, ...part, ...what },
  }
}

function byPart(one: Moved, other: Moved): number {
  return (
    Math.abs(other.numerator) - Math.abs(one.numerator) ||
    Math.abs(other.denominator) - Math.abs(one.denominator) ||
    (`${one.source} ${one.externalId}` < `${other.source} ${other.externalId}` ? -1 : 1)
  )
}
