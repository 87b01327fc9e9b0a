/**
 * Retention from its meaning, day by day and contract by contract, with no thought of speed. Imports nothing of ours.
 *
 * A contract runs on day d if start <= d < end and its recurring revenue is above 0. A renewal that replaces ends, at its own
 * start, what has by then at most 120 days left, of the same customer and product. What ended and is not followed within
 * the grace time is counted that long; what is followed is counted until then. The window [a, b) compares the last day
 * before a with the last day before b, neither of them later than the day of the value.
 */

export interface State {
  readonly seq: number
  /** Effective on this day; before the first one the first one holds. */
  readonly day: string
  readonly customer: string | null
  readonly product: string | null
  readonly start: string | null
  readonly end: string | null
  readonly amount: number | null
  readonly home: number | null
  readonly months: number
  readonly replaces: boolean
  readonly gone: 'no' | 'removed' | 'never'
  readonly unreadable: boolean
}

export interface Contract {
  readonly id: string
  readonly source: string
  readonly states: readonly State[]
}

export interface Company {
  readonly contracts: readonly Contract[]
  /** Within a source: which customer became which. */
  readonly merged: readonly { readonly source: string; readonly from: string; readonly into: string }[]
}

export interface Question {
  readonly a: string
  readonly b: string
  readonly day: string
  readonly grace: number
  readonly perMonths: 1 | 12
  readonly sources?: readonly string[]
}

export interface Answer {
  readonly recurring: bigint
  readonly customers: number
  readonly opening: bigint
  readonly closing: bigint
  readonly fresh: bigint
  readonly expansion: bigint
  readonly contraction: bigint
  readonly churned: bigint
  readonly reactivated: bigint
  readonly kept: bigint
  readonly keptGross: bigint
  readonly logos: number
  readonly logosKept: number
  readonly due: number
  readonly followed: number
  readonly dueValue: bigint
  readonly followedValue: bigint
  readonly pending: number
  readonly held: number
  readonly ratesMissing: number
}

const number = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000
const FOREVER = Number.POSITIVE_INFINITY

interface Running {
  readonly id: string
  readonly customer: string
  readonly product: string
  readonly start: number
  readonly end: number
  readonly money: bigint | null
  readonly replaces: boolean
}

function halfEven(above: bigint, below: bigint): bigint {
  const [whole, rest] = [above / below, (above % below) * 2n]
  return rest > below || (rest === below && whole % 2n === 1n) ? whole + 1n : whole
}

export function retention({ contracts, merged }: Company, question: Question): Answer {
  const wanted = contracts.filter(({ source }) => question.sources?.includes(source) ?? true)
  const latest = (contract: Contract) => contract.states.reduce((x, y) => (y.seq > x.seq ? y : x))
  const never = (contract: Contract) => latest(contract).gone === 'never'
  const isHeld = (contract: Contract) => {
    const { unreadable, start, end, months, home, amount } = latest(contract)
    const absurd = Math.abs(home ?? 0) > 10 ** 13 || Math.abs(amount ?? 0) > 10 ** 13
    return unreadable || start === null || absurd || months < 1 || (end !== null && end < start)
  }

  function customerOf(source: string, id: string | null, contract: string): string {
    if (id === null) return `alone ${contract}`
    const seen = new Set<string>()
    let at = id
    for (;;) {
      const next = merged.find((each) => each.source === source && each.from === at)?.into
      seen.add(at)
      if (next === undefined || seen.has(next)) break
      at = next
    }
    // Customers that were merged into each other in a circle are one: the first by name.
    const circle = merged.some((each) => each.source === source && each.from === at)
    if (!circle) return `${source} ${at}`
    const members = [at]
    for (;;) {
      const next = merged.find((each) => each.source === source && each.from === members.at(-1))?.into
      if (next === undefined || members.includes(next)) break
      members.push(next)
    }
    return `${source} ${members.sort()[0]}`
  }

  function stateOn(contract: Contract, d: number): State | null {
    const readable = contract.states.filter((state) => !state.unreadable)
    const told = readable.filter((state) => number(state.day) <= d)
    if (told.length > 0) return told.reduce((x, y) => (y.seq > x.seq ? y : x))
    const alive = readable.filter((state) => state.gone === 'no')
    const first = alive.length === 0 ? null : Math.min(...alive.map((state) => number(state.day)))
    const earliest = alive.filter((state) => number(state.day) === first)
    return earliest.length === 0 ? null : earliest.reduce((x, y) => (y.seq > x.seq ? y : x))
  }

  /** Those with revenue that are there on day d, running or not. */
  function there(d: number): Running[] {
    return wanted.flatMap((contract): Running[] => {
      if (never(contract) || isHeld(contract)) return []
      const [now, last] = [stateOn(contract, d), latest(contract)]
      if (now === null || now.gone !== 'no' || (now.amount ?? 0) <= 0) return []
      const money =
        now.home === null ? null : halfEven(BigInt(now.home) * BigInt(question.perMonths), BigInt(now.months))
      return [
        {
          id: contract.id,
          customer: customerOf(contract.source, last.customer, contract.id),
          product: last.product === null ? 'none' : `product ${last.product}`,
          start: number(last.start ?? ''),
          end: last.end === null ? FOREVER : number(last.end),
          money,
          replaces: last.replaces,
        },
      ]
    })
  }

  const alike = (x: Running, y: Running) =>
    x.id !== y.id && x.customer === y.customer && x.product === y.product
  function ended(one: Running, all: readonly Running[]): number {
    const renewals = all.filter(
      (other) =>
        other.replaces &&
        alike(one, other) &&
        other.start > one.start &&
        other.start < one.end &&
        one.end - other.start <= 120,
    )
    return Math.min(one.end, ...renewals.map(({ start }) => start))
  }
  function follower(one: Running, end: number, all: readonly Running[]): number | null {
    const starts = all.filter((other) => alike(one, other) && other.start >= end).map(({ start }) => start)
    const first = Math.min(...starts)
    return first <= end + question.grace ? first : null
  }

  interface Counted {
    readonly one: Running
    readonly pending: boolean
  }
  function countedOn(d: number): Counted[] {
    const all = there(d)
    return all.flatMap((one): Counted[] => {
      const end = ended(one, all)
      if (end <= one.start || d < one.start) return []
      if (d < end) return [{ one, pending: false }]
      const next = follower(one, end, all)
      const until = next ?? end + question.grace
      return d < until ? [{ one, pending: next === null }] : []
    })
  }
  const sumOf = (counted: readonly Counted[]) => counted.reduce((sum, { one }) => sum + (one.money ?? 0n), 0n)

  const opens = Math.min(number(question.a) - 1, number(question.day))
  const closes = Math.min(number(question.b) - 1, number(question.day))
  const [before, after, today] = [countedOn(opens), countedOn(closes), countedOn(number(question.day))]
  const earliest = Math.min(
    opens,
    ...wanted.flatMap(({ states }) =>
      states.flatMap(({ start, day }) => [...(start === null ? [] : [number(start)]), number(day)]),
    ),
  )
  function everBefore(customer: string): boolean {
    for (let d = earliest; d < opens; d += 1)
      if (countedOn(d).some(({ one }) => one.customer === customer)) return true
    return false
  }

  const flows = {
    fresh: 0n,
    expansion: 0n,
    contraction: 0n,
    churned: 0n,
    reactivated: 0n,
    kept: 0n,
    keptGross: 0n,
  }
  let [logos, logosKept] = [0, 0]
  const everybody = new Set([...before, ...after].map(({ one }) => one.customer))
  for (const customer of everybody) {
    const [then, now] = [before, after].map((all) => all.filter(({ one }) => one.customer === customer))
    const [s, e] = [sumOf(then ?? []), sumOf(now ?? [])]
    const [was, is] = [(then ?? []).length > 0, (now ?? []).length > 0]
    if (was) logos += 1
    if (was && is) {
      logosKept += 1
      flows.kept += e
      flows.keptGross += e
      if (e > s) {
        flows.expansion += e - s
        flows.keptGross -= e - s
      } else flows.contraction += s - e
    } else if (was) flows.churned += s
    else if (everBefore(customer)) flows.reactivated += e
    else flows.fresh += e
  }

  const all = there(closes)
  const ending = all.flatMap((one) => {
    const end = ended(one, all)
    const inside = end > one.start && end >= number(question.a) && end < number(question.b)
    return inside ? [{ one, followed: follower(one, end, all) !== null }] : []
  })
  const worth = (list: readonly { readonly one: Running }[]) =>
    list.reduce((sum, { one }) => sum + (one.money ?? 0n), 0n)
  const followed = ending.filter((each) => each.followed)
  return {
    recurring: sumOf(today),
    customers: new Set(today.map(({ one }) => one.customer)).size,
    opening: sumOf(before),
    closing: sumOf(after),
    ...flows,
    logos,
    logosKept,
    due: ending.length,
    followed: followed.length,
    dueValue: worth(ending),
    followedValue: worth(followed),
    pending: today.filter(({ pending }) => pending).length,
    held: wanted.filter((contract) => isHeld(contract) && latest(contract).gone === 'no').length,
    ratesMissing: today.filter(({ one }) => one.money === null).length,
  }
}
