/**
 * Both sandboxes over real sockets, one counting in euros, one in dollars, into a real libSQL file; every amount against
 * fractions of our own. Planted and seen red: a value
 * given while they are converted.
 */
import { expect, onTestFinished, test } from 'vitest'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../../connectors/salesforce/sandbox/index.ts'
import { changeCurrency, convertDeals } from '../../../src/currency/change.ts'
import { typeRate } from '../../../src/currency/rates.ts'
import { readCurrency } from '../../../src/currency/read.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import type { At, Definition } from '../../../src/metrics/types.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { smallCompany } from '../../connectors/support/company.ts'
import { createWorld, type World } from '../sync/world.ts'

const MORNING = '2026-03-03T03:40:00.000Z'
const DEALS = 24

/** Euros, dollars and francs in euros (HubSpot) and in dollars (Salesforce), as the two sandboxes are told. */
const tables = {
  hubspot: { EUR: [1n, 1n], CHF: [105n, 100n], USD: [92n, 100n] },
  salesforce: { USD: [1n, 1n], EUR: [125n, 100n], CHF: [120n, 100n] },
} as const satisfies Record<string, Record<string, readonly [bigint, bigint]>>
type Fraction = readonly [bigint, bigint]

async function company(): Promise<World> {
  const clock: { world: World | null } = { world: null }
  const now = () => clock.world?.platform.now() ?? MORNING
  const dollars = Object.assign(smallCompany(DEALS), { currency: 'USD' })
  dollars.rates.splice(
    0,
    9,
    { currency: 'EUR', factor: '1.25', from: null },
    { currency: 'CHF', factor: '1.2', from: null },
  )
  const hubspot = await startHubspotSandbox({
    crm: smallCompany(DEALS),
    now,
    clockMs: () => Date.parse(now()),
  })
  const salesforce = await startSalesforceSandbox({ crm: dollars, now })
  onTestFinished(async () => {
    await Promise.all([hubspot.close(), salesforce.close()])
  })
  const hosts = [hubspot, salesforce].map(({ url }) => new URL(url).host)
  const world = await createWorld([], MORNING, { fetch: () => fetch, allowHosts: hosts })
  clock.world = world
  const { clientId, clientSecret, url: instanceUrl } = salesforce
  const configs = {
    hubspot: { token: DEFAULT_TOKEN, apiUrl: hubspot.url },
    salesforce: { instanceUrl, clientId, clientSecret },
  }
  for (const crm of ['hubspot', 'salesforce'] as const) {
    const input = { workspaceId: 'acme', crm, label: crm, config: configs[crm], properties: [] }
    expect(await connectCrm(world.platform, input)).toMatchObject({ ok: true })
  }
  await runNight(world.platform, 'acme', { kind: 'manual' })
  return world
}

const rowsOf = (world: World) =>
  world.rows(`SELECT d.source, r.currency, r.amount_minor AS amount, r.home_minor AS home, r.rate_rule AS rule
    FROM deal d JOIN revision r ON r.seq = d.current_seq WHERE r.deleted = 0 ORDER BY d.source, d.external_id`)

/**
 * Each deal by the fraction of its connection and currency, to half of the smallest unit: a rate that has no end as decimal
 * text is recorded with 16 digits, so that a tie may fall on either side.
 */
async function expectHome(world: World, of: (source: string, currency: string) => Fraction | null) {
  const rows = await rowsOf(world)
  expect(rows).toHaveLength(2 * DEALS)
  const wrong = rows.filter(({ source, currency, amount, home }) => {
    const fraction = of(String(source), String(currency))
    if (amount === null || fraction === null) return home !== null
    if (home === null) return true
    const off = BigInt(Number(home)) * fraction[1] - BigInt(Number(amount)) * fraction[0]
    return (off < 0n ? -off : off) * 2n > fraction[1]
  })
  expect(wrong).toEqual([])
  return rows
}

/** From a deal's currency over the account's into the company's. */
const over = (into: string) => (source: string, currency: string) => {
  const table: Record<string, Fraction> = tables[source as keyof typeof tables]
  const [a, b] = [table[currency] ?? [0n, 1n], table[into] ?? [0n, 1n]]
  return [a[0] * b[1], a[1] * b[0]] as const
}

const definition: Definition = { metric: 'open_pipeline', window: { from: '2026-03-01', to: '2026-05-01' } }

async function value(world: World, currency: string, at: At = { kind: 'now' }) {
  const { db } = await world.platform.open('acme')
  const context = { day: '2026-03-03', timeZone: 'Europe/Berlin', currency, fiscalYearStartMonth: 1 }
  const [found] = await evaluate(db, [{ definition, definitionVersion: 1 }], at, context)
  return found
}

test('a second CRM that counts in dollars is in euros by its own table, and all follow when the company reports in another money', async () => {
  const world = await company()
  const rows = await expectHome(world, over('EUR'))
  expect(new Set(rows.map(({ rule }) => rule))).toEqual(new Set(['same', 'deal', 'cross', null]))
  const euros = await value(world, 'EUR')
  expect(euros).toMatchObject({ complete: true })
  const seq = euros?.seq ?? 0

  world.set('2026-03-03T09:00:00.000Z')
  const context = { actor: 'anna', now: world.platform.now() }
  expect(await changeCurrency(world.platform, 'acme', 'CHF', context)).toBe(true)
  // Not one deal is converted yet: nobody is told a sum of two currencies, nor the old one under a new name.
  expect(await value(world, 'CHF')).toMatchObject({ value: null, reason: 'currency_changed' })
  const workspace = { ...(await world.platform.open('acme')), currency: 'CHF' }
  expect(
    (await readCurrency(workspace, context.now)).connections.map((one) => [one.way, one.converting]),
  ).toEqual([
    ['own_rate', true],
    ['own_rate', true],
  ])
  expect(await convertDeals(workspace, context)).toBe(true)
  await expectHome(world, over('CHF'))
  expect(await value(world, 'CHF')).toMatchObject({ complete: true, currency: 'CHF' })
  // What was published stays what it was; a day before the change cannot be told in the new money.
  expect(await value(world, 'EUR', { kind: 'known', seq })).toEqual(euros)
  expect(await value(world, 'CHF', { kind: 'asOf', instant: '2026-03-03T08:00:00.000Z' })).toMatchObject({
    ...{ value: null, reason: 'currency_changed', since: '2026-03-03' },
  })
  expect(await changeCurrency(world.platform, 'acme', 'CHF', context)).toBe(false)
}, 60_000)

test('where no CRM has the rate its deals are missing by name, until an administrator types it with a day', async () => {
  const world = await company()
  world.set('2026-03-03T09:00:00.000Z')
  const context = { actor: 'anna', now: world.platform.now() }
  await changeCurrency(world.platform, 'acme', 'GBP', context)
  const workspace = { ...(await world.platform.open('acme')), currency: 'GBP' }
  await convertDeals(workspace, context)
  await expectHome(world, () => null)
  expect(await value(world, 'GBP')).toMatchObject({
    complete: false,
    reason: 'home_currency_differs',
    value: 0,
  })

  const type = (currency: string, factor: string, from: string) =>
    typeRate(workspace.db, { currency, factor, from }, 'GBP', context)
  expect(await type('EUR', '0.85', '2026-01-01')).toEqual({ ok: true })
  expect(await type('USD', '0.75', '2026-01-01')).toEqual({ ok: true })
  await convertDeals(workspace, context)
  const typed =
    (euro: Fraction, dollar: Fraction) =>
    (source: string, currency: string): Fraction => {
      const table: Record<string, Fraction> = tables[source as keyof typeof tables]
      const [a, b] = [table[currency] ?? [0n, 1n], source === 'hubspot' ? euro : dollar]
      return [a[0] * b[0], a[1] * b[1]]
    }
  await expectHome(world, typed([85n, 100n], [75n, 100n]))
  expect(await value(world, 'GBP')).toMatchObject({ complete: true })

  // A corrected rate is a derived revision of those deals and of no other: movement finds it there.
  const before = (await workspace.db.$client.execute('SELECT MAX(seq) AS seq FROM revision')).rows[0]?.seq
  expect(await type('USD', '0.8', '2026-01-01')).toEqual({ ok: true })
  await convertDeals(workspace, context)
  await expectHome(world, typed([85n, 100n], [80n, 100n]))
  const { rows } = await workspace.db.$client.execute({
    sql: 'SELECT DISTINCT d.source, r.cause FROM revision r JOIN deal d ON d.id = r.deal_id WHERE r.seq > ?',
    args: [Number(before)],
  })
  expect(rows).toMatchObject([{ source: 'salesforce', cause: 'derived' }])

  const refused = async (currency: string, factor: string, from: string) => {
    const answer = await type(currency, factor, from)
    return answer.ok ? [] : answer.issues.map(({ field, code }) => [field, code])
  }
  expect(await refused('GBP', '1', '2026-01-01')).toEqual([['currency', 'invalid']])
  expect(await refused('Pfund', '0', 'gestern')).toEqual([
    ['currency', 'invalid'],
    ['factor', 'rate'],
    ['from', 'day'],
  ])
  expect(await refused('USD', '1e10', '2026-01-01')).toEqual([['factor', 'rate']])
}, 60_000)
