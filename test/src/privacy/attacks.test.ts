/**
 * Somebody who may ask everything a role may ask: selections of every kind, key results and questions, night after night, while
 * deals change, are handed over and go. What was answered on a day is a system of equations over what each person has in each
 * region of it; he solves it for every group of people below the minimum. What the deals are is taken from the list that made
 * them and not from the database. `PEGEL_ATTACKS` sets how many questions. Planted and seen red: the register forgets
 * questions; the night hides nothing; only the company's total is looked at beside a number.
 */
import { expect, test } from 'vitest'
import { addDays } from '../../../connectors/values/time.ts'
import { cycle, objective, setting } from '../../../db/workspace/schema.ts'
import type { Filter } from '../../../src/metrics/types.ts'
import { askMetric } from '../../../src/okr/ask.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { keyResultInput } from '../../../src/okr/types.ts'
import { createKeyResult } from '../../../src/okr/write.ts'
import type { Workspace } from '../../../src/platform.ts'
import { addRun, company, night } from '../../support/company.ts'
import { givenAway } from './solve.ts'
import { draws, type Fact, matches, type Town, town, write } from './town.ts'

const ATTACKS = Number(process.env.PEGEL_ATTACKS ?? 1_000)
const MINIMUM = 3
const window = { from: '2026-01-01', to: '2028-01-01' }
const metrics = ['open_pipeline', 'open_deals'] as const

async function begin(): Promise<Workspace> {
  const workspace = await company(['hubspot'])
  const createdAt = '2026-09-01T00:00:00.000Z'
  await workspace.db.insert(setting).values({ key: 'minimum_people', value: String(MINIMUM) })
  await workspace.db
    .insert(cycle)
    .values({ id: 'c', name: 'C', startsOn: '2026-10-01', endsOn: '2027-10-01', createdAt })
  await workspace.db.insert(objective).values({ id: 'o', cycleId: 'c', title: 'O', team: 'T', createdAt })
  return workspace
}

const seen = { asked: 0, answered: 0, refused: new Map<string, number>(), hidden: 0, systems: 0 }

/** Of what was answered on one day; the company's total is known to everybody. */
function solve(facts: readonly Fact[], answered: readonly Filter[]): void {
  seen.systems += 1
  const alive = facts.filter(({ gone }) => !gone)
  const rows = [undefined, ...answered].map((filter) => alive.map((fact) => matches(fact, filter)))
  expect(givenAway(alive, rows, MINIMUM), JSON.stringify(answered)).toEqual([])
}

async function attack(seed: number): Promise<void> {
  const draw = draws(seed)
  const workspace = await begin()
  const state: Town = town(draw)
  await write(workspace.db, state)
  let day = '2026-11-02'
  const shown = new Map<string, Filter>()
  for (let nights = 0; nights < 5; nights++) {
    const now = night(day)
    const answered: Filter[] = []
    for (let n = 0; n < 10; n++) {
      const filter = draw.filter()
      const definition = { metric: draw.one(metrics), window, filter }
      seen.asked += 1
      const answer = draw.chance(0.3)
        ? await createKeyResult(
            workspace.db,
            keyResultInput.parse({
              ...{ objectiveId: 'o', title: `K${seen.asked}`, kind: 'reach', origin: 'metric' },
              ...{ baseline: 0, target: 10, definition },
            }),
            { actor: 'm', now, workspace },
          )
        : await askMetric(workspace, { definition }, now)
      if (answer.ok) {
        seen.answered += 1
        if ('id' in answer) shown.set(answer.id, filter)
        else answered.push(filter)
      } else
        for (const { code, subject } of answer.issues) {
          expect(subject, 'a refusal says how many people, or beside what').toBeTruthy()
          seen.refused.set(code, (seen.refused.get(code) ?? 0) + 1)
        }
      solve(state.facts, answered)
    }
    await addRun(workspace, day)
    await measureDay(workspace, day, now)
    const { rows } = await workspace.db.$client.execute(
      'SELECT k.id FROM key_result k JOIN measurement m ON m.key_result_id = k.id AND m.day = (SELECT MAX(day) FROM measurement) WHERE k.broken IS NULL',
    )
    const published = rows.flatMap(({ id }) => shown.get(String(id)) ?? [])
    seen.hidden += shown.size - published.length
    solve(state.facts, [...answered, ...published])
    draw.change(state)
    await write(workspace.db, state)
    day = addDays(day, 1)
  }
}

test(
  `${ATTACKS} questions, each beside all that were answered: nobody is given away`,
  async () => {
    for (let seed = 1; seen.asked < ATTACKS; seed++) await attack(seed)
    const refused = [...seen.refused].map(([code, n]) => `${n} ${code}`).join(', ')
    console.log(
      `${seen.asked} questions: ${seen.answered} answered, refused ${refused}; ${seen.hidden} values hidden; ${seen.systems} systems solved: 0 people given away`,
    )
    // Or the attacker asks for nothing that is worth refusing.
    expect(seen.answered).toBeGreaterThan(ATTACKS / 10)
    const beside = (seen.refused.get('beside_too_small') ?? 0) + (seen.refused.get('beside_named') ?? 0)
    expect(beside).toBeGreaterThan(ATTACKS / 20)
  },
  ATTACKS * 60,
)
