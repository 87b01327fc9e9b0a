/** The bundle as it is deployed, in wrangler's workerd: what a bundler leaves out is only missed when the bundle runs. */
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { unstable_startWorker } from 'wrangler'
import { issueSignInLink } from '../../src/auth/link.ts'
import { parseEnv } from '../../src/env.ts'
import { openRuntime, type Runtime } from '../../src/node-runtime.ts'
import { runNight } from '../../src/sync/run-night.ts'
import { makeCompany, makeKeyResults, measured } from '../edge/company.ts'
import type { World } from '../edge/provided.ts'
import { settingsOf } from '../edge/settings.ts'
import { startWorld } from '../edge/start-world.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The embedded program on the same libSQL server: how an operator makes a company and connects its CRMs. */
async function operator(world: World): Promise<Runtime> {
  const runtime = await openRuntime({
    env: parseEnv({ ...settingsOf(world), LIBSQL_ADMIN_URL: world.adminUrl, PEGEL_DEMO: 'off' }),
    ...{ madeKey() {}, log() {}, realNowMs: () => Date.now(), shiftMs: () => 0 },
  })
  onTestFinished(() => runtime.close())
  return runtime
}

const person = { email: 'o@acme.example', name: 'O', workspaceId: 'bundled', role: 'member' } as const

async function deployed(world: World) {
  const bindings = Object.entries(settingsOf(world)).map(([name, value]) => [
    name,
    { type: 'plain_text' as const, value },
  ])
  const worker = await unstable_startWorker({
    config: `${root}wrangler.toml`,
    build: { minify: true },
    bindings: Object.fromEntries(bindings),
    dev: { server: { port: 0 }, inspector: false, logLevel: 'none', watch: false, persist: false },
  })
  onTestFinished(() => worker.dispose())
  return worker
}

test('the bundle that is deployed answers, and its cron and queue carry a night', async () => {
  const { world, stop } = await startWorld()
  onTestFinished(stop)
  const { deps, provisioner } = await operator(world)
  await makeCompany(deps, provisioner, 'bundled', world.facts)
  const first = await runNight(deps, 'bundled', { kind: 'manual' })
  expect(first).toMatchObject({ dead: [], runs: [{ status: 'complete' }, { status: 'complete' }] })
  await makeKeyResults(deps, 'bundled', world.facts)
  await deps.directory.$client.execute("UPDATE schedule SET next_at = '2020-01-01T00:00:00.000Z'")

  const worker = await deployed(world)
  const door = await worker.fetch('http://localhost/sign-in')
  expect([door.status, await door.text()]).toEqual([200, expect.stringContaining('</html>')])
  // Requests at the same time, in one isolate.
  const link = await issueSignInLink(deps, person)
  const opened = await worker.fetch(link, { redirect: 'manual' })
  const cookie = opened.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const asked = Array.from({ length: 8 }, () =>
    worker.fetch('http://localhost/api/me', { headers: { cookie } }),
  )
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(8).fill(200))

  const cron = await worker.fetch('http://localhost/cdn-cgi/handler/scheduled?cron=*/5+*+*+*+*')
  expect([cron.status, await cron.text()]).toEqual([200, 'ok'])
  const { db } = await deps.open('bundled')
  await expect.poll(() => measured(db), { timeout: 60_000, interval: 200 }).toEqual(world.embedded)
  const { rows } = await db.$client.execute("SELECT status FROM run WHERE kind = 'night'")
  expect(rows).toMatchObject([{ status: 'complete' }, { status: 'complete' }])
})
