/** Both CRMs' sandboxes: what is done to a set-up there is told in the night that reads it, before the values. */
import { describe, expect, test } from 'vitest'
import type { Crm } from '../../../connectors/demo/types.ts'
import type { Filter } from '../../../src/metrics/types.ts'
import { deals } from '../sync/events/company.ts'
import { crms, MORNING, scene } from '../sync/events/scene.ts'

describe.each(crms)('%s', (name) => {
  async function after(
    filter: Filter | ((made: Awaited<ReturnType<typeof scene>>) => Filter),
    ...happens: ((crm: Crm) => void)[]
  ) {
    const made = await scene(name)
    const { rows } = made
    await made.clock.run(MORNING)
    // A first look has to have been made: what was there then is nothing new.
    await made.nextNight(0)
    const of = typeof filter === 'function' ? filter(made) : filter
    const at = '2026-03-01T00:00:00.000Z'
    const definition = JSON.stringify({ metric: 'won_deals', window: 'cycle', filter: of })
    await rows(
      "INSERT INTO cycle (id, name, starts_on, ends_on, created_at) VALUES ('c', 'Q1', '2026-01-01', '2026-04-01', ?)",
      at,
    )
    await rows(
      "INSERT INTO objective (id, cycle_id, title, team, created_at) VALUES ('o', 'c', 'Grow', 'North', ?)",
      at,
    )
    await rows(
      `INSERT INTO key_result (id, objective_id, title, kind, origin, unit, definition, created_at)
        VALUES ('k', 'o', 'Win', 'reach', 'metric', 'count', ?, ?)`,
      ...[definition, at],
    )
    for (const [n, happening] of happens.entries()) {
      happening(made.crm)
      await made.nextNight(n + 1)
    }
    const findings = await rows(
      'SELECT kind, label, before, successor, moved, deals, key_results FROM mapping_finding ORDER BY id',
    )
    return { ...made, findings }
  }
  const pipeline = (made: { id: (kind: 'RecordType', id: string) => string }, id: string) =>
    made.id('RecordType', id)

  test('a pipeline that is renamed is told once', async () => {
    const rename = (crm: Crm) => Object.assign(crm.pipelines[0] ?? {}, { label: 'Hunting' })
    const { findings } = await after(
      (made) => ({ pipelines: [pipeline(made, '1')] }),
      rename,
      () => {},
    )
    expect(findings).toMatchObject([
      { kind: 'pipeline_renamed', label: 'Hunting', before: 'New business', key_results: '["k"]' },
    ])
    expect(findings[0]?.deals).toBeGreaterThan(2)
  })

  test('a pipeline that is archived is told with the one its deals were moved to', async () => {
    const archive = (crm: Crm) => {
      crm.updateDeal(deals.other, { pipelineId: '1', stageId: '11' }, '2026-03-03T09:00:00.000Z')
      Object.assign(crm.pipelines[1] ?? {}, { archived: true })
    }
    const { findings, id } = await after((made) => ({ pipelines: [pipeline(made, '2')] }), archive)
    expect(findings).toMatchObject([
      {
        ...{ kind: 'pipeline_archived', label: 'Renewals', successor: id('RecordType', '1'), moved: 1 },
        ...{ deals: 0, key_results: '["k"]' },
      },
    ])
  })

  test('a stage that is archived is told', async () => {
    const archive = (crm: Crm) => Object.assign(crm.pipelines[0]?.stages[1] ?? {}, { archived: true })
    const { findings } = await after((made) => ({ stages: [made.stage('12')] }), archive)
    // Salesforce lists it in every record type: told once all the same.
    expect(findings).toMatchObject([{ kind: 'stage_archived', key_results: '["k"]' }])
  })

  test('a team that lost its people is told', async () => {
    const leave = (crm: Crm) =>
      Object.assign(crm.users.find(({ teamId }) => teamId === '32') ?? {}, { teamId: '31' })
    const { findings } = await after(
      (made) => ({ teams: [made.id('UserRole', '32')] }),
      leave,
      () => {},
      () => {},
      () => {},
      () => {},
      () => {},
      () => {},
    )
    expect(findings).toMatchObject([{ kind: 'team_empty', label: 'North', key_results: '["k"]' }])
  })
})
