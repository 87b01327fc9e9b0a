/** What changed in a deal, in the words of its fields. Pure. */
import { counts, type Ends, type State } from './hybrids.ts'
import type { DealStep } from './steps.ts'
import type { Change, Coming } from './types.ts'

type Field = Exclude<
  Change['field'],
  'property' | 'startsOn' | 'endsOn' | 'product' | 'overlap' | 'customer' | 'recurring'
>
const columnOf: Readonly<Record<Field, string>> = {
  pipelineId: 'pipeline_id',
  teamId: 'team_id',
  type: 'type',
  closeDate: 'close_date',
  status: 'status',
  stageId: 'stage_id',
  amountMinor: 'amount_minor',
  rate: 'rate',
  probability: 'probability',
  forecastCategory: 'forecast_category',
}

const fieldsOf: Readonly<Record<DealStep, readonly Field[]>> = {
  // Whatever was told late.
  learned_later: [
    'pipelineId',
    'teamId',
    'type',
    'closeDate',
    'status',
    'amountMinor',
    'rate',
    'probability',
  ],
  definition: [],
  filter: ['pipelineId', 'teamId', 'type', 'stageId'],
  existence: [],
  date: ['closeDate'],
  status: ['status', 'stageId'],
  amount: ['amountMinor'],
  rate: ['rate'],
  probability: ['probability', 'forecastCategory'],
  time: [],
}

export function changesOf(step: DealStep, { opening, learned, closing }: Ends): Change[] {
  const [from, to] = step === 'learned_later' ? [opening, learned] : [learned, closing]
  if (!counts(from) || !counts(to) || from === undefined || to === undefined) return []
  const changed = fieldsOf[step].flatMap((field) => changeOf(field, from, to))
  return step === 'filter' ? [...changed, ...propertiesOf(from, to)] : changed
}

function changeOf(field: Field, from: State, to: State): Change[] {
  const column = columnOf[field]
  const [before, after] = [from[column] ?? null, to[column] ?? null]
  if (field !== 'amountMinor') return before === after ? [] : [{ field, before, after }]
  const [currencyBefore, currencyAfter] = [text(from.currency), text(to.currency)]
  if (before === after && currencyBefore === currencyAfter) return []
  return [{ field, before, after, currencyBefore, currencyAfter }]
}

/** Of extra properties only their names are told: their values are nobody's business but the filter's. */
function propertiesOf(from: State, to: State): Change[] {
  const [one, other] = [read(from.properties), read(to.properties)]
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()
  return names
    .filter((name) => (one[name] ?? null) !== (other[name] ?? null))
    .map((name) => ({ field: 'property', name, before: null, after: null }))
}

function read(json: State[string] | undefined): Record<string, string | null> {
  return typeof json === 'string' ? (JSON.parse(json) as Record<string, string | null>) : {}
}

/** Why it came or went; of a deal that was there all the time: because of its copy in the other CRM. */
export function comingOf({ learned, closing }: Ends): Coming {
  const there = (state: State | undefined) => state !== undefined && state.deleted !== 1
  if (!there(learned) && there(closing)) return learned === undefined ? 'created' : 'restored'
  if (there(learned) && !there(closing)) return closing?.merged_into == null ? 'deleted' : 'merged'
  if (counts(learned) !== counts(closing)) return counts(closing) ? 'readable' : 'unreadable'
  return closing?.twin === 1 ? 'counted_as_twin' : 'twin_counts'
}

function text(value: State[string] | undefined): string | null {
  return typeof value === 'string' ? value : null
}
