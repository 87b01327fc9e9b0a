/**
 * The past before the first read, from the CRM's stage and field history. Such revisions hold only what the history
 * held: everything else is *unknown* and named so, never what it is today. They are no part of what was known.
 */
import type { InStatement } from '@libsql/client/web'
import type { Day, Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { deriveFacts, type Setup, type StageFlags, type State, stageKey, statusOf } from './derive.ts'
import { columnOf } from './state-columns.ts'

/** Fields a history can hold. One that is left out is unknown; null says that it was empty. */
export interface HistoryFields {
  readonly pipelineId?: string | null
  readonly stageId?: string | null
  readonly amountMinor?: number | null
  readonly currency?: string | null
  readonly closeDate?: Day | null
  readonly probability?: string | null
  readonly ownerHash?: string | null
  readonly type?: string | null
}

/** The state since `at`, as far as it is known: all fields, not only the one that changed. */
export interface HistoryStep {
  readonly externalId: string
  readonly at: Instant
  readonly fields: HistoryFields
}

export interface Reconstruct {
  readonly source: string
  readonly runId: string
  readonly homeCurrency: string
  readonly timeZone: string
  readonly setup: Setup
}

/** Steps at or after the first that was told are left out, as are those already written. */
export function reconstruct(steps: readonly HistoryStep[], context: Reconstruct): InStatement[] {
  if (steps.length === 0) return []
  const known = { ...context, agreed: agreedStages(context.setup) }
  const rows = JSON.stringify(steps.map((step) => rowOf(step, known)))
  return [{ sql: history, args: { rows, source: context.source, run: context.runId } }]
}

interface Known extends Reconstruct {
  readonly agreed: ReadonlyMap<string, StageFlags>
}

type Fields = Partial<Record<keyof State, string | number | null>>

/** What follows from the known fields alone. A stage's flags are the one thing taken as they are today. */
function knownFields(step: HistoryStep, context: Known): Fields {
  const { probability, ...fields } = step.fields
  const flags = flagsOf(fields, context)
  const known: Fields = { ...fields }
  if (fields.stageId === null) known.status = 'open'
  if (flags !== undefined) known.status = statusOf(flags)
  // The deal's own, else the stage's: known only where it is known which of the two counted.
  if (probability) known.probability = probability
  if (probability === null && flags !== undefined) known.probability = flags.probability
  return { ...known, ...knownMoney(step, known.probability, context) }
}

function flagsOf({ pipelineId, stageId }: HistoryFields, { setup, agreed }: Known): StageFlags | undefined {
  if (!stageId) return undefined
  return pipelineId === undefined ? agreed.get(stageId) : setup.stages.get(stageKey(pipelineId, stageId))
}

/** Where the pipeline is unknown, a stage is what all pipelines with a stage of that id say it is. */
function agreedStages({ stages }: Setup): ReadonlyMap<string, StageFlags> {
  const byId = Map.groupBy(stages, ([key]) => String(JSON.parse(key)[1]))
  const agreed = [...byId].flatMap(([id, list]) => {
    const [first, ...others] = list.map(([, flags]) => flags)
    return first !== undefined && others.every((flags) => isSame(flags, first)) ? [[id, first] as const] : []
  })
  return new Map(agreed)
}

function isSame(one: StageFlags, other: StageFlags): boolean {
  return one.closed === other.closed && one.won === other.won && one.probability === other.probability
}

function knownMoney(
  { at, fields }: HistoryStep,
  probability: Fields['probability'],
  context: Reconstruct,
): Fields {
  const { amountMinor, currency, closeDate } = fields
  if (amountMinor === null) return { homeMinor: null, rate: null, rateRule: null, weightedMinor: null }
  if (amountMinor === undefined || !currency) return {}
  if (currency !== context.homeCurrency && closeDate === undefined) return {}
  const { homeMinor, rate, rateRule, weightedMinor } = deriveFacts(
    {
      pipelineId: null,
      stageId: null,
      amountMinor,
      currency,
      closeDate: closeDate ?? null,
      probability: probability === undefined ? null : (probability as string | null),
      ownerHash: null,
      teamId: null,
      rate: null,
      problems: [],
    },
    {
      setup: { ...context.setup, rates: dated(context.setup.rates) },
      homeCurrency: context.homeCurrency,
      today: localDay(at, context.timeZone),
    },
  )
  if (rateRule === 'missing') return {}
  return { homeMinor, rate, rateRule, ...(probability === undefined ? {} : { weightedMinor }) }
}

/** A rate without dates is today's, and says nothing of the past. */
function dated(rates: Setup['rates']): Setup['rates'] {
  const entries = [...rates].map(
    ([currency, list]) => [currency, list.filter(({ from, to }) => from !== null || to !== null)] as const,
  )
  return new Map(entries)
}

const columns = Object.values(columnOf)

function rowOf(step: HistoryStep, context: Known): unknown[] {
  const known = knownFields(step, context)
  const fields = Object.keys(columnOf) as (keyof State)[]
  const unknown = fields.filter((field) => known[field] === undefined && field !== 'problems')
  return [
    step.externalId,
    step.at,
    JSON.stringify(unknown.map((field) => columnOf[field])),
    ...fields.map((field) => known[field] ?? null),
  ]
}

const page = `WITH page AS MATERIALIZED (SELECT key AS n, value ->> 0 AS external_id, value ->> 1 AS at,
  value ->> 2 AS unknown, ${columns.map((column, index) => `value ->> ${index + 3} AS ${column}`).join(', ')}
  FROM json_each(:rows))`

export const history = `${page} INSERT INTO revision
    (deal_id, effective_at, time_from, cause, run_id, version, unknown, ${columns.join(', ')})
  SELECT d.id, p.at, 'history', 'reconstructed', :run, p.at, p.unknown, ${columns.map((c) => `p.${c}`).join(', ')}
  FROM page p CROSS JOIN deal d ON d.source = :source AND d.external_id = p.external_id
  WHERE p.n IN (SELECT MAX(n) FROM page GROUP BY external_id, at)
    AND p.at < (SELECT MIN(k.effective_at) FROM revision k WHERE k.deal_id = d.id AND k.time_from <> 'history')
    AND NOT EXISTS (SELECT 1 FROM revision h
      WHERE h.deal_id = d.id AND h.time_from = 'history' AND h.effective_at = p.at)
  ORDER BY p.at, p.n`
