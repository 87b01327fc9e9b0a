import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { createToyCrm, type Fault } from './toy.ts'
import { setupOptions, toySetup } from './toy-setup.ts'
import { connectToy, createWorld, NIGHT, type World } from './world.ts'

const DAY_MS = 24 * 3_600_000

async function company() {
  const crm = createToyCrm('toy.test', 7)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  const setup = toySetup()
  setup.history = ['0001', '0002'].map((id) => ({ id, steps: [] }))
  return { crm, world, options: { ...setupOptions(setup), kind: 'manual' as const } }
}

const counted = ({ rows }: World, kind: string) =>
  rows(
    `SELECT c.purpose, c.bucket, c.calls, c.refused FROM run_calls c JOIN run r ON r.id = c.run_id
      WHERE r.kind = ? ORDER BY r.started_at, c.purpose`,
    kind,
  )

test('calls are counted by what they were for, and add up to those of the run', async () => {
  const { world, options } = await company()
  await runNight(world.platform, 'acme', options)
  const bucket = 'all'
  expect(await counted(world, 'manual')).toEqual([
    { purpose: 'changes', bucket, calls: 4, refused: 0 },
    { purpose: 'reconciliation', bucket, calls: 1, refused: 0 },
    { purpose: 'setup', bucket, calls: 5, refused: 0 },
  ])
  expect(await world.rows("SELECT calls FROM run WHERE kind = 'manual'")).toEqual([{ calls: 10 }])
  expect(await counted(world, 'history')).toEqual([{ purpose: 'history', bucket, calls: 2, refused: 0 }])
  world.set(addMs(NIGHT, 8 * DAY_MS))
  await runNight(world.platform, 'acme', options)
  expect(await counted(world, 'census')).toEqual([{ purpose: 'census', bucket, calls: 3, refused: 0 }])
})

test('answers that we were too fast are counted, also where the message failed over them', async () => {
  const { crm, world, options } = await company()
  crm.requests.length = 0
  crm.faults = [null, ...Array<Fault>(5).fill({ status: 429 })]
  await runNight(world.platform, 'acme', options)
  const rows = await counted(world, 'manual')
  expect(rows.find(({ purpose }) => purpose === 'setup')).toMatchObject({ refused: 5, calls: 10 })
  const [run] = await world.rows("SELECT calls FROM run WHERE kind = 'manual'")
  expect(run?.calls).toBe(crm.requests.filter((path) => !path.startsWith('/history')).length)
})

test('each page is a line of the log: how much, how long, and nothing of whom', async () => {
  const { world, options } = await company()
  await runNight(world.platform, 'acme', options)
  const pages = world.logged.filter(({ event }) => event === 'page').map(({ fields }) => fields)
  expect(pages.filter(({ stream }) => stream === 'deals')).toEqual(
    [3, 3, 1].map((records, index) => ({
      ...{ workspace: 'acme', source: 'toy', run: expect.stringContaining('toy-'), stream: 'deals' },
      ...{ page: index + 1, records, calls: 1, ms: expect.any(Number) },
    })),
  )
  expect(JSON.stringify(world.logged)).not.toMatch(/Deal 0|user-|let-me-in/)
})
