/** What moved the value, for the key result's page. */
import type { Day, Instant } from '../../connectors/contract.ts'
import { isDay } from '../../connectors/values/time.ts'
import { readMovement } from '../movement/read.ts'
import { RESTATED } from '../movement/restated.ts'
import type { KeyResultDetail } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import { dealUrl, type MirrorNames } from './mirror-names.ts'
import { withNames } from './movement-names.ts'
import { dealKey, isDeal, type MovementView } from './movement-view.ts'

/** Deals listed in each line; the API has all of them. */
const LISTED = 25

interface Asked {
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Of a composite: whose movement; without it the whole's, or the first term's where it has none. */
  readonly term?: number | undefined
}

/** Null where nothing can be taken apart: typed or pushed, hidden, or not two values yet. */
export async function movementView(
  workspace: Workspace,
  { keyResult }: Pick<KeyResultDetail, 'keyResult'>,
  names: MirrorNames,
  asked: Asked,
  now: Instant,
): Promise<MovementView | null> {
  const { definition, composite, latest, broken } = keyResult
  if ((definition === null && composite === undefined) || latest === null || broken !== null) return null
  const from = dayOf(asked.from)
  const isRestated = keyResult.closing?.restated != null
  // What changed after the end is what nobody has read yet.
  const nothing = asked.from === undefined && asked.to === undefined
  const to = isRestated && (nothing || asked.to === RESTATED) ? RESTATED : dayOf(asked.to)
  const answer = await readMovement(workspace, keyResult.id, now, {
    from,
    to,
    limit: LISTED,
    term: asked.term,
  })
  switch (answer.kind) {
    case 'movement': {
      const movement = withNames(answer.movement, names)
      const deals = movement.lines.flatMap((line) => line.deals)
      const urls = Object.fromEntries(
        deals.flatMap((deal) => {
          const url = isDeal(deal) ? dealUrl(names, deal.source, deal.externalId) : null
          return url === null ? [] : [[dealKey(deal), url] as const]
        }),
      )
      return { kind: 'movement', movement, days: answer.days, urls }
    }
    case 'no_value':
      // As an old link can ask: then the last two days.
      return nothing ? null : movementView(workspace, { keyResult }, names, { term: asked.term }, now)
    case 'hidden':
      return { kind: 'hidden', days: [] }
    case 'untold':
      return { kind: 'untold', days: answer.days }
    case 'terms':
      return movementView(workspace, { keyResult }, names, { ...asked, term: 0 }, now)
    case 'contracts':
    case 'none':
    case 'foreign':
    case 'no_metric':
      return null
    default:
      return answer satisfies never
  }
}

function dayOf(text: string | undefined): Day | undefined {
  return text !== undefined && isDay(text) ? text : undefined
}
