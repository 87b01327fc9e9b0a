/** The story of the two engines in workerd: real queues and cron, and a libSQL server with a namespace a company. */
import { env, SELF } from 'cloudflare:test'
import { beforeAll, expect, inject, test, vi } from 'vitest'
import { openEdge } from '../../src/platform-edge.ts'
import type { Crms, Deployment } from '../engines/deployment.ts'
import { type Told, tell } from '../engines/story.ts'
import { engineSuite, expectSame } from '../engines/suite.ts'
import { largestByKind, overTheLimit } from './limit.ts'
import { provisioner } from './provisioner.ts'
import { invocations } from './requests.ts'
import { countedQueue, pendingMessages } from './sent.ts'

const { enginesUrl } = inject('world')
const patience = { timeout: 240_000, interval: 100 }

const deployment: Deployment = {
  provisioner,
  platform: () => openEdge({ ...env, WORK: countedQueue(env.WORK) }),
  http: (path, init) => SELF.fetch(new URL(path, 'http://localhost:8787').href, init),
  async cron() {
    expect(await SELF.scheduled({ cron: '*/5 * * * *' })).toMatchObject({ outcome: 'ok' })
  },
  async settle(workspaceIds) {
    await vi.waitUntil(() => pendingMessages(workspaceIds) === 0, patience)
    expect(invocations.filter(({ what }) => what.startsWith('pegel-parked'))).toEqual([])
  },
}

let told: Told
let onFiles: Told

beforeAll(async () => {
  const begun = await fetch(`${enginesUrl}/begin`, { method: 'POST' })
  const crms = (await begun.json()) as Crms
  told = JSON.parse(JSON.stringify(await tell(deployment, crms)))
  const answer = await fetch(`${enginesUrl}/told`)
  if (!answer.ok) throw new Error(`on files: ${await answer.text()}`)
  onFiles = (await answer.json()) as Told
}, 300_000)

engineSuite('workerd', () => told)

test('workerd on a libSQL server holds the same as Node on files, to the last cell', () => {
  expectSame(told, onFiles)
})

test('no invocation of the Worker makes as many requests as one may', () => {
  const largest = largestByKind()
  console.log(`largest number of requests by kind: ${JSON.stringify(largest)}`)
  expect(Object.keys(largest)).toEqual(
    expect.arrayContaining([
      ...['cron', 'sweep', 'night', 'pull', 'publish', 'changed'],
      ...['/', '/health', '/webhooks/hubspot', '/webhooks/salesforce'],
    ]),
  )
  expect(overTheLimit()).toEqual([])
})
