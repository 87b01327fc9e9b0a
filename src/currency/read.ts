/** The reporting currency as people see it: which CRM counts in what, how its amounts get there, and what was typed. */
import { and, asc, eq, ne } from 'drizzle-orm'
import * as z from 'zod'
import type { Day, Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { homeCurrency, rate, source } from '../../db/workspace/schema.ts'
import type { Workspace } from '../platform.ts'
import { rateOn } from '../sync/derive.ts'
import { typedRatesQuery } from './rates.ts'

/** `own_rate`: the CRM's rates hold the reporting currency; `missing`: add it there, or type a rate. */
export const ways = ['same', 'own_rate', 'typed', 'missing', 'unknown'] as const

export interface CurrencyView {
  readonly currency: string
  readonly connections: readonly {
    readonly id: string
    /** Null when the CRM does not tell, or was not read yet. */
    readonly currency: string | null
    readonly way: (typeof ways)[number]
    /** Deals are still converted after a change: until then its money is not given. */
    readonly converting: boolean
  }[]
  readonly rates: readonly {
    readonly currency: string
    readonly into: string
    readonly from: Day
    readonly factor: string
  }[]
}

const told = z.object({ currency: z.string().nullable() })

export async function readCurrency(
  { db, currency, timeZone }: Workspace,
  now: Instant,
): Promise<CurrencyView> {
  const [sources, own, typed, changes] = await db.batch([
    db
      .select({ id: source.id, account: source.account })
      .from(source)
      .where(ne(source.status, 'disconnected'))
      .orderBy(asc(source.id)),
    db
      .select()
      .from(rate)
      .where(and(eq(rate.archived, false), eq(rate.currency, currency))),
    typedRatesQuery(db),
    db.select().from(homeCurrency).orderBy(asc(homeCurrency.afterSeq)),
  ])
  const today = localDay(now, timeZone)
  const rates = typed.map(({ fromDay, ...one }) => ({ ...one, from: fromDay }))
  const wayOf = (id: string, account: string | null): (typeof ways)[number] => {
    if (account === null) return 'unknown'
    if (account === currency) return 'same'
    const ofCrm = own.filter((one) => one.source === id)
    const days = ofCrm.map(({ factor, fromDay, toDay }) => ({ factor, from: fromDay || null, to: toDay }))
    if (rateOn(days, null, today) !== null) return 'own_rate'
    const holds = rates.some((one) => one.currency === account && one.into === currency && one.from <= today)
    return holds ? 'typed' : 'missing'
  }
  return {
    currency,
    connections: sources.map(({ id, account }) => {
      const found = account === null ? null : told.parse(JSON.parse(account)).currency
      const last = changes.findLast((change) => change.source === id)
      return {
        id,
        currency: found,
        way: wayOf(id, found),
        converting: last !== undefined && last.wholeSeq === null,
      }
    }),
    rates: rates.map(({ currency: of, into, from, factor }) => ({ currency: of, into, from, factor })),
  }
}
