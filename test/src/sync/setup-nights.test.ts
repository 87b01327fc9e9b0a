/** What a night reads of the set-up, and that the morning's values are right all the same. */
import { expect, test } from 'vitest'
import type { OwnerRecord } from '../../../connectors/contract.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import type { SyncOptions } from '../../../src/sync/views.ts'
import { createToyCrm, type ToyDeal } from './toy.ts'
import { compositeOptions, setupOptions, type ToySetup, toySetup } from './toy-setup.ts'
import { connectToy, createWorld, NIGHT } from './world.ts'

const DAY_MS = 24 * 3_600_000

/** A company after its first import. Its thorough nights are those a week apart. */
async function company(by: (setup: ToySetup) => SyncOptions = setupOptions) {
  const crm = createToyCrm('toy.test', 4)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  const setup = toySetup()
  setup.teams = [{ id: 'north', name: 'North', parentId: null }]
  const options = by(setup)
  let nights = 0

  /** The set-up calls of the next night, or of one `days` later. */
  async function night(days = 1): Promise<string[]> {
    nights += days
    world.set(addMs(NIGHT, nights * DAY_MS))
    crm.requests.length = 0
    const { runs, dead } = await runNight(world.platform, 'acme', { ...options, kind: 'manual' })
    expect(dead).toEqual([])
    expect(runs).toMatchObject([{ status: 'complete' }])
    return crm.requests.filter((path) => !path.startsWith('/deals') && !path.startsWith('/stages'))
  }

  function edit(id: string, change: Partial<ToyDeal>): void {
    const deal = crm.deals.get(id)
    if (deal === undefined) throw new Error(`there is no deal ${id}`)
    crm.deals.set(id, { ...deal, ...change, changedAt: addMs(NIGHT, (nights + 1) * DAY_MS - 3_600_000) })
  }

  async function state(id: string) {
    const [row] = await world.rows(
      `SELECT r.status, r.team_id, r.cause, r.problem FROM deal d JOIN revision r ON r.seq = d.current_seq
        WHERE d.external_id = ?`,
      id,
    )
    return row
  }

  crm.requests.length = 0
  await runNight(world.platform, 'acme', { ...options, kind: 'manual' })
  const first = crm.requests.filter((path) => !path.startsWith('/deals') && !path.startsWith('/stages'))
  return { world, crm, setup, night, edit, state, first }
}

const everything = [
  '/account',
  '/pipelines?thorough',
  '/teams?thorough',
  '/owners?thorough',
  '/currencies?thorough',
  '/companies?thorough',
]

test('the first import reads all of the set-up, a night only stages and owners, and a week later all again', async () => {
  const { first, night } = await company()
  expect(first).toEqual([...everything, '/history'])
  expect(await night()).toEqual(['/pipelines', '/owners'])
  expect(await night(5)).toEqual(['/pipelines', '/owners'])
  expect(await night()).toEqual(everything)
  expect(await night()).toEqual(['/pipelines', '/owners'])
})

test('a set-up that answers in one call is written with it, whole, and not asked for again', async () => {
  const { first, night, setup, world, state } = await company(compositeOptions)
  expect(first).not.toContain('/owners?thorough')
  expect(first).not.toContain('/teams?thorough')
  expect(await world.rows('SELECT COUNT(*) AS n FROM owner WHERE active = 1')).toEqual([{ n: 5 }])
  const states = await world.rows(
    "SELECT stream, status, walked_at IS NOT NULL AS walked, records, pages FROM stream_state WHERE stream = 'owners'",
  )
  expect(states).toEqual([{ stream: 'owners', status: 'done', walked: 1, records: 5, pages: 1 }])
  setup.owners = setup.owners.slice(1).map((owner) => ({ ...owner, teamId: 'north' }))
  expect(await night()).toEqual(['/pipelines'])
  expect(await world.rows('SELECT COUNT(*) AS n FROM owner WHERE active = 1')).toEqual([{ n: 4 }])
  expect(await state('0001')).toMatchObject({ team_id: 'north', cause: 'derived' })
})

test('a stage that became won and a person who changed teams show the next morning, in deals nobody edited', async () => {
  const { setup, night, state } = await company()
  expect(await state('0001')).toMatchObject({ status: 'open', team_id: null })
  setup.stages = setup.stages.map((stage) => ({ ...stage, won: true }))
  setup.owners = setup.owners.map((owner) => (owner.id === 'user-2' ? { ...owner, teamId: 'south' } : owner))
  setup.teams.push({ id: 'south', name: 'South', parentId: null })
  expect(await night()).toEqual(['/pipelines', '/owners', '/teams?thorough'])
  expect(await state('0001')).toMatchObject({ status: 'won', cause: 'derived' })
})

const newcomer: OwnerRecord = { id: 'new', teamId: 'east', active: false }

test('an owner and a team that the mirror does not know are read in the night in which a deal names them', async () => {
  const { setup, night, edit, state, world } = await company()
  setup.owners.push(newcomer)
  setup.teams.push({ id: 'east', name: 'East', parentId: null })
  edit('0002', { owner: 'new' })
  // Listed only where also those who left are asked for; the team shows only when the owner is known.
  expect(await night()).toEqual(['/pipelines', '/owners', '/owners?thorough'])
  expect(await state('0002')).toMatchObject({ team_id: 'east', cause: 'derived' })
  expect(
    await world.rows("SELECT thorough FROM run WHERE kind = 'manual' ORDER BY started_at DESC LIMIT 1"),
  ).toEqual([{ thorough: 1 }])
  // A run that became thorough by what a deal named is no full pass.
  expect(await world.rows("SELECT id FROM run WHERE kind = 'census'")).toEqual([])
  expect(await night()).toEqual(['/pipelines', '/owners'])
})

test('a stage made while the deals were read is known before the night is complete', async () => {
  const { crm, setup, night, edit, state } = await company()
  edit('0003', { stage: 'signed' })
  const [before, after] = [setup.stages, [...setup.stages, { id: 'signed', won: true }]]
  // The first list of the night is from before it was made.
  Object.defineProperty(setup, 'stages', {
    get: () => (crm.requests.filter((path) => path.startsWith('/pipelines')).length < 2 ? before : after),
  })
  expect(await night()).toEqual(['/pipelines', '/owners', '/pipelines?thorough'])
  expect(await state('0003')).toMatchObject({ status: 'won', problem: null })
})

test('what stays unknown is asked for once, and again only with the week', async () => {
  const { night, edit, state } = await company()
  edit('0003', { stage: 'gone for good' })
  expect(await night()).toEqual(['/pipelines', '/owners', '/pipelines?thorough'])
  expect(await state('0003')).toMatchObject({ status: null })
  edit('0003', { stage: 'gone for good', amount: 5 })
  expect(await night()).toEqual(['/pipelines', '/owners'])
  edit('0003', { stage: 'gone for good', amount: 6 })
  expect(await night(5)).toEqual([...everything, '/pipelines?thorough'])
})
