/**
 * What every connector must pass, against a sandbox of its vendor: `testConnector(subject)` in the connector's own
 * test file, once per position of the vendor's unknowns.
 *
 * Planted in a connector and seen red: `>=` for `>` on the id, a descending sort, a window that begins late or has no
 * overlap, a page saved without its cursor, days taken in UTC, won read from a label, owners who left not asked for,
 * living deals read as deleted, a configuration that is not strict, a budget above the vendor's.
 */
import { describe, expect, test } from 'vitest'
import type { Cursor, DealRecord, Page, PipelineRecord } from '../../connectors/contract.ts'
import type { Crm } from '../../connectors/demo/types.ts'
import { toMinor } from '../../connectors/values/money.ts'
import { type Bench, createBench, recordsOf, type Subject } from './support/bench.ts'
import { FOUNDED, smallCompany } from './support/company.ts'

const START = '2026-04-10T02:30:00.000Z'
/** After this an edit shows in every index, and no window ends before it. */
const SETTLED_MS = 20 * 60_000

export function testConnector(subject: Subject): void {
  const deals = subject.dealsPerPage * 2 + 7
  const open = (crm: Crm = smallCompany(deals), deadlineMs?: number, thorough = false) =>
    createBench(subject, crm, START, deadlineMs, { thorough })
  const idsOf = (crm: Crm) =>
    [...crm.deals.values()]
      .filter((deal) => deal.deletedAt === null)
      .map((deal) => subject.idOf('deal', deal.id))
  const changedSinceFounding: Cursor = { at: 'rest', until: FOUNDED }

  describe(subject.name, () => {
    test('a configuration with an unknown key is refused, and no secret stands in the refusal', async () => {
      await using bench = await open(smallCompany(1))
      const result = subject.connector.config.safeParse({ ...bench.config, tokne: 'x' })
      expect(result.success).toBe(false)
      expect(subject.connector.config.safeParse(bench.config).success).toBe(true)
      for (const secret of subject.secrets(bench.config)) expect(String(result.error)).not.toContain(secret)
    })

    test('the account tells its zone, its currency and where its screens are', async () => {
      await using bench = await open(smallCompany(1))
      expect(bench.account()).toMatchObject({
        timeZone: 'Europe/Berlin',
        currency: 'EUR',
        multiCurrency: true,
      })
      const account = bench.account()
      if (account === null) throw new Error('no account')
      const url = new URL(subject.connector.recordUrl(account, 'deal', 'a/b'))
      expect(url.protocol).toBe('https:')
      expect(url.host).toBe(account.uiHost)
    })

    test('a first walk yields each record once', async () => {
      await using bench = await open(smallCompany(deals), undefined, true)
      const found = recordsOf(await bench.walk('deals', null)).map((deal) => deal.id)
      expect(found.toSorted()).toEqual(idsOf(bench.crm).toSorted())
      const companies = recordsOf(await bench.walk('companies', null)).map((one) => one.id)
      const all = [...bench.crm.companies.keys()].map((id) => subject.idOf('company', id))
      expect(companies.toSorted()).toEqual(all.toSorted())
      const owners = recordsOf(await bench.walk('owners', null))
      const people = bench.crm.users.map((user) => ({
        id: subject.idOf('user', user.id),
        active: user.active,
      }))
      expect(owners.map(({ id, active }) => ({ id, active })).toSorted(byId)).toEqual(
        expect.arrayContaining(people),
      )
      expect(new Set(owners.map((one) => one.id)).size).toBe(owners.length)
    })

    test('a walk leaves no row unread in silence', async () => {
      await using bench = await open()
      const pages = await bench.walk('deals', null)
      expect(pages.flatMap((page) => page.skipped)).toEqual([])
      expect(recordsOf(pages).flatMap((deal) => deal.problems)).toEqual([])
    })

    for (const [kind, begin] of [
      ['first walk', null],
      ['window', changedSinceFounding],
    ] as const)
      test(`a ${kind} resumed after any of its pages yields the same rest, and a page asked twice is the same`, async () => {
        await using bench = await open()
        const pages = await bench.walk('deals', begin)
        expect(pages.length).toBeGreaterThan(2)
        for (const [index, page] of pages.entries()) {
          const before = index === 0 ? begin : (pages[index - 1]?.cursor ?? null)
          expect((await bench.pull('deals', before)).records).toEqual(page.records)
          if (page.more)
            expect(recordsOf(await bench.walk('deals', page.cursor))).toEqual(
              recordsOf(pages.slice(index + 1)),
            )
        }
      })

    test('rows changed in the same instant are all read, however the pages cut them', async () => {
      await using bench = await open()
      const found = recordsOf(await bench.walk('deals', changedSinceFounding)).map((deal) => deal.id)
      expect(found.toSorted()).toEqual(idsOf(bench.crm).toSorted())
    })

    test('a window holds what was changed in it and nothing else', async () => {
      await using bench = await open()
      const [last] = (await bench.walk('deals', null)).slice(-1)
      bench.pass(86_400_000)
      bench.crm.updateDeal('5', { amount: '5.55' }, bench.now())
      bench.pass(SETTLED_MS)
      const pages = await bench.walk('deals', last?.cursor ?? null)
      expect(recordsOf(pages).map((deal) => [deal.id, deal.amountMinor])).toEqual([
        [subject.idOf('deal', '5'), 555],
      ])
      bench.pass(86_400_000)
      expect(recordsOf(await bench.walk('deals', pages.at(-1)?.cursor ?? null))).toEqual([])
    })

    for (const [kind, begin] of [
      ['the first walk', null],
      ['a window', changedSinceFounding],
    ] as const)
      test(`what people do while we read ${kind} is not lost`, async () => {
        await using bench = await open()
        const mirror = new Map<string, DealRecord>()
        const take = (records: readonly DealRecord[]) => {
          for (const deal of records)
            if (deal.version >= (mirror.get(deal.id)?.version ?? '')) mirror.set(deal.id, deal)
        }
        let round = 0
        const meddle = () => {
          round += 1
          bench.pass(1000)
          for (let n = 0; n < 12; n += 1) {
            const id = String(1 + ((n * 41 + round * 3) % deals))
            bench.crm.updateDeal(id, { amount: `${round}.${10 + n}` }, bench.now())
          }
        }
        const pages = await bench.walk('deals', begin, meddle)
        take(recordsOf(pages))
        expect(round).toBeGreaterThan(1)
        bench.pass(SETTLED_MS)
        take(recordsOf(await bench.walk('deals', pages.at(-1)?.cursor ?? null)))
        const amounts = [...mirror.values()].map((deal) => [deal.id, deal.amountMinor])
        expect(new Map(amounts.toSorted() as [string, number][])).toEqual(amountsOf(bench.crm))
      })

    test('a change that shows late is in the walk after', async () => {
      await using bench = await open(smallCompany(20))
      let cursor = (await bench.walk('deals', null)).at(-1)?.cursor ?? null
      bench.pass(3_600_000)
      bench.crm.updateDeal('5', { amount: '5.55' }, bench.now())
      const seen: DealRecord[] = []
      for (const wait of [90_000, 90_000, SETTLED_MS]) {
        bench.pass(wait)
        const pages = await bench.walk('deals', cursor)
        cursor = pages.at(-1)?.cursor ?? null
        seen.push(...recordsOf(pages))
      }
      const amounts = seen.map((deal) => [deal.id, deal.amountMinor])
      expect(amounts).toContainEqual([subject.idOf('deal', '5'), 555])
    })

    test('the end of a walk is never past now, and never before the last one', async () => {
      await using bench = await open()
      let cursor: Cursor | null = null
      let end = ''
      for (let night = 0; night < 3; night += 1) {
        const pages: readonly Page[] = await bench.walk('deals', cursor)
        const rested: Cursor | null = pages.at(-1)?.cursor ?? null
        if (rested?.at !== 'rest') throw new Error('the walk does not rest')
        expect(rested.until <= bench.now()).toBe(true)
        expect(rested.until >= end).toBe(true)
        cursor = rested
        end = rested.until
        bench.pass(86_400_000)
      }
    })

    test('a deleted deal is told, a living or restored one never', async () => {
      await using bench = await open()
      const before = await bench.walk('removals', null)
      bench.pass(3_600_000)
      for (const id of ['3', '4', '5']) bench.crm.deleteDeal(id, bench.now())
      bench.pass(60_000)
      bench.crm.restoreDeal('4', bench.now())
      bench.pass(SETTLED_MS)
      const pages = await bench.walk('removals', before.at(-1)?.cursor ?? null)
      const told = pages.flatMap((page) => page.deleted)
      const gone = ['3', '5'].map((id) => subject.idOf('deal', id))
      expect(told.map((one) => one.id).toSorted()).toEqual(gone.toSorted())
      for (const { at } of told) expect(at === null || at <= bench.now()).toBe(true)
      const alive = recordsOf(await bench.walk('deals', null)).map((deal) => deal.id)
      expect(alive.filter((id) => gone.includes(id))).toEqual([])
    })

    test('money is whole minor units, days are the company’s, and each deal is what the CRM holds', async () => {
      await using bench = await open()
      const records = new Map(recordsOf(await bench.walk('deals', null)).map((deal) => [deal.id, deal]))
      const stages = await wonStages(bench)
      for (const deal of bench.crm.deals.values()) {
        const record = records.get(subject.idOf('deal', deal.id))
        expect(record).toMatchObject({
          name: deal.name,
          amountMinor: deal.amount === null ? null : toMinor(deal.amount, deal.currency),
          currency: deal.currency,
          closeDate: deal.closeDate,
          createdAt: deal.createdAt,
          version: deal.updatedAt,
          ownerId: subject.idOf('user', deal.ownerId ?? ''),
          companyId: subject.idOf('company', deal.companyId ?? ''),
          mergedIds: [],
          properties: { [subject.regionProperty]: deal.properties.region },
        })
        expect(stages(record)).toEqual({
          won: deal.stageId === 'closedwon',
          closed: deal.stageId.startsWith('closed'),
        })
      }
    })

    test('the rate of every foreign currency is found, on the deal or beside it', async () => {
      await using bench = await open()
      const rates = recordsOf(await bench.walk('currencies', null))
      const factor = (currency: string) => rates.find((rate) => rate.currency === currency)?.factor
      expect(Number(factor('CHF'))).toBe(1.05)
      expect(Number(factor('USD'))).toBe(0.92)
    })

    test('every owner has a team that is told', async () => {
      await using bench = await open(smallCompany(1))
      const teams = new Set(recordsOf(await bench.walk('teams', null)).map((team) => team.id))
      const owners = recordsOf(await bench.walk('owners', null)).filter((owner) => owner.active)
      const known = owners.filter((owner) => owner.teamId !== null && teams.has(owner.teamId))
      const wanted = bench.crm.users.filter((user) => user.active)
      expect(known.map((owner) => owner.id)).toEqual(
        expect.arrayContaining(wanted.map((user) => subject.idOf('user', user.id))),
      )
    })

    test('a deal in a stage nobody knows is never won', async () => {
      await using bench = await open(smallCompany(3))
      bench.crm.updateDeal('3', { stageId: 'Closed Won (old)' }, bench.now())
      // A CRM may show a change late.
      bench.pass(1_800_000)
      const record = recordsOf(await bench.walk('deals', null)).find(
        (deal) => deal.id === subject.idOf('deal', '3'),
      )
      const stages = await wonStages(bench)
      expect(stages(record).won).toBe(false)
    })

    describe('when the CRM fails', () => {
      const passing = [
        ['a server error', { kind: 'status', status: 503 }],
        ['a page where data was expected', { kind: 'html', status: 502 }],
        ['half a body', { kind: 'half_body' }],
        ['a connection that breaks', { kind: 'reset' }],
      ] as const
      for (const [name, fault] of passing) {
        test(`${name} is ridden out when it passes, and told as unavailable when it lasts`, async () => {
          await using bench = await open(smallCompany(3))
          bench.sandbox.fault({ match: '', times: 1, ...fault })
          // Any page of a walk may be empty.
          expect(recordsOf(await bench.walk('deals', null))).toHaveLength(3)
          bench.sandbox.fault({ match: '', times: 1000, ...fault })
          expect(await bench.failure('deals')).toMatchObject({ kind: 'unavailable' })
        })
      }

      test('a CRM that hangs is told as unavailable after the deadline', async () => {
        await using bench = await open(smallCompany(3), 150)
        bench.sandbox.fault({ match: '', times: 1000, kind: 'hang' })
        expect(await bench.failure('deals')).toMatchObject({ kind: 'unavailable', status: null })
      })

      test('a token that stays refused is told as unauthorized', async () => {
        await using bench = await open(smallCompany(3))
        bench.sandbox.fault({ match: '', times: 1000, kind: 'unauthorized' })
        expect(await bench.failure('deals')).toMatchObject({ kind: 'unauthorized' })
      })

      test('a full budget is told with how long to wait', async () => {
        await using bench = await open(smallCompany(3))
        bench.sandbox.fault({ match: '', times: 1000, kind: 'rate_limit' })
        const failure = await bench.failure('deals')
        expect(failure).toMatchObject({ kind: 'rate_limited' })
        expect(failure.kind === 'rate_limited' && failure.retryAfterMs > 0).toBe(true)
      })

      const { rateLimited } = subject
      const waits = rateLimited === null ? [] : ['600', new Date(Date.parse(START) + 600_000).toUTCString()]
      for (const wait of waits)
        test(`a wait told as ${wait} is kept`, async () => {
          await using bench = await open(smallCompany(3))
          bench.intercept.answer = () =>
            new Response(rateLimited?.body, {
              status: rateLimited?.status ?? 429,
              headers: { 'content-type': 'application/json', 'retry-after': wait },
            })
          expect(await bench.failure('deals')).toMatchObject({ kind: 'rate_limited', retryAfterMs: 600_000 })
        })

      test('a missing right is told as forbidden', async () => {
        await using bench = await open(smallCompany(3))
        const { status, body } = subject.forbidden
        bench.intercept.answer = () =>
          new Response(body, { status, headers: { 'content-type': 'application/json' } })
        expect(await bench.failure('deals')).toMatchObject({ kind: 'forbidden' })
      })

      test('an answer without what it must hold is told as unreadable', async () => {
        await using bench = await open(smallCompany(3))
        bench.intercept.answer = () =>
          new Response(subject.emptied, { headers: { 'content-type': 'application/json' } })
        expect(await bench.failure('deals')).toMatchObject({ kind: 'unreadable' })
      })
    })

    test('no secret stands in an address, and no request leaves the declared hosts', async () => {
      await using bench = await open()
      for (const stream of ['account', 'pipelines', 'teams', 'owners', 'currencies', 'companies'] as const)
        await bench.walk(stream, null)
      await bench.walk('deals', null)
      await bench.walk('deals', changedSinceFounding)
      await bench.walk('removals', null)
      expect(bench.told.length).toBeGreaterThan(8)
      for (const address of bench.told) {
        expect(new URL(address).origin).toBe(bench.sandbox.url)
        for (const secret of [...subject.secrets(bench.config), bench.token()])
          expect(address).not.toContain(secret)
      }
    })

    test('the declared budget keeps the vendor from turning us away', async () => {
      await using bench = await open()
      for (let n = 0; n < 10; n += 1) await bench.walk('deals', changedSinceFounding)
      expect(bench.sandbox.calls.filter((call) => call.status === 429)).toEqual([])
    })
  })

  function amountsOf(crm: Crm): Map<string, number | null> {
    const pairs = [...crm.deals.values()].map((deal): [string, number | null] => [
      subject.idOf('deal', deal.id),
      deal.amount === null ? null : toMinor(deal.amount, deal.currency),
    ])
    return new Map(pairs)
  }
}

/** What the stage of a deal says; a stage nobody told says neither. */
async function wonStages(bench: Bench) {
  const pipelines: readonly PipelineRecord[] = recordsOf(await bench.walk('pipelines', null))
  return (deal: DealRecord | undefined) => {
    const pipeline = pipelines.find((one) => one.id === deal?.pipelineId)
    const stage = pipeline?.stages.find((one) => one.id === deal?.stageId)
    return { won: stage?.won ?? false, closed: stage?.closed ?? false }
  }
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}
