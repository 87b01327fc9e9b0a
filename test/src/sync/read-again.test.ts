import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { createToyCrm } from './toy.ts'
import { connectToy, createWorld, NIGHT, options, type World } from './world.ts'

const DAY_MS = 24 * 3_600_000

/** A company with one complete night, and how many deals the next night reads after `change`. */
async function dealsOfSecondNight(
  change: (world: World, connect: (properties: readonly string[]) => Promise<unknown>) => Promise<unknown>,
): Promise<number> {
  const crm = createToyCrm('toy.test', 7)
  const world = await createWorld([crm])
  const connect = (properties: readonly string[]) =>
    connectCrm(
      world.platform,
      {
        ...{ workspaceId: 'acme', crm: 'toy', id: 'toy', label: 'Toy' },
        ...{ config: { host: crm.host, token: crm.token }, properties },
      },
      options,
    )
  await connectToy(world, crm)
  await runNight(world.platform, 'acme', { kind: 'night', ...options })
  await change(world, connect)
  world.set(addMs(NIGHT, DAY_MS))
  await runNight(world.platform, 'acme', { kind: 'night', ...options })
  const [row] = await world.rows("SELECT records FROM stream_state WHERE stream = 'deals'")
  return Number(row?.records)
}

test('a night after which nothing was asked differently reads only what changed', async () => {
  expect(await dealsOfSecondNight(async () => undefined)).toBe(0)
})

test('connecting again with the same properties reads nothing again, with another one everything', async () => {
  expect(await dealsOfSecondNight((_, connect) => connect([]))).toBe(0)
  expect(await dealsOfSecondNight((_, connect) => connect(['region']))).toBe(7)
})

test('a field that the CRM hid and now shows has everything read again', async () => {
  const hidden = JSON.stringify([{ object: 'deal', field: 'amount', effect: 'Held.' }])
  const hide = `UPDATE source SET account = json_set(account, '$.hidden', json('${hidden}'))`
  expect(await dealsOfSecondNight(({ workspace }) => workspace.execute(hide))).toBe(7)
})

test('connecting again after a hidden field was shown has everything read again', async () => {
  const hidden = JSON.stringify([{ object: 'deal', field: 'amount', effect: 'Held.' }])
  const hide = `UPDATE source SET account = json_set(account, '$.hidden', json('${hidden}'))`
  expect(
    await dealsOfSecondNight(async ({ workspace }, connect) => {
      await workspace.execute(hide)
      await connect([])
    }),
  ).toBe(7)
})
