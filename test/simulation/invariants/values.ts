/** Invariants 1, 3, 11 and 12: what was published, from which run, and whether it is what the mirror showed then. */
import type { MetricValue } from '../../../src/metrics/types.ts'
import { convert } from '../decimals.ts'
import { dayIn } from '../oracle.ts'
import { columnsOf, wholeOf } from '../whole.ts'
import { violated, type World } from '../world.ts'

export interface MeasuredKeyResult {
  readonly id: string
  readonly source: string | null
  readonly metric: 'won_revenue' | 'open_pipeline' | 'won_deals' | 'win_rate' | 'weighted_pipeline'
}

interface Revision {
  readonly source: string
  readonly status: string | null
  readonly home_minor: number | null
  readonly amount_minor: number | null
  readonly probability: string | null
  readonly close_date: string | null
  readonly problem: string | null
}

const columns = columnsOf(
  ...(['d.source', 'r.status', 'r.home_minor', 'r.amount_minor'] as const),
  ...(['r.probability', 'r.close_date', 'r.problem'] as const),
)

export interface ValueChecks {
  /** After a statement that writes values. */
  check(): Promise<void>
  days(keyResult: string): readonly string[]
}

export function checkValues(
  world: World,
  keyResults: readonly MeasuredKeyResult[],
  cycle: readonly [string, string],
): ValueChecks {
  const known = new Map<string, string>()
  const days = new Map<string, string[]>()
  const byId = new Map(keyResults.map((one) => [one.id, one]))

  async function check(): Promise<void> {
    const { rows } = await world.workspace.execute(
      "SELECT key_result_id, day, version, value FROM measurement WHERE origin = 'auto' ORDER BY id",
    )
    if (rows.length < known.size) violated(world, 1, 'a published value vanished')
    const ledger = new Map<string, readonly Revision[]>()
    for (const row of rows) {
      const [id, day, text] = [String(row.key_result_id), String(row.day), String(row.value)]
      const key = `${id} ${day}`
      const before = known.get(key)
      if (before === text) continue
      if (before !== undefined) return violated(world, 1, `the value of ${key} was changed, or made twice`)
      known.set(key, text)
      days.set(id, [...(days.get(id) ?? []), day])
      const keyResult = byId.get(id)
      if (keyResult !== undefined) await checkOne(keyResult, day, JSON.parse(text) as MetricValue, ledger)
    }
  }

  async function checkOne(
    keyResult: MeasuredKeyResult,
    day: string,
    value: MetricValue,
    ledger: Map<string, readonly Revision[]>,
  ): Promise<void> {
    const what = `${keyResult.id} of ${day}`
    const { rows } = await world.workspace.execute("SELECT * FROM run WHERE kind IN ('night', 'manual')")
    const run = rows.find(({ id }) => id === value.run)
    if (run === undefined || run.status !== 'complete')
      return violated(
        world,
        3,
        `${what} comes from a run that is ${run === undefined ? 'none' : String(run.status)}`,
      )
    const begun = (one: (typeof rows)[number]) => dayIn(String(one.started_at), world.timeZone)
    if (begun(run) <= day) violated(world, 3, `${what} comes from a run begun before the day ended`)
    const rivals = rows.filter(
      (one) =>
        one.source === run.source && one.status === 'complete' && begun(one) > day && String(one.day) >= day,
    )
    if (rivals.some((one) => String(one.started_at) < String(run.started_at)))
      violated(world, 3, `${what} does not come from the first complete run after the day`)
    if (Number(run.seq) > value.seq) violated(world, 3, `${what} saw less than its run`)
    const wanted = keyResult.source === null ? world.vendors.map(({ id }) => id) : [keyResult.source]
    for (const source of wanted)
      if (!rows.some((one) => one.source === source && one.status === 'complete' && begun(one) > day))
        violated(world, 3, `${what} was published without a complete run of ${source}`)
    if (keyResult.source !== null)
      compare(keyResult, what, value, await statesOf(keyResult.source, value.seq, ledger))
  }

  /** The ledger as it stood, read once for all values of a moment. */
  async function statesOf(
    source: string,
    seq: number,
    ledger: Map<string, readonly Revision[]>,
  ): Promise<readonly Revision[]> {
    const moment = `${source} ${seq}`
    const known = ledger.get(moment)
    if (known !== undefined) return known
    const then = `FROM deal d JOIN revision r ON r.seq = (SELECT MAX(seq) FROM revision k
      WHERE k.deal_id = d.id AND k.seq <= ? AND k.time_from <> 'history') WHERE d.source = ? AND r.deleted = 0`
    const rows = await wholeOf(world.workspace, columns, then, [seq, source])
    const states = rows as unknown as Revision[]
    ledger.set(moment, states)
    return states
  }

  /** Added up in plain code. */
  function compare(
    { metric }: MeasuredKeyResult,
    what: string,
    value: MetricValue,
    all: readonly Revision[],
  ): void {
    const inCycle = all.filter(({ close_date: day }) => day !== null && day >= cycle[0] && day < cycle[1])
    const sound = inCycle.filter(({ problem }) => problem === null)
    const with_ = (status: string) => sound.filter((one) => one.status === status)
    const sum = (list: readonly Revision[]) => list.reduce((total, one) => total + (one.home_minor ?? 0), 0)
    const expected = expectedOf()
    const held = all.some(({ problem }) => problem?.includes('amount') === true)
    if (!held && value.value !== expected)
      violated(world, 4, `${what} is ${value.value}, and its deals say ${expected}`)
    const heldIn = inCycle.some(
      (one) =>
        one.problem?.includes('amount') === true &&
        one.status === (metric === 'open_pipeline' ? 'open' : 'won'),
    )
    if (
      (metric === 'won_revenue' || metric === 'open_pipeline') &&
      heldIn &&
      (value.skipped === 0 || value.complete)
    )
      violated(world, 12, `${what} says nothing of a deal that is held`)

    function expectedOf(): number | null {
      switch (metric) {
        case 'won_revenue':
          return sum(with_('won'))
        case 'open_pipeline':
          return sum(with_('open'))
        case 'won_deals':
          return with_('won').length
        case 'win_rate': {
          const [won, lost] = [with_('won').length, with_('lost').length]
          return won + lost === 0 ? null : won / (won + lost)
        }
        case 'weighted_pipeline':
          return with_('open').reduce(
            (total, { home_minor: home, probability }) =>
              total + (home === null || probability === null ? 0 : convert(home, probability, 0, 0)),
            0,
          )
      }
    }
  }

  return { check, days: (id) => days.get(id) ?? [] }
}
