/** What an honest mirror shows of a deal, worked out from the CRM's own state in plain code. */
import type { CrmDeal, CrmStage } from '../../connectors/demo/types.ts'
import { convert, digitsOf, minor } from './decimals.ts'
import type { Vendor } from './vendor.ts'
import { type DealVersion, heldSince, type SetupState } from './versions.ts'

/** A current state of the mirror, as its tables hold it. */
export interface Shown {
  readonly external_id: string
  readonly name: string | null
  readonly created_day: string
  readonly deleted: number
  readonly pipeline_id: string | null
  readonly stage_id: string | null
  readonly status: string | null
  readonly amount_minor: number | null
  readonly currency: string | null
  readonly home_minor: number | null
  readonly weighted_minor: number | null
  readonly probability: string | null
  readonly close_date: string | null
  readonly team_id: string | null
  readonly type: string | null
  readonly problem: string | null
  readonly merged_into: string | null
}

/** Null when the mirror's row is one of the states; else what is wrong with it. */
export function wrongWith(
  vendor: Vendor,
  versions: readonly DealVersion[],
  shown: Shown | undefined,
  /** Those that the mirror may show. */
  held: readonly DealVersion[],
  since: number,
  setupSince: number,
  /** Every survivor could be read. */
  mergesTold: boolean,
): string | null {
  const [first] = versions
  if (first === undefined) return 'the CRM has no such deal'
  // Not there yet at `since`: the mirror need not have it.
  const mayLack = first.from > since || held.some(({ deal }) => deal.deletedAt !== null)
  if (shown === undefined) return mayLack ? null : 'it is not in the mirror'
  if (shown.deleted === 1) {
    const gone = held.filter(({ deal }) => deal.deletedAt !== null)
    if (gone.length === 0) return 'it is alive, and the mirror says deleted'
    const merged = gone.every(({ deal }) => deal.mergedInto !== null) && gone.length === held.length
    return mergesTold && merged && shown.merged_into === null
      ? 'it was merged, and the mirror does not say into which'
      : null
  }
  const alive = held.filter(({ deal }) => deal.deletedAt === null)
  if (alive.length === 0) return 'it is deleted, and the mirror says alive'
  const setups = heldSince(vendor.versions.setups, setupSince).map(({ setup }) => setup)
  let nearest = ''
  for (const version of alive) {
    const told = heldSince(vendor.versions.setups, version.from).map(({ setup }) => setup)
    const wrong = differences(vendor, version.deal, shown, setups, told)
    if (wrong.length === 0) return null
    if (nearest === '' || wrong.length < nearest.split(';').length) nearest = wrong.join(';')
  }
  return `${nearest} (of ${alive.length} states since ${new Date(since).toISOString()})`
}

function differences(
  vendor: Vendor,
  deal: CrmDeal,
  shown: Shown,
  /** Those that the mirror may go by now. */
  setups: readonly SetupState[],
  /** Those that the CRM may have gone by when it told the deal. */
  told: readonly SetupState[],
): string[] {
  const wrong: string[] = []
  const same = (name: string, ours: unknown, theirs: unknown) => {
    if (ours !== theirs) wrong.push(`${name} is ${String(ours)}, not ${String(theirs)}`)
  }
  const oneOf = (name: string, ours: unknown, theirs: readonly unknown[]) => {
    if (!theirs.includes(ours)) wrong.push(`${name} is ${String(ours)}, none of ${theirs.join(' ')}`)
  }
  const amount = deal.amount === null ? null : minor(deal.amount, digitsOf(deal.currency))
  same('name', shown.name, deal.name)
  same('close date', shown.close_date, deal.closeDate)
  same('amount', shown.amount_minor, amount)
  same('currency', shown.currency, deal.currency)
  same('created day', shown.created_day, dayIn(deal.createdAt, vendor.crm.timeZone))
  oneOf(
    'status',
    shown.status,
    setups.map((setup) => statusIn(setup, deal)),
  )
  if ((deal.amount !== null && amount === null) !== (shown.problem?.includes('amount') === true))
    wrong.push(`problem is ${shown.problem}`)
  if (vendor.id === 'hubspot') {
    same('pipeline', shown.pipeline_id, deal.pipelineId)
    same('stage', shown.stage_id, deal.stageId)
    const factors = told.flatMap(
      ({ rates }) => rates.find(({ currency }) => currency === deal.currency)?.factor ?? [],
    )
    const home = amount === null ? [null] : homes(amount, deal.currency, factors)
    oneOf('home amount', shown.home_minor, home)
    const chances = told.map((setup) => stageIn(setup, deal)?.probability ?? null)
    const weights = chances.flatMap((chance) =>
      home.map((one) => (one === null || chance === null ? null : convert(one, chance, 0, 0))),
    )
    oneOf('weighted', shown.weighted_minor, weights)
  } else if (deal.currency === 'EUR') same('home amount', shown.home_minor, amount)
  // Who left is listed once a week only, so their team may be an older one.
  const left = setups.some(({ users }) => users.find(({ id }) => id === deal.ownerId)?.active === false)
  if (shown.status === 'open' && !left) {
    const teamIn = ({ users }: SetupState) => users.find(({ id }) => id === deal.ownerId)?.teamId ?? null
    const now = setups.map(teamIn)
    // Of an owner without team the CRM may have told the one the deal was assigned with.
    const teams = now.includes(null) && vendor.id === 'hubspot' ? [...told.map(teamIn), ...now] : now
    oneOf(
      'team',
      shown.team_id,
      teams.map((team) => (team === null ? null : vendor.team(team))),
    )
  }
  return wrong
}

/** In the company's currency, or at one of the rates the CRM had. */
function homes(amount: number, currency: string, factors: readonly string[]): (number | null)[] {
  if (currency === 'EUR') return [amount]
  return factors.length === 0
    ? [null]
    : factors.map((factor) => convert(amount, factor, digitsOf(currency), 2))
}

function stageIn({ pipelines }: SetupState, deal: CrmDeal): CrmStage | undefined {
  return pipelines.find(({ id }) => id === deal.pipelineId)?.stages.find(({ id }) => id === deal.stageId)
}

function statusIn(setup: SetupState, deal: CrmDeal): string {
  const stage = stageIn(setup, deal)
  if (stage === undefined || !stage.closed) return 'open'
  return stage.won ? 'won' : 'lost'
}

const formats = new Map<string, Intl.DateTimeFormat>()
export function dayIn(instant: string | number, timeZone: string): string {
  const known = formats.get(timeZone)
  const format =
    known ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formats.set(timeZone, format)
  return format.format(new Date(instant))
}
