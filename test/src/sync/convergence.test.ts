import { expect, test } from 'vitest'
import { memoryWorkspace } from '../../support/databases.ts'
import { ask, at, deal, type Told, tell } from '../../support/ledger.ts'
import fc from '../../support/properties.ts'

const ids = ['1', '2', '3']
/** What happens to a deal in the CRM: an edit, one that leaves the version as it is, its end, its return. */
const kinds = ['edit', 'silent edit', 'delete', 'restore', 'silent restore'] as const
const event: fc.Arbitrary<Event> = fc.record({
  id: fc.constantFrom(...ids),
  hour: fc.integer({ min: 1, max: 40 }),
  kind: fc.constantFrom(...kinds),
  amountMinor: fc.integer({ min: 1, max: 9 }),
})
interface Event {
  readonly id: string
  readonly hour: number
  readonly kind: (typeof kinds)[number]
  readonly amountMinor: number
}

interface Truth {
  amountMinor: number
  version: number
  deletedAt: number | null
}

/** The CRM at the end of an hour. */
function truth(events: readonly Event[], id: string, until: number): Truth {
  const state: Truth = { amountMinor: 0, version: 0, deletedAt: null }
  const mine = events.filter((e) => e.id === id && e.hour <= until)
  for (const { hour, kind, amountMinor } of mine.toSorted((a, b) => a.hour - b.hour)) {
    const gone = state.deletedAt !== null
    if (kind === 'delete' && !gone) state.deletedAt = hour
    if ((kind === 'restore' || kind === 'silent restore') && gone) state.deletedAt = null
    if ((kind === 'edit' || kind === 'silent edit') && !gone) state.amountMinor = amountMinor
    if ((kind === 'edit' && !gone) || (kind === 'restore' && gone)) state.version = hour
  }
  return state
}

const request: fc.Arbitrary<Request> = fc.record({
  kind: fc.constantFrom('list', 'search', 'removals'),
  sent: fc.integer({ min: 1, max: 40 }),
  /** How late the search index is. */
  lag: fc.integer({ min: 0, max: 8 }),
  dated: fc.boolean(),
})
interface Request {
  readonly kind: 'list' | 'search' | 'removals'
  readonly sent: number
  readonly lag: number
  readonly dated: boolean
}

function answer(events: readonly Event[], { kind, sent, lag, dated }: Request): Told {
  if (kind === 'removals') {
    const gone = ids
      .map((id) => ({ id, since: truth(events, id, sent).deletedAt }))
      .filter((g) => g.since !== null)
    return {
      deleted: gone.map(({ id, since }) => ({ id, at: dated ? at(Number(since)) : null, mergedInto: null })),
      sent,
    }
  }
  const seen = kind === 'search' ? Math.max(0, sent - lag) : sent
  const records = ids
    .map((id) => ({ id, ...truth(events, id, seen) }))
    .filter(({ deletedAt }) => deletedAt === null)
    .map(({ id, version, amountMinor }) => deal(id, version, { amountMinor }))
  return { records, primary: kind === 'list', sent }
}

/**
 * Incremental = full recount: whatever was committed before, late, twice, or from an index that lags, the newest look at
 * everything counts. Planted and seen red: the time of the request not compared; `version` compared with `<`; `alive_at`
 * ignored, or compared the wrong way round; a primary read that never restores; a removal that does not move `read_at`.
 */
test('answers of one CRM committed in any order and twice end in what it says last', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { maxLength: 12 }),
      fc.array(request, { maxLength: 10 }),
      fc.array(fc.nat(1000), { minLength: 24, maxLength: 24 }),
      async (events, requests, keys) => {
        const last: Request[] = [
          { kind: 'list', sent: 41, lag: 0, dated: true },
          { kind: 'removals', sent: 41, lag: 0, dated: true },
        ]
        const all = [...requests, ...requests.slice(0, 3), ...last]
        const shuffled = all
          .map((one, index) => ({ one, key: keys[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one)
        const db = await memoryWorkspace()
        await tell(db, { ...answer(events, { kind: 'list', sent: 0, lag: 0, dated: true }), now: 42 })
        for (const [index, one] of shuffled.entries())
          await tell(db, { ...answer(events, one), now: 43 + index })
        const expected = ids
          .map((id) => ({ external_id: id, ...truth(events, id, 41) }))
          .filter(({ deletedAt }) => deletedAt === null)
          .map(({ external_id, amountMinor }) => ({ external_id, amount_minor: amountMinor }))
        const rows = await ask(db, { kind: 'now' })
        expect(rows.map(({ external_id, amount_minor }) => ({ external_id, amount_minor }))).toEqual(expected)
      },
    ),
    { numRuns: 100 },
  )
}, 90_000)
