/** What gives deals their meaning changes: no deal is edited, and what follows from it is a derived revision, when seen. */
import { describe, expect, test } from 'vitest'
import type { Crm, CrmStage, CrmUser } from '../../../../connectors/demo/types.ts'
import { before, deals } from './company.ts'
import { crms, LATER, MORNING, nightAfter, type SceneOptions, scene, WINDOW } from './scene.ts'

const stageOf = (crm: Crm, id: string): CrmStage => {
  const found = crm.pipelines.flatMap(({ stages }) => stages).find((one) => one.id === id)
  if (found === undefined) throw new Error(`no stage ${id}`)
  return found
}
const userOf = (crm: Crm, id: string): CrmUser => {
  const found = crm.users.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no user ${id}`)
  return found
}
const change = (crm: Crm, id: string, to: Partial<CrmStage>) => Object.assign(stageOf(crm, id), to)

describe.each(crms)('%s', (name) => {
  /** Set-up has no times: it is different when the night comes. */
  async function after(happens: (crm: Crm) => void, options: SceneOptions = {}) {
    const made = await scene(name, options)
    await made.clock.run(MORNING)
    happens(made.crm)
    await made.nextNight()
    const revisions = await made.rows("SELECT COUNT(*) AS n FROM revision WHERE time_from <> 'history'")
    return { ...made, added: Number(revisions[0]?.n) - 5 }
  }

  test('Stage renamed', async () => {
    const { added, values, rows, stage } = await after((crm) => change(crm, '12', { label: 'Signed by all' }))
    expect(added).toBe(0)
    expect(await values()).toEqual(before)
    expect(await rows('SELECT DISTINCT label FROM stage WHERE id = ?', stage('12'))).toEqual([
      { label: 'Signed by all' },
    ])
  })

  test('Stage archived', async () => {
    const { added, crm, nextNight, values, rows, stage } = await after((one) =>
      change(one, '13', { archived: true }),
    )
    expect(added).toBe(0)
    expect(await values()).toEqual(before)
    const flags = await rows('SELECT DISTINCT won, archived FROM stage WHERE id = ?', stage('13'))
    expect(flags).toEqual([{ won: 1, archived: 1 }])
    // Whoever is edited in it is as won as before.
    crm.updateDeal(deals.won, { amount: '2100.00' }, '2026-03-04T09:00:00.000Z')
    await nextNight(2)
    expect((await values()).won).toBe(2100_00)
  })

  test('Pipeline archived', async () => {
    const { added, values, rows, id } = await after((crm) =>
      Object.assign(crm.pipelines[1] ?? {}, { archived: true }),
    )
    expect(added).toBe(0)
    expect(await values()).toEqual(before)
    expect(await rows('SELECT archived FROM pipeline WHERE id = ?', id('RecordType', '2'))).toEqual([
      { archived: 1 },
    ])
  })

  test('Stage becomes won', async () => {
    const { told, values } = await after((crm) =>
      change(crm, '12', { closed: true, won: true, probability: '1' }),
    )
    const [, last, ...more] = await told(deals.open)
    expect([last, more]).toMatchObject([
      { cause: 'derived', time_from: 'seen', status: 'won', amount_minor: 1000_00 },
      [],
    ])
    expect(last?.effective_at.slice(0, 13)).toBe(nightAfter(1).slice(0, 13))
    expect(await values()).toEqual({ won: 3070_00, open: 300_00, south: 0, north: 300_00 })
    expect(await values({ kind: 'asOf', instant: LATER })).toEqual(before)
  })

  test('Stage gets another probability', async () => {
    const { told, values, value, nextNight } = await after((crm) =>
      change(crm, '12', { probability: '0.75' }),
    )
    const weighted = async () => (await value({ metric: 'weighted_pipeline', window: WINDOW })).value
    // Each deal says its own probability, which nobody has read anew yet.
    expect([(await told(deals.open)).length, await weighted()]).toEqual([1, 702_00])
    await nextNight(6)
    expect((await told(deals.open)).at(-1)).toMatchObject({
      cause: 'read',
      time_from: 'seen',
      weighted_minor: 750_00,
    })
    expect([await weighted(), await values()]).toEqual([862_50, before])
  })

  // Whether HubSpot still tells the team of an owner who has left, nobody knows: both positions.
  test.each([true, false])('Owner deactivated %o', async (archivedOwnerTeams) => {
    const leaves = (crm: Crm) => Object.assign(userOf(crm, '700'), { active: false })
    const { added, values, rows, nextNight } = await after(leaves, { hubspot: { archivedOwnerTeams } })
    expect(added).toBe(0)
    expect(await rows('SELECT COUNT(*) AS n FROM owner WHERE active = 0')).toEqual([{ n: 1 }])
    expect(await values()).toEqual(before)
    await nextNight(6)
    expect(await values()).toEqual(before)
  })

  test('Owner moved to another team', async () => {
    const { told, values, id, nextNight } = await after((crm) =>
      Object.assign(userOf(crm, '700'), { teamId: '32' }),
    )
    await nextNight(1)
    expect((await told(deals.open)).at(-1)).toMatchObject({
      cause: 'derived',
      time_from: 'seen',
      team_id: id('UserRole', '32'),
    })
    expect(await told(deals.won)).toMatchObject([{ cause: 'read', team_id: id('UserRole', '31') }])
    expect(await values()).toEqual({ ...before, south: 0, north: 1370_00 })
    expect(await values({ kind: 'asOf', instant: LATER })).toEqual(before)
  })

  test('Company renamed', async () => {
    const { added, values, rows, id, nextNight } = await after((crm) =>
      crm.upsertCompany({ id: '900', name: 'Kundin' }, MORNING),
    )
    const named = () => rows('SELECT name FROM company WHERE id = ?', id('Account', '900'))
    expect(added).toBe(0)
    expect(await named()).toEqual([{ name: 'Kunde' }])
    await nextNight(6)
    expect(await named()).toEqual([{ name: 'Kundin' }])
    expect(await values()).toEqual(before)
  })
})
