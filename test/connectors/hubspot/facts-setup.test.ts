/**
 * As `facts-reading.test.ts`, for what gives deals their meaning, for rights and for failures.
 *
 * Planted and seen red: a lock waited out for one second, 477 taken for a mistake of ours, a full day waited out as a burst, a
 * currency only from its code, the home amount as rate, 1 where no rate is known, owners by 500, archived owners unread, no
 * probe for deals, long decimals refused.
 */
import { describe, expect, test } from 'vitest'
import type { Crm } from '../../../connectors/demo/types.ts'
import { recordsOf } from '../support/bench.ts'
import { FOUNDED, smallCompany } from '../support/company.ts'
import { openHubspot } from './subject.ts'

/** Its currencies are only the company's own. */
function oneCurrency(deals: number): Crm {
  const crm = smallCompany(deals)
  crm.rates.splice(0)
  for (const deal of crm.deals.values()) deal.currency = 'EUR'
  return crm
}

describe('5.4 to 5.6 what gives deals their meaning', () => {
  test.each(['absent', 'listed'] as const)(
    'an archived stage is %s: a deal in it is never won by guess',
    async (archivedPipelines) => {
      const crm = smallCompany(4)
      const won = crm.pipelines[0]?.stages.find((one) => one.won)
      if (won === undefined) throw new Error('no stage is won')
      won.archived = true
      await using bench = await openHubspot(crm, { archivedPipelines })
      const [pipeline] = recordsOf(await bench.walk('pipelines', null))
      const told = pipeline?.stages.filter((stage) => stage.id === won.id)
      const listed = [{ archived: true, closed: true, won: true }]
      expect(told).toMatchObject(archivedPipelines === 'listed' ? listed : [])
      expect(pipeline?.stages.filter((stage) => stage.id !== won.id && stage.won)).toEqual([])
    },
  )

  test.each([true, false])('[D] owners who left name their teams: %s', async (archivedOwnerTeams) => {
    await using bench = await openHubspot(smallCompany(0), { archivedOwnerTeams })
    const left = recordsOf(await bench.walk('owners', null)).filter((owner) => !owner.active)
    expect(left).toEqual([{ id: '705', teamId: archivedOwnerTeams ? '32' : null, active: false }])
  })

  test.each([100, 500])(
    '[V, U] owners page by %i at most: we ask for what both allow',
    async (ownersMaxLimit) => {
      const crm = smallCompany(0)
      for (let n = 0; n < 150; n += 1)
        crm.users.push({
          id: String(1000 + n),
          name: 'A B',
          email: `${n}@example.com`,
          teamId: null,
          active: true,
        })
      await using bench = await openHubspot(crm, { ownersMaxLimit })
      expect(recordsOf(await bench.walk('owners', null))).toHaveLength(156)
    },
  )

  test.each(['empty', 'present'] as const)(
    '[U] the code of an only currency is %s: amounts are read in it',
    async (singleCurrencyCode) => {
      await using bench = await openHubspot(oneCurrency(12), { singleCurrencyCode })
      expect(bench.account()?.multiCurrency).toBe(false)
      const deals = recordsOf(await bench.walk('deals', null))
      expect(deals.map((deal) => [deal.currency, deal.problems])).toEqual(deals.map(() => ['EUR', []]))
      expect(deals.filter((deal) => deal.amountMinor === null).map((deal) => deal.id)).toEqual(['1', '12'])
    },
  )

  test.each([
    ['null', null],
    ['one', '1'],
  ] as const)('the rate of a deal in the company’s own currency is %s', async (homeRate, rate) => {
    await using bench = await openHubspot(smallCompany(6), { homeRate })
    const rates = recordsOf(await bench.walk('deals', null)).map((deal) => [deal.currency, deal.rate])
    expect(rates.slice(0, 3)).toEqual([
      ['EUR', rate],
      ['CHF', '1.05'],
      ['USD', '0.92'],
    ])
  })

  test('[D] a deal whose currency has no rate keeps its own currency and has none', async () => {
    const crm = smallCompany(3)
    crm.updateDeal('1', { currency: 'GBP', amount: '100' }, FOUNDED)
    await using bench = await openHubspot(crm)
    const [deal] = recordsOf(await bench.walk('deals', null))
    expect(deal).toMatchObject({ currency: 'GBP', amountMinor: 10_000, rate: null, problems: [] })
  })

  test.each(['short', 'double'] as const)(
    'a probability is told in %s digits and stays between 0 and 1',
    async (probabilityText) => {
      await using bench = await openHubspot(smallCompany(4), { probabilityText })
      const deals = recordsOf(await bench.walk('deals', null))
      expect(deals.map((deal) => Number(deal.probability))).toEqual([0.2, 0.6, 1, 0])
      expect(deals.flatMap((deal) => deal.problems)).toEqual([])
    },
  )
})

describe('3.3 scopes', () => {
  const needed = ['oauth', 'crm.objects.deals.read', 'crm.objects.owners.read']
  const refusals = needed.flatMap((scope) => [true, false].map((named) => [scope, named] as const))
  test.each(refusals)(
    '[V, S] without %s connecting fails, the refusal names it: %s',
    async (scope, named) => {
      const opening = openHubspot(smallCompany(0), { missingScopes: [scope], namesMissingScope: named })
      const failure = { kind: 'forbidden', missing: named ? scope : null }
      await expect(opening).rejects.toMatchObject({ failure })
    },
  )

  const optional = [
    'crm.objects.companies.read',
    'settings.users.teams.read',
    'settings.currencies.read',
  ] as const
  test.each(optional)(
    '[V] without %s deals are read, and the account tells what is hidden',
    async (scope) => {
      await using bench = await openHubspot(smallCompany(3), { missingScopes: [scope] })
      expect(bench.account()?.hidden).toHaveLength(1)
      for (const stream of ['pipelines', 'teams', 'owners', 'currencies', 'companies', 'removals'] as const)
        await bench.walk(stream, null)
      expect(recordsOf(await bench.walk('deals', null))).toHaveLength(3)
    },
  )

  test.each(['crm.objects.deals.read', 'crm.schemas.deals.read'] as const)(
    '[V, U] property names open with %s: without deals connecting fails in either case',
    async (propertiesScope) => {
      await expect(
        openHubspot(smallCompany(0), { propertiesScope, missingScopes: ['crm.objects.deals.read'] }),
      ).rejects.toMatchObject({ failure: { kind: 'forbidden', missing: 'crm.objects.deals.read' } })
    },
  )
})

describe('6 failures', () => {
  test.each([423, 502, 503, 504, 521, 522, 523, 524, 525, 526])(
    '[D] %i once is ridden out',
    async (status) => {
      await using bench = await openHubspot(smallCompany(3))
      const began = Date.parse(bench.now())
      bench.sandbox.fault({ match: '/deals', times: 1, kind: 'status', status })
      expect((await bench.pull('deals', null)).records).toHaveLength(3)
      // A lock lasts two seconds: asked earlier, it would be met again.
      expect(Date.parse(bench.now()) - began).toBeGreaterThanOrEqual(status === 423 ? 2000 : 200)
    },
  )

  test.each([
    [477, { kind: 'unavailable', status: 477, retryAfterMs: 3_600_000 }],
    [429, { kind: 'rate_limited', scope: 'day', retryAfterMs: 3_600_000 }],
    [400, { kind: 'refused', status: 400 }],
    [414, { kind: 'refused', status: 414 }],
  ] as const)('[D] %i is asked once and not again', async (status, expected) => {
    await using bench = await openHubspot(smallCompany(3))
    const calls = bench.sandbox.calls.length
    bench.sandbox.fault({ match: '', times: 9, kind: 'status', status })
    expect(await bench.failure('deals')).toMatchObject(expected)
    expect(bench.sandbox.calls).toHaveLength(calls + 1)
  })

  test.each([null, 1])(
    '[U] a full burst names a wait of %s s: the walk goes on after it',
    async (retryAfterSeconds) => {
      await using bench = await openHubspot(smallCompany(3), { retryAfterSeconds })
      bench.sandbox.fault({ match: '/deals', times: 1, kind: 'rate_limit' })
      const pulled = bench.pull('deals', null).then(
        (page) => page.records.length,
        (error) => error.failure,
      )
      // Ten seconds are longer than a call may wait in its place: the night waits instead.
      const left = { kind: 'rate_limited', scope: 'burst', retryAfterMs: 10_000 }
      expect(await pulled).toEqual(retryAfterSeconds === null ? left : 3)
    },
  )
})
