/** Values of the metrics of contracts, and the parts behind them. One read of the ledger serves all that are asked. Pure. */
import type { InStatement, ResultSet } from '@libsql/client/web'
import type { Day, Instant } from '../../../connectors/contract.ts'
import { localDay } from '../../../connectors/values/time.ts'
import { concerned, provenance } from '../completeness.ts'
import type { Mirror, SourceState } from '../mirror.ts'
import type { Context, MetricRequest } from '../request.ts'
import { LEADING } from '../twins.ts'
import type { At, MetricValue, Reason } from '../types.ts'
import { windowDays } from '../window.ts'
import { countingOf, isWithoutMoney } from './counting.ts'
import { type ContractMetricId, isContractMetric } from './ids.ts'
import { type Contract, ledgerStatements, readLedger } from './ledger.ts'
import { type Part, partsOf } from './parts.ts'

export interface ContractRequest extends MetricRequest {
  readonly definition: MetricRequest['definition'] & { readonly metric: ContractMetricId }
}

export function isContractRequest(request: MetricRequest): request is ContractRequest {
  return isContractMetric(request.definition.metric)
}

/** None where nobody asks about contracts. */
export function contractStatements(requests: readonly MetricRequest[], at: At): InStatement[] {
  return requests.some(isContractRequest) ? answerStatements(at) : []
}

/** What `readContracts` reads. */
export function answerStatements(at: At): InStatement[] {
  return [
    ...ledgerStatements(at, undefined),
    `SELECT substr(key, 11) AS source FROM setting WHERE key LIKE 'contracts:%'
      AND json_extract(value, '$.source') <> 'none'`,
    "SELECT source, COUNT(*) AS n FROM skipped WHERE stream = 'contracts' GROUP BY source",
    heldTwice,
  ]
}

/** A deal with contracts in both CRMs while nobody has said which of them counts: both do. */
const heldTwice = `WITH named AS MATERIALIZED (SELECT d.source, d.external_id, r.twin_id FROM deal d
    CROSS JOIN revision r ON r.seq = d.current_seq AND r.deleted = 0 AND r.twin_id IS NOT NULL
    WHERE d.id IN (SELECT deal_id FROM revision WHERE twin_id IS NOT NULL)
      AND COALESCE((SELECT json_extract(value, '$') FROM setting WHERE key = '${LEADING}'), '') = ''),
  own AS MATERIALIZED (SELECT c.source, k.deal_id FROM contract c CROSS JOIN contract_revision k ON k.seq = c.current_seq
    WHERE k.deleted = 0 AND k.deal_id IS NOT NULL AND EXISTS (SELECT 1 FROM named))
  SELECT DISTINCT a.source AS one, b.source AS other FROM named n
    JOIN own a ON a.source = n.source AND a.deal_id = n.external_id
    JOIN own b ON b.source <> n.source AND b.deal_id = n.twin_id`

export interface Contracts {
  /** Pairs of connections that both tell contracts of a deal, while it is open which of them counts. */
  readonly open: readonly (readonly [string, string])[]
  readonly contracts: readonly Contract[]
  /** Connections for which a person chose where contracts come from. */
  readonly chosen: ReadonlySet<string>
  readonly skipped: ReadonlyMap<string, number>
}

/** The answers to `contractStatements`. `until`: without what came about after that instant. */
export function readContracts(results: readonly ResultSet[], timeZone: string, until?: Instant): Contracts {
  const [states, companies, chosen, skipped, twice] = results
  const ledger = [states, companies].filter((result) => result !== undefined)
  return {
    contracts: readLedger(ledger, timeZone, until),
    chosen: new Set((chosen?.rows ?? []).map(({ source }) => String(source))),
    open: (twice?.rows ?? []).map(({ one, other }) => [String(one), String(other)] as const),
    skipped: new Map((skipped?.rows ?? []).map(({ source, n }) => [String(source), Number(n)])),
  }
}

export interface Answer {
  readonly value: MetricValue
  readonly parts: readonly Part[]
  readonly held: readonly Contract[]
  /** Without recurring revenue on the last day: the meaning leaves them out. */
  readonly leftOut: readonly Contract[]
}

const ratios: ReadonlySet<ContractMetricId> = new Set([
  'gross_revenue_retention',
  'net_revenue_retention',
  'logo_retention',
  'renewal_rate',
  'renewal_rate_value',
])
const counts: ReadonlySet<ContractMetricId> = new Set(['active_customers', 'renewals_due'])
export function unitOf(metric: ContractMetricId): 'money' | 'count' | 'ratio' {
  return ratios.has(metric) ? 'ratio' : counts.has(metric) ? 'count' : 'money'
}

export function answerOf(
  request: ContractRequest,
  ledger: Contracts,
  mirror: Mirror,
  at: At,
  context: Context,
): Answer {
  const { definition, definitionVersion, cycle } = request
  const { metric, window, filter, params } = definition
  const unit = unitOf(metric)
  const sources = concerned(mirror, filter)
  const head = {
    ...{ metric, unit, ...(unit === 'money' ? { currency: context.currency } : {}) },
    ...provenance(sources, mirror, at),
    ...{ asOf: context.day, definitionVersion },
  }
  const unknown = unanswerable(sources, ledger, at, context)
  if (unknown !== null) {
    const nothing = { value: null, numerator: null, denominator: null, sampleSize: 0, skipped: 0 }
    return { value: { ...head, ...nothing, complete: false, ...unknown }, parts: [], held: [], leftOut: [] }
  }
  const wanted = filter?.connections
  const contracts =
    wanted === undefined ? ledger.contracts : ledger.contracts.filter(({ source }) => wanted.includes(source))
  const counting = countingOf(metric, params)
  const days = windowDays(window, { ...context, cycle })
  const parts = partsOf(contracts, { metric, days, day: context.day, counting })
  const held = contracts.filter(({ held, deleted }) => held && !deleted)
  const leftOut = contracts.filter(
    ({ held, deleted, revisions }) => !held && !deleted && (revisions.at(-1)?.amountMinor ?? 0) <= 0,
  )
  const sum = (side: (part: Part) => number | null) =>
    parts.reduce((total, part) => total + (side(part) ?? 0), 0)
  const [numerator, denominator] = [sum((part) => part.numerator), sum((part) => part.denominator)]
  const value = unit === 'ratio' ? (denominator === 0 ? null : numerator / denominator) : numerator
  const none: Reason = metric.startsWith('renewal') ? 'nothing_due' : 'nothing_to_retain'
  const rates = isWithoutMoney(metric)
    ? 0
    : new Set(parts.flatMap(({ terms }) => terms.flatMap((t) => (t.minor === null ? [t.contract.id] : []))))
        .size
  const lost = sources.reduce((total, { id }) => total + (ledger.skipped.get(id) ?? 0), 0)
  const ids = new Set(sources.map(({ id }) => id))
  const isOpen = ledger.open.some(([one, other]) => ids.has(one) && ids.has(other))
  const gap = incompleteness(sources, { held: held.length, lost, rates, isOpen })
  const reason = value === null ? none : gap
  const pending = parts.flatMap((part) => part.pending)
  return {
    value: {
      ...head,
      ...{ value, numerator, denominator: unit === 'ratio' ? denominator : null, sampleSize: parts.length },
      ...{ complete: gap === null, skipped: held.length + lost + rates },
      ...(leftOut.length > 0 ? { leftOut: leftOut.length } : {}),
      ...(pending.length > 0
        ? {
            pending: {
              contracts: pending.length,
              minor: pending.reduce((s, { minor }) => s + (minor ?? 0), 0),
            },
          }
        : {}),
      ...(reason === null ? {} : { reason }),
    },
    parts,
    held,
    leftOut,
  }
}

/** The CRM tells how contracts stand, and nothing of how they were told before the first import. */
function unanswerable(
  sources: readonly SourceState[],
  { chosen }: Contracts,
  at: At,
  { timeZone }: Context,
): { readonly reason: Reason; readonly since?: Day } | null {
  if (sources.length > 0 && !sources.some(({ id }) => chosen.has(id)))
    return { reason: 'contracts_not_chosen' }
  if (at.kind !== 'asOf') return null
  const begins = sources.map(({ completeSince }) => completeSince)
  const known = begins.filter((instant) => instant !== null).sort()
  const begin = known.length < begins.length ? undefined : known.at(-1)
  if (begin === undefined) return { reason: 'no_complete_run' }
  return at.instant < begin ? { reason: 'unknown_before', since: localDay(begin, timeZone) } : null
}

interface Lacking {
  readonly held: number
  readonly lost: number
  readonly rates: number
  readonly isOpen: boolean
}

function incompleteness(
  sources: readonly SourceState[],
  { held, lost, rates, isOpen }: Lacking,
): Reason | null {
  if (sources.length === 0 || sources.some(({ run }) => run === null)) return 'no_complete_run'
  if (isOpen) return 'leading_side_open'
  if (held > 0) return 'held_contracts'
  if (lost > 0) return 'skipped_records'
  return rates > 0 ? 'rate_missing' : null
}
