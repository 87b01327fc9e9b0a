/** Plain and dated rates as one list. Pure. */
import type { Day, RateRecord } from '../contract.ts'

/**
 * Dated rates take the place of a currency's plain one, which is only today's. Of a currency in `broken` some dated rate
 * could not be read: the plain one stands in on the days that no other covers, so that its deals are not all held.
 */
export function combinedRates(
  plain: readonly RateRecord[],
  dated: readonly RateRecord[],
  broken: ReadonlySet<string>,
): RateRecord[] {
  const byCurrency = Map.groupBy(dated, ({ currency }) => currency)
  const kept = plain.flatMap((rate) => {
    const list = byCurrency.get(rate.currency)
    if (list === undefined) return [rate]
    return broken.has(rate.currency) ? gaps(list).map((gap) => ({ ...rate, ...gap })) : []
  })
  return [...kept, ...dated]
}

/** Currencies of which a row was sent that did not become a rate. */
export function brokenCurrencies(
  codes: readonly (string | null)[],
  read: readonly RateRecord[],
): ReadonlySet<string> {
  const left = Map.groupBy(codes, (code) => code)
  const count = (currency: string | null) => read.filter((rate) => rate.currency === currency).length
  return new Set(
    [...left].flatMap(([code, rows]) => (code !== null && rows.length > count(code) ? [code] : [])),
  )
}

/** How orgs write that a rate has no first day. */
const FIRST_DAY: Day = '0001-01-01'

/** Days `[from, to)` that none of the rates is for; null is no end. */
function gaps(rates: readonly RateRecord[]): Pick<RateRecord, 'from' | 'to'>[] {
  const found: Pick<RateRecord, 'from' | 'to'>[] = []
  // The first day that is not covered yet.
  let open: Day | null = FIRST_DAY
  for (const { from, to } of rates.toSorted((a, b) => start(a).localeCompare(start(b)))) {
    if (open === null) return found
    if (from !== null && from > open) found.push({ from: open === FIRST_DAY ? null : open, to: from })
    if (to === null || to > open) open = to
  }
  if (open !== null) found.push({ from: open === FIRST_DAY ? null : open, to: null })
  return found
}

function start({ from }: RateRecord): string {
  return from ?? ''
}
