/** What a person of a company sees over HTTP, without what differs from place to place. */
import * as z from 'zod'
import type { AppDeps } from '../../src/app-env.ts'
import { issueSignInLink } from '../../src/auth/link.ts'
import type { Company } from './companies.ts'
import type { Deployment } from './deployment.ts'

const state = z.object({ kind: z.string(), status: z.string() })
const health = z.object({
  workspace: z.string(),
  connections: z.array(
    z.object({
      source: z.string(),
      status: z.string(),
      lastRun: state.nullable(),
      lastDay: z.string().nullable(),
      background: z.array(state),
      parked: z.array(z.unknown()),
      check: z.object({ differing: z.number(), heldRemovals: z.number() }),
      push: z.object({ received: z.number(), waiting: z.number() }),
    }),
  ),
})
const reconciliation = z.object({
  checks: z.array(
    z.object({
      source: z.string(),
      compared: z.array(
        z.object({ status: z.string(), measure: z.string(), ours: z.number(), theirs: z.number() }),
      ),
      failure: z.string().nullable(),
      differences: z.array(z.unknown()),
      held: z.number(),
    }),
  ),
})

export interface Looked {
  readonly health: z.infer<typeof health>
  readonly checks: z.infer<typeof reconciliation>['checks']
  /** Status of each page. */
  readonly pages: Readonly<Record<string, number>>
}

type Session = { readonly cookie: string }

export async function signIn(deployment: Deployment, platform: AppDeps, { id }: Company): Promise<Session> {
  const person = { email: `a@${id}.example`, name: 'A', workspaceId: id, role: 'administrator' } as const
  const link = await issueSignInLink(platform, person)
  const opened = await deployment.http(link, { redirect: 'manual' })
  const cookies = opened.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  return { cookie: cookies.join('; ') }
}

export async function look(deployment: Deployment, headers: Session): Promise<Looked> {
  const pages: Record<string, number> = {}
  for (const path of ['/', '/health', '/api/runs', '/healthz']) {
    const answer = await deployment.http(path, { headers, redirect: 'manual' })
    await answer.text()
    pages[path] = answer.status
  }
  return {
    health: health.parse(await json('/api/sync/health')),
    checks: reconciliation.parse(await json('/api/sync/reconciliation')).checks,
    pages,
  }

  async function json(path: string): Promise<unknown> {
    return (await deployment.http(path, { headers })).json()
  }
}
