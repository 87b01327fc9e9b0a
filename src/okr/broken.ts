/** Which key results can no longer be measured, and for what; kept on the row, and taken back when it is whole again. */
import { eq } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { keyResult } from '../../db/workspace/schema.ts'
import { type Composite, validateDefinition } from '../metrics/index.ts'
import { type Followed, followPeople, selectionKey } from '../metrics/people-carried.ts'
import { type DealRegion, keptRegions, partedBy, readRegions } from '../metrics/people-regions.ts'
import type { Definition, Filter } from '../metrics/types.ts'
import { admit } from '../privacy/admit.ts'
import { recordAnswered } from '../privacy/register.ts'
import { knownSelections, narrowed } from './beside.ts'
import { definitionsOf } from './origin.ts'
import { selectionsOf, tooFewPeople, tooFewTogether } from './privacy.ts'
import type { Broken, KeyResult } from './types.ts'

type Measured = Pick<KeyResult, 'id' | 'broken' | 'unit' | 'currency' | 'definition' | 'composite'>

interface Company {
  readonly minimumPeople: number
  readonly currency: string
}

/** Ids of the broken ones. Who stands behind a selection is followed from night to night. */
export async function findBroken(
  db: WorkspaceDb,
  keyResults: readonly Measured[],
  today: Day,
  { minimumPeople, currency }: Company,
  at: Instant,
): Promise<ReadonlySet<string>> {
  const known = await knownSelections(db, keyResults)
  const selections = selectionsOf(keyResults.flatMap(definitionsOf))
  const parting = known.length === 0 ? null : partedBy([undefined, ...known])
  const { people: followed, parted } = await followPeople(db, selections, today, at, parting)
  const alone = await lookForBroken(db, keyResults, today, { minimumPeople, currency }, followed)
  const regions =
    parted === null ? await readRegions(db, [undefined, ...known], today) : await keptRegions(db, parted)
  const found = new Map([...besideOthers(keyResults, known, regions, minimumPeople), ...alone])
  const shown = keyResults.filter(({ id }) => !found.has(id))
  await recordAnswered(db, shown.flatMap(narrowed), at)
  for (const { id, broken: before } of keyResults) {
    const now = found.get(id) ?? null
    if (now?.code === before?.code && now?.subject === before?.subject) continue
    await db
      .update(keyResult)
      .set({ broken: now === null ? null : JSON.stringify(now) })
      .where(eq(keyResult.id, id))
  }
  return new Set(found.keys())
}

/** What was told first stays; a later one that would give somebody away beside it is hidden. */
function besideOthers(
  keyResults: readonly Measured[],
  known: readonly Filter[],
  regions: readonly DealRegion[],
  minimum: number,
): Map<string, Broken> {
  const { refused } = admit(regions, known.length + 1, minimum)
  const people = new Map([...refused].map(([n, apart]) => [selectionKey(known[n - 1]), apart.people]))
  return new Map(
    keyResults.flatMap((own) => {
      const [few] = narrowed(own).flatMap((filter) => people.get(selectionKey(filter)) ?? [])
      return few === undefined ? [] : [[own.id, { code: 'beside_too_small', subject: String(few) }] as const]
    }),
  )
}

/** Writes nothing. Many key results share a selection: each distinct one is asked once. */
export async function lookForBroken(
  db: WorkspaceDb,
  keyResults: readonly Measured[],
  today: Day,
  { minimumPeople, currency }: Company,
  followed?: Followed,
): Promise<ReadonlyMap<string, Broken>> {
  const broken = new Map<string, Broken>()
  const known = new Map<string, Promise<Broken | null>>()
  const asked = (key: string, ask: () => Promise<Broken | null>) => {
    const answer = known.get(key) ?? ask()
    known.set(key, answer)
    return answer
  }
  for (const keyResult of keyResults) {
    const { id, composite, unit, currency: own } = keyResult
    // Its target is an amount of another currency than its values would be: somebody has to set it anew.
    if (unit === 'money' && own !== null && own !== currency) {
      broken.set(id, { code: 'currency_differs', subject: own })
      continue
    }
    let found: Broken | null = null
    for (const definition of definitionsOf(keyResult)) {
      const key = JSON.stringify({ params: definition.params, filter: definition.filter })
      found ??= await asked(key, () => brokenBy(db, definition, today, minimumPeople, followed))
    }
    if (found === null && composite !== undefined) {
      const key = JSON.stringify(composite.terms.map(({ filter }) => filter))
      found = await asked(key, () => brokenTogether(db, composite, today, minimumPeople))
    }
    if (found !== null) broken.set(id, found)
  }
  return broken
}

async function brokenBy(
  db: WorkspaceDb,
  definition: Definition,
  today: Day,
  minimumPeople: number,
  followed: Followed | undefined,
): Promise<Broken | null> {
  const [first] = await validateDefinition(db, definition)
  if (first !== undefined) {
    const { code, subject } = first
    return { code: code === 'not_found' ? 'key_result_gone' : code, subject }
  }
  const few = await tooFewPeople(db, definition, today, minimumPeople, followed)
  return few === null ? null : { code: few.code, subject: String(few.people) }
}

async function brokenTogether(
  db: WorkspaceDb,
  composite: Composite,
  today: Day,
  minimumPeople: number,
): Promise<Broken | null> {
  const few = await tooFewTogether(db, composite, today, minimumPeople)
  return few === null ? null : { code: few.code, subject: String(few.people) }
}
