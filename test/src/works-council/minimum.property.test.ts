// Whatever three people in changing roles do, and whenever: the minimum is what a plain model says, which lets it change by an
// agreement of another person in another role alone, and every change stands in the log with both.
// Planted and seen red: the person not compared; the role not compared; a decision after the end; a lapsed proposal in the way.

import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { audit, setting } from '../../../db/workspace/schema.ts'
import type { Role } from '../../../src/app-env.ts'
import { readSettings } from '../../../src/okr/settings.ts'
import {
  type Decision,
  decideMinimum,
  decisions,
  PROPOSAL_DAYS,
  proposeMinimum,
} from '../../../src/works-council/minimum.ts'
import { memoryWorkspace } from '../../support/databases.ts'
import fc from '../../support/properties.ts'

const DAY = 86_400_000
const START = Date.parse('2026-11-24T09:00:00.000Z')
const people = ['ada', 'ben', 'cem'] as const
const roles = ['administrator', 'auditor'] as const satisfies readonly Role[]

type Step =
  | { readonly do: 'propose'; readonly who: string; readonly role: Role; readonly minimum: number }
  | { readonly do: Decision; readonly who: string; readonly role: Role; readonly which: number }
  | { readonly do: 'wait'; readonly days: number }

const who = { who: fc.constantFrom(...people), role: fc.constantFrom(...roles) }
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('propose'), ...who, minimum: fc.integer({ min: 1, max: 8 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('agree', 'agree', ...decisions),
      ...who,
      which: fc.nat({ max: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), days: fc.constantFrom(1, 7, 13, 14) }) },
) as fc.Arbitrary<Step>

interface Known {
  readonly id: string
  readonly by: string
  readonly role: Role
  readonly after: number
  readonly until: number
  open: boolean
}

test('the minimum changes by two people in two roles and in no other way', async () => {
  const db = await memoryWorkspace()
  let changed = 0
  const property = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
    for (const table of ['minimum_proposal', 'audit', 'setting'])
      await db.$client.execute(`DELETE FROM ${table}`)
    let [now, minimum] = [START, 5]
    const known: Known[] = []
    const agreed: unknown[] = []
    const isOpen = (one: Known) => one.open && now < one.until
    for (const one of steps) {
      if (one.do === 'wait') {
        now += one.days * DAY
        continue
      }
      const context = { actor: one.who, role: one.role, now: new Date(now).toISOString() }
      if (one.do === 'propose') {
        const answer = await proposeMinimum(db, { minimum: one.minimum, reason: 'because' }, context)
        const may = one.minimum >= 3 && one.minimum !== minimum && !known.some(isOpen)
        expect([one, answer.ok]).toEqual([one, may])
        const until = now + PROPOSAL_DAYS * DAY
        if (answer.ok)
          known.push({ id: answer.id, by: one.who, role: one.role, after: one.minimum, until, open: true })
        continue
      }
      // The newest, or the one before.
      const target = known.at(-1 - one.which)
      const answer = await decideMinimum(db, target?.id ?? 'none', one.do, context)
      if (target === undefined) {
        expect(answer).toBeNull()
        continue
      }
      const other = one.do === 'withdraw' || (target.by !== one.who && target.role !== one.role)
      const may = isOpen(target) && other
      expect([one, answer?.ok]).toEqual([one, may])
      if (!may) continue
      target.open = false
      if (one.do !== 'agree') continue
      agreed.push({ actor: one.who, before: minimum, after: target.after, role: one.role })
      minimum = target.after
      changed += 1
    }
    expect((await readSettings(db)).minimumPeople).toBe(minimum)
    const rows = await db.select().from(audit).where(eq(audit.action, 'minimum.agree')).orderBy(asc(audit.id))
    expect(rows.map(({ actor, detail }) => ({ actor, ...JSON.parse(detail ?? '') }))).toEqual(agreed)
    const stored = await db.select().from(setting)
    expect(stored.length).toBe(agreed.length > 0 ? 1 : 0)
  })
  await fc.assert(property, { numRuns: 300 })
  // Or it would have said nothing.
  expect(changed).toBeGreaterThan(30)
}, 60_000)
