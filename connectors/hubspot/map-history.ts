/**
 * The past of a deal: histories of single properties laid over each other. Pure. What lies before the oldest entry of a
 * property is not known, because HubSpot keeps only so many; a value that cannot be read is not known either.
 */
import type { AccountRecord, HistoryRecord, HistoryValues, Instant } from '../contract.ts'
import { amountValue, blank, currencyValue, probabilityValue } from './map-values.ts'
import { dayOf, instantOf } from './time.ts'
import type { HistoryWire } from './wire-history.ts'

export const historyProperties = [
  'amount',
  'closedate',
  'deal_currency_code',
  'dealstage',
  'dealtype',
  'hs_deal_stage_probability',
  'hubspot_owner_id',
  'pipeline',
] as const
type Name = (typeof historyProperties)[number]

export interface HistoryContext {
  readonly account: AccountRecord | null
  readonly timeZone: string
}

/** Oldest first; none where HubSpot tells nothing of the past. Text: why the row cannot be used. */
export function historyRecords(wire: HistoryWire, context: HistoryContext): HistoryRecord[] | string {
  const createdAt = instantOf(wire.properties.createdate) ?? instantOf(wire.createdAt)
  if (createdAt === null) return 'createdate: missing'
  const pasts = historyProperties.map((name) => pastOf(wire, name, createdAt))
  const unread = pasts.find((past) => typeof past === 'string')
  if (unread !== undefined) return unread
  const known = pasts.filter((past) => typeof past !== 'string')

  const moments = new Set(known.flatMap(({ entries }) => entries.map(({ at }) => at)))
  const steps: HistoryRecord[] = []
  for (const at of [...moments].sort()) {
    const texts = new Map<Name, string | null>()
    for (const { name, entries } of known) {
      const last = entries.findLast((entry) => entry.at <= at)
      if (last !== undefined) texts.set(name, last.value)
    }
    const values = valuesOf(texts, context)
    if (!isSame(steps.at(-1)?.values, values)) steps.push({ id: wire.id, at, values })
  }
  return steps
}

interface Past {
  readonly name: Name
  /** Oldest first. */
  readonly entries: readonly { readonly at: Instant; readonly value: string | null }[]
}

function pastOf(wire: HistoryWire, name: Name, createdAt: Instant): Past | string {
  const told = wire.propertiesWithHistory?.[name] ?? []
  const entries: { at: Instant; value: string | null }[] = []
  for (const { timestamp, value } of told) {
    const at = instantOf(timestamp)
    if (at === null) return `${name}: an entry of its history has no time`
    entries.push({ at, value: blank(value) })
  }
  // Never touched and empty today: it was empty from the first.
  if (entries.length === 0 && blank(wire.properties[name]) === null)
    return { name, entries: [{ at: createdAt, value: null }] }
  // Newest first, as far as anybody knows; the later of two at one time is the one told first.
  const oldestFirst = isNewestFirst(entries) ? entries.toReversed() : entries
  return { name, entries: oldestFirst.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) }
}

function isNewestFirst(entries: readonly { readonly at: Instant }[]): boolean {
  const [first] = entries
  const last = entries.at(-1)
  return first === undefined || last === undefined || first.at >= last.at
}

function valuesOf(texts: ReadonlyMap<Name, string | null>, context: HistoryContext): HistoryValues {
  const read = <T>(name: Name, reader: (text: string) => T | null): T | null | undefined => {
    const text = texts.get(name)
    return text == null ? text : (reader(text) ?? undefined)
  }
  const currency = currencyOf(texts.get('deal_currency_code'), context.account)
  return known({
    pipelineId: texts.get('pipeline'),
    stageId: texts.get('dealstage'),
    amountMinor: read('amount', (text) => (currency === undefined ? null : minorOf(text, currency))),
    currency,
    closeDate: read('closedate', (text) => dayOf(text, context.timeZone)),
    probability: read('hs_deal_stage_probability', probabilityValue),
    ownerId: texts.get('hubspot_owner_id'),
    type: texts.get('dealtype'),
  })
}

/** In an account with one currency the code may stand nowhere: it was the same in all the past. */
function currencyOf(code: string | null | undefined, account: AccountRecord | null): string | undefined {
  if (code === undefined && account?.multiCurrency !== false) return undefined
  return currencyValue(code ?? null, account) ?? undefined
}

function minorOf(text: string, currency: string): number | null {
  const minor = amountValue(text, currency)
  return typeof minor === 'string' ? null : minor
}

type Known = { [K in keyof HistoryValues]: Exclude<HistoryValues[K], undefined> }

function known(values: { [K in keyof HistoryValues]: HistoryValues[K] | undefined }): HistoryValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Known
}

function isSame(a: HistoryValues | undefined, b: HistoryValues): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b)
}
