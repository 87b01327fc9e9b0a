/** `reconcile` and `held` on the command line. */
import { expect, test } from 'vitest'
import { crms } from './crms.ts'

test('reconcile reads what has changed and prints both sides of every connection', async () => {
  const { pegel, hubspot, connect, change, later } = await crms()
  for (const crm of ['hubspot', 'salesforce'] as const) await connect(crm)
  await pegel.cli(['sync'])
  later(30)
  change(hubspot, '1', { stageId: 'closedwon' })
  const printed = await pegel.cli(['reconcile', '--json', '--now', later(60)])
  expect(printed.code).toBe(0)
  const { checks } = JSON.parse(printed.out)
  expect(checks).toMatchObject([
    { source: 'hubspot', failure: null, differences: [], held: 0 },
    { source: 'salesforce', failure: null, differences: [], held: 0 },
  ])
  const counts = checks[0].compared.map(({ status, ours, theirs }: Record<string, unknown>) => [
    status,
    ours,
    theirs,
  ])
  expect(counts).toEqual([
    ['open', 5, 5],
    ['won', 4, 4],
    ['lost', 3, 3],
  ])
  const table = await pegel.cli(['reconcile', '--now', later(60)], { settings: { LANG: 'de_DE.UTF-8' } })
  expect(table).toMatchObject({
    code: 0,
    out: expect.stringMatching(/hubspot +alle +gewonnen +Anzahl +4 +4 +0/),
  })

  const nothing = await pegel.cli(['held', 'confirm'])
  expect(nothing).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is held.') })
  expect(await pegel.cli(['held', 'read-again', '--connection', 'pipedrive'])).toMatchObject({ code: 1 })
}, 120_000)
