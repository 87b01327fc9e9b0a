/** Who says the number: what is measured every night, or what somebody enters. Pure. */
import { type AnyRequest, termsOf } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'
import type { Cycle, KeyResult, Origin } from './types.ts'

/** One value comes each night and nobody types it; what the CRM works out itself cannot be taken apart. */
export const measuredOrigins = ['metric', 'composite', 'native'] as const satisfies readonly Origin[]

export function isMeasured(origin: Origin): origin is (typeof measuredOrigins)[number] {
  return (measuredOrigins as readonly Origin[]).includes(origin)
}

/** Every metric that a key result rests on: its own, or those of its terms; none where somebody enters the number. */
export function definitionsOf({
  definition,
  composite,
}: Pick<KeyResult, 'definition' | 'composite'>): readonly Definition[] {
  if (composite !== undefined) return termsOf(composite).map((term) => term.definition)
  return definition === null ? [] : [definition]
}

/** What is asked of the mirror for it; null where nothing is. */
export function requestOf(
  {
    definition,
    composite,
    definitionVersion,
  }: Pick<KeyResult, 'definition' | 'composite' | 'definitionVersion'>,
  { startsOn, endsOn }: Pick<Cycle, 'startsOn' | 'endsOn'>,
): AnyRequest | null {
  const rest = { definitionVersion, cycle: { from: startsOn, to: endsOn } }
  if (composite !== undefined) return { composite, ...rest }
  return definition === null ? null : { definition, ...rest }
}
