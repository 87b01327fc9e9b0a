/** Board and key result page in process, a signed-in person asking: median and 99th percentile of one request after another. */
import { createApp } from '../../src/app.ts'
import type { AppDeps } from '../../src/app-env.ts'
import { issueSignInLink } from '../../src/auth/link.ts'
import { readBoard } from '../../src/okr/read.ts'
import { importDemo, NIGHT } from './demo.ts'
import { benchPlatform } from './platform.ts'
import { type Bench, elapsedMs, type Line, percentile } from './report.ts'

const publicUrl = 'http://localhost:8787'
const REQUESTS = 400

export const pages: Bench = {
  name: 'pages',
  async run(say) {
    say('importing the demo company')
    const world = await benchPlatform(NIGHT, 'pages')
    await importDemo(world)
    const deps: AppDeps = {
      ...world.platform,
      publicUrl,
      sessionSecret: 'a secret of the bench, long enough for a cookie',
      pushSecrets: {},
    }
    const app = createApp(deps)
    const person = {
      email: 'bench@example.com',
      name: 'Bench',
      workspaceId: 'company',
      role: 'management',
    } as const
    const link = await issueSignInLink(deps, person)
    const signedIn = await app.request(link)
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const board = await readBoard(world.workspace, world.platform.now())
    const first = board?.objectives[0]?.keyResults[0]?.id ?? ''

    async function times(path: string): Promise<number[]> {
      const found: number[] = []
      for (let i = -20; i < REQUESTS; i += 1) {
        const ms = await elapsedMs(async () => {
          const response = await app.request(`${publicUrl}${path}`, { headers: { cookie } })
          if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
          await response.text()
        })
        if (i >= 0) found.push(ms)
      }
      return found
    }

    const floor = await times('/healthz')
    const lines: Line[] = []
    for (const [name, path] of [
      ['board', '/'],
      ['key result page', `/key-results/${first}`],
    ] as const) {
      const found = await times(path)
      for (const [label, share] of [
        ['p50', 0.5],
        ['p99', 0.99],
      ] as const)
        lines.push({
          what: `${name}, ${label} of ${REQUESTS}`,
          ours: percentile(found, share),
          other: percentile(floor, share),
          unit: 'ms',
          against: 'the same app saying it is alive',
        })
    }
    return lines
  },
}
