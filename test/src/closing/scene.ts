/** A company whose quarter ends, night by night. */
import { frozen } from '../../../db/workspace/schema.ts'
import { freezeDue } from '../../../src/closing/freeze.ts'
import { restate } from '../../../src/closing/restate.ts'
import { measureDay } from '../../../src/okr/measure.ts'
import { type KeyResultInput, keyResultInput } from '../../../src/okr/types.ts'
import { createCycle, createKeyResult, createObjective } from '../../../src/okr/write.ts'
import type { Workspace } from '../../../src/platform.ts'
import { addDeals, addRun, company, night } from '../../support/company.ts'

export const people = ['a', 'b', 'c', 'd', 'e']
export const won = (owner: string, amountMinor = 10_00, more: object = {}) =>
  ({ owner, status: 'won', amountMinor, closeDate: '2026-10-20', ...more }) as const

export interface Quarter {
  readonly workspace: Workspace
  readonly cycleId: string
  readonly objectiveId: string
  readonly ids: readonly string[]
}

/** Q4 with key results; five deals won for 50.00. */
export async function quarter(parts: readonly Partial<KeyResultInput>[] = [{}]): Promise<Quarter> {
  const workspace = await company()
  await addDeals(
    workspace,
    people.map((owner) => won(owner)),
  )
  const context = { actor: 'anna', now: '2026-10-01T08:00:00.000Z', workspace }
  const { db } = workspace
  const cycle = await createCycle(db, { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' }, context)
  const cycleId = cycle.ok ? cycle.id : ''
  const team = { cycleId, title: 'Grow', description: null, team: 'North' }
  const objective = await createObjective(db, team, context)
  const objectiveId = objective.ok ? objective.id : ''
  const ids: string[] = []
  for (const part of parts) {
    const input = keyResultInput.parse({
      ...{ objectiveId, title: 'Win', kind: 'reach', origin: 'metric', baseline: 0, target: 50_00 },
      ...{ definition: { metric: 'won_revenue', window: 'cycle' }, ...part },
    })
    const written = await createKeyResult(db, input, context)
    ids.push(written.ok ? written.id : `refused: ${JSON.stringify(written.issues)}`)
  }
  return { workspace, cycleId, objectiveId, ids }
}

/** What a publish does, as `sync/publish.ts` does it. */
export async function publishDay(workspace: Workspace, day: string, at = night(day)) {
  const measured = await measureDay(workspace, day, at)
  const closed = await freezeDue(workspace, day, at)
  return { ...measured, ...closed, restated: await restate(workspace, at) }
}

/** A night with a complete run and its publish. */
export async function liveNight(workspace: Workspace, day: string) {
  await addRun(workspace, day)
  return publishDay(workspace, day)
}

export async function frozenRows({ db }: Workspace) {
  return (await db.select().from(frozen).orderBy(frozen.keyResultId)).map((row) => ({
    ...row,
    value: row.value === null ? null : JSON.parse(row.value),
    notes: JSON.parse(row.notes),
  }))
}
