import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { audit, keyResult, measurement, setting } from '../../../db/workspace/schema.ts'
import { readKeyResult } from '../../../src/okr/read.ts'
import { type CycleInput, type KeyResultInput, keyResultInput } from '../../../src/okr/types.ts'
import {
  createCycle,
  createKeyResult,
  createObjective,
  pushValue,
  updateCycle,
  updateKeyResult,
} from '../../../src/okr/write.ts'
import type { Workspace } from '../../../src/platform.ts'
import { addDeals, company } from '../../support/company.ts'

const now = '2026-11-24T09:00:00.000Z'
const quarter: CycleInput = { name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' }

function idOf(written: { ok: true; id: string } | { ok: false; issues: unknown }): string {
  if (!written.ok) throw new Error(JSON.stringify(written.issues))
  return written.id
}

async function start(workspace: Workspace) {
  const context = { actor: 'anna', now, workspace }
  const cycleId = idOf(await createCycle(workspace.db, quarter, context))
  const objective = { cycleId, title: 'Grow', description: null, team: 'North' }
  const objectiveId = idOf(await createObjective(workspace.db, objective, context))
  const input = (part: Partial<KeyResultInput>): KeyResultInput =>
    keyResultInput.parse({
      ...{ objectiveId, title: 'Win more', kind: 'reach', origin: 'manual', unit: 'count' },
      ...{ baseline: 0, target: 10, ...part },
    })
  return { context, cycleId, objectiveId, input }
}

test('a cycle that ends before it starts is refused with the field and the reason', async () => {
  const { db } = await company()
  const context = { actor: 'anna', now }
  const examples: [Partial<CycleInput>, object[]][] = [
    [{ endsOn: '2026-10-01' }, [{ field: 'endsOn', code: 'cycle_ends_before_start' }]],
    [{ endsOn: '2026-09-30' }, [{ field: 'endsOn', code: 'cycle_ends_before_start' }]],
    [{ startsOn: '2026-02-30' }, [{ field: 'startsOn', code: 'day' }]],
    [{ endsOn: 'soon' }, [{ field: 'endsOn', code: 'day' }]],
    [{ endsOn: '9999-01-01' }, [{ field: 'endsOn', code: 'invalid' }]],
  ]
  for (const [part, issues] of examples) {
    expect(await createCycle(db, { ...quarter, ...part }, context)).toEqual({ ok: false, issues })
  }
  const id = idOf(await createCycle(db, quarter, context))
  expect(await updateCycle(db, id, { endsOn: '2026-09-01' }, context)).toEqual({
    ok: false,
    issues: [{ field: 'endsOn', code: 'cycle_ends_before_start' }],
  })
})

test('a key result that could never be measured honestly is refused with the field and the reason', async () => {
  const workspace = await company()
  const { context, input } = await start(workspace)
  const hold = { kind: 'hold', baseline: null, target: null } as const
  const won = { metric: 'won_deals', window: 'cycle' } as const
  const metric = { origin: 'metric', unit: undefined, definition: won } as const
  const examples: [Partial<KeyResultInput>, object[]][] = [
    [{ target: 0 }, [{ field: 'target', code: 'baseline_is_target' }]],
    [{ weight: -0.1 }, [{ field: 'weight', code: 'weight_negative' }]],
    [{ baseline: null }, [{ field: 'baseline', code: 'required' }]],
    [hold, [{ field: 'lower', code: 'bounds_missing' }]],
    [{ ...hold, lower: 5, upper: 4 }, [{ field: 'upper', code: 'bounds_exclude_everything' }]],
    [{ ...hold, lower: 5, requiredShare: 0 }, [{ field: 'requiredShare', code: 'share_out_of_range' }]],
    [{ ...hold, lower: 5, requiredShare: 1.1 }, [{ field: 'requiredShare', code: 'share_out_of_range' }]],
    [{ unit: undefined }, [{ field: 'unit', code: 'required' }]],
    [{ unit: 'money', target: 0.5 }, [{ field: 'target', code: 'invalid' }]],
    [{ unit: 'money', currency: 'USD' }, [{ field: 'currency', code: 'unit_mismatch', subject: 'EUR' }]],
    [{ objectiveId: 'x' }, [{ field: 'objectiveId', code: 'not_found', subject: 'x' }]],
    [{ origin: 'metric', unit: undefined }, [{ field: 'definition', code: 'required' }]],
    [{ ...metric, unit: 'money' }, [{ field: 'unit', code: 'unit_mismatch' }]],
    [
      { ...metric, definition: { ...won, filter: { stages: ['gone'] } } },
      [{ field: 'definition', code: 'stage_gone', subject: 'gone' }],
    ],
    [
      { ...metric, definition: { metric: 'stalled_deals', window: 'cycle' } },
      [{ field: 'definition', code: 'params_invalid', subject: 'days' }],
    ],
  ]
  for (const [part, issues] of examples) {
    expect(await createKeyResult(workspace.db, input(part), context)).toEqual({ ok: false, issues })
  }
  expect(await workspace.db.select().from(keyResult)).toEqual([])
})

test('the bounds themselves may be equal, and a metric brings its own unit', async () => {
  const workspace = await company()
  const { context, input } = await start(workspace)
  const hold = { kind: 'hold', baseline: null, target: null, lower: 4, upper: 4 } as const
  expect(await createKeyResult(workspace.db, input(hold), context)).toMatchObject({ ok: true })
  const definition = { metric: 'won_revenue', window: 'cycle' } as const
  const id = idOf(
    await createKeyResult(
      workspace.db,
      input({ origin: 'metric', unit: undefined, definition, target: 100_00 }),
      context,
    ),
  )
  const [row] = await workspace.db.select().from(keyResult).where(eq(keyResult.id, id))
  expect(row).toMatchObject({ unit: 'money', currency: 'EUR', definitionVersion: 1 })
})

test('a selection with fewer people than the minimum is refused, the company total is not', async () => {
  const workspace = await company()
  const { context, input } = await start(workspace)
  const deal = { status: 'won', amountMinor: 100, closeDate: '2026-10-10' } as const
  await addDeals(workspace, [
    ...['a', 'b', 'c', 'd'].map((owner) => ({ ...deal, owner, amountMinor: 900 })),
    { ...deal, owner: 'a', amountMinor: 900 },
    ...['a', 'b', 'c', 'd', 'e'].map((owner) => ({ ...deal, owner })),
  ])
  const metric = (filter?: object) =>
    input({
      origin: 'metric',
      unit: undefined,
      definition: { metric: 'won_deals', window: 'cycle', ...(filter === undefined ? {} : { filter }) },
    })
  const small = { ok: false, issues: [{ field: 'definition.filter', code: 'group_too_small', subject: '4' }] }
  expect(await createKeyResult(workspace.db, metric({ minAmountMinor: 900 }), context)).toEqual(small)
  expect(await createKeyResult(workspace.db, metric({ minAmountMinor: 100 }), context)).toMatchObject({
    ok: true,
  })
  expect(await createKeyResult(workspace.db, metric(), context)).toMatchObject({ ok: true })

  await workspace.db.insert(setting).values({ key: 'minimum_people', value: '4' })
  expect(await createKeyResult(workspace.db, metric({ minAmountMinor: 900 }), context)).toMatchObject({
    ok: true,
  })
  await workspace.db.update(setting).set({ value: '1' })
  const none = metric({ minAmountMinor: 1000 })
  expect(await createKeyResult(workspace.db, none, context)).toMatchObject({
    ok: false,
    issues: [{ code: 'group_too_small', subject: '0' }],
  })
})

test('a team is refused when too few people are left beside it: the total would give them away', async () => {
  const workspace = await company()
  const { context, input } = await start(workspace)
  const deal = { status: 'won', amountMinor: 100, closeDate: '2026-10-10' } as const
  const team = (teamId: string, owners: string) => [...owners].map((owner) => ({ ...deal, owner, teamId }))
  const north = input({
    ...{ origin: 'metric', unit: undefined },
    definition: { metric: 'won_deals', window: 'cycle', filter: { teams: ['north'] } },
  })
  const create = () => createKeyResult(workspace.db, north, context)
  await addDeals(workspace, team('north', 'abcde'))
  expect(await create()).toMatchObject({ ok: true })
  await addDeals(workspace, team('south', 'fghi'))
  expect(await create()).toEqual({
    ok: false,
    issues: [{ field: 'definition.filter', code: 'rest_too_small', subject: '4' }],
  })
  await addDeals(workspace, team('south', 'j'))
  expect(await create()).toMatchObject({ ok: true })
})

test('every write leaves a row in the audit log', async () => {
  const workspace = await company()
  const { context, cycleId, input } = await start(workspace)
  const id = idOf(await createKeyResult(workspace.db, input({}), context))
  await updateCycle(workspace.db, cycleId, { name: 'Q4 2026' }, context)
  await updateKeyResult(workspace.db, id, { target: 20 }, context)
  await pushValue(workspace.db, { keyResultId: id, day: '2026-11-20', value: 3, reason: null }, context)
  const rows = await workspace.db.select().from(audit)
  expect(rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
    'anna cycle.create',
    'anna objective.create',
    'anna key_result.create',
    'anna cycle.update',
    'anna key_result.update',
    'anna value.write',
  ])
})

test('a changed definition is a new version; another unit is refused once there are values', async () => {
  const workspace = await company()
  const { context, input } = await start(workspace)
  const definition = { metric: 'won_deals', window: 'cycle' } as const
  const id = idOf(
    await createKeyResult(workspace.db, input({ origin: 'metric', unit: undefined, definition }), context),
  )
  const month = { ...definition, window: { fiscal: 'month' } } as const
  expect(await updateKeyResult(workspace.db, id, { definition: month }, context)).toEqual({ ok: true, id })
  expect(await updateKeyResult(workspace.db, id, { title: 'Win' }, context)).toEqual({ ok: true, id })
  const [row] = await workspace.db.select().from(keyResult).where(eq(keyResult.id, id))
  expect(row).toMatchObject({ definitionVersion: 2, title: 'Win' })

  const typed = idOf(await createKeyResult(workspace.db, input({}), context))
  await pushValue(workspace.db, { keyResultId: typed, day: '2026-11-20', value: 3, reason: null }, context)
  expect(await updateKeyResult(workspace.db, typed, { unit: 'days' }, context)).toEqual({
    ok: false,
    issues: [{ field: 'unit', code: 'unit_mismatch' }],
  })
  expect(await updateKeyResult(workspace.db, 'none', {}, context)).toMatchObject({
    issues: [{ field: 'id', code: 'not_found' }],
  })
})

test('a correction is a new version with author and reason, and the earlier one stays', async () => {
  const workspace = await company()
  const { context, input } = await start(workspace)
  const { db } = workspace
  const keyResultId = idOf(await createKeyResult(db, input({}), context))
  const push = (value: number, reason: string | null = null, day = '2026-11-20') =>
    pushValue(db, { keyResultId, day, value, reason }, context)

  expect(await push(3)).toEqual({ ok: true, version: 1 })
  expect(await push(3)).toEqual({ ok: true, version: 1 })
  expect(await push(4)).toEqual({ ok: false, issues: [{ field: 'reason', code: 'required' }] })
  expect(await push(4, 'counted one twice')).toEqual({ ok: true, version: 2 })
  expect(await push(6, null, '2026-11-23')).toEqual({ ok: true, version: 1 })

  const rows = await db.select().from(measurement).orderBy(measurement.id)
  expect(rows.map(({ day, version, author, reason }) => [day, version, author, reason])).toEqual([
    ['2026-11-20', 1, 'anna', null],
    ['2026-11-20', 2, 'anna', 'counted one twice'],
    ['2026-11-23', 1, 'anna', null],
  ])
  const detail = await readKeyResult(workspace, keyResultId, now)
  expect(detail?.keyResult).toMatchObject({ progress: 0.6, change: 2, changeSince: '2026-11-20' })
  expect(detail?.history.map(({ day, value }) => [day, value])).toEqual([
    ['2026-11-20', 4],
    ['2026-11-23', 6],
  ])
})

test('two writers at once each get a version of their own', async () => {
  const workspace = await company()
  const { context, input } = await start(workspace)
  const keyResultId = idOf(await createKeyResult(workspace.db, input({}), context))
  const pushed = await Promise.all(
    [1, 2, 3].map((value) =>
      pushValue(workspace.db, { keyResultId, day: '2026-11-20', value, reason: 'race' }, context),
    ),
  )
  expect(pushed.map((one) => one.ok)).toEqual([true, true, true])
  const rows = await workspace.db.select().from(measurement)
  expect(rows.map((row) => row.version).toSorted()).toEqual([1, 2, 3])
  const logged = await workspace.db.select().from(audit).where(eq(audit.action, 'value.write'))
  expect(logged.length).toBe(3)
})

test('a value is refused for a day to come, a day outside the cycle, and where a metric speaks', async () => {
  const workspace = await company()
  const { context, input } = await start(workspace)
  const keyResultId = idOf(await createKeyResult(workspace.db, input({}), context))
  const definition = { metric: 'won_deals', window: 'cycle' } as const
  const measured = idOf(
    await createKeyResult(workspace.db, input({ origin: 'metric', unit: undefined, definition }), context),
  )
  const push = (part: object) =>
    pushValue(workspace.db, { keyResultId, day: '2026-11-20', value: 1, reason: null, ...part }, context)
  const day = { ok: false, issues: [{ field: 'day', code: 'day' }] }
  for (const wrong of ['2026-11-25', '2026-09-30', '2027-01-01', 'today'])
    expect(await push({ day: wrong })).toEqual(day)
  expect(await push({ keyResultId: measured })).toMatchObject({ issues: [{ field: 'keyResultId' }] })
  expect(await push({ keyResultId: 'none' })).toMatchObject({ issues: [{ code: 'not_found' }] })
  expect(await workspace.db.select().from(measurement)).toEqual([])
})
