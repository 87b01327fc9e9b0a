/** Writes down who was shown what, after the answer is on its way: nobody waits for it. */
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { WorkspaceDb } from '../../db/client.ts'
import { viewLog } from '../../db/workspace/schema.ts'
import type { AppDeps, AppEnv, Role } from '../app-env.ts'
import { errorText } from '../jobs/error-text.ts'
import { type Looked, lookedAt } from './looked.ts'

type Deps = Pick<AppDeps, 'now' | 'sleep' | 'log'>

interface Viewer {
  readonly userId: string
  readonly role: Role
}

export function viewKeeper(deps: Deps) {
  return createMiddleware<AppEnv>(async function views(c, next) {
    await next()
    const session: Viewer | undefined = c.get('session')
    if (session === undefined || c.req.method === 'HEAD' || !isShown(c.res)) return
    const { db } = c.get('workspace')
    const looked = lookedAt(c.req.path, session.role)
    if (looked !== null) keepView(c, deps, async () => db, session, looked)
  })
}

/** A form that was refused comes back with the page around it; a problem of the API tells nothing. */
function isShown({ status, headers }: Response): boolean {
  return (
    status === 200 || status === 201 || (status === 422 && /html/.test(headers.get('content-type') ?? ''))
  )
}

/** A card of the CRM, for a person its signature names. */
export function keepCardView(
  c: Context,
  deps: Deps & Pick<AppDeps, 'open'>,
  { workspaceId, person, role }: { workspaceId: string; person: string; role: Role },
  subject: string,
): void {
  const open = async () => (await deps.open(workspaceId)).db
  keepView(c, deps, open, { userId: person, role }, { kind: 'card', subject, way: 'card' })
}

/** What cannot be written is told in the log of the program, for its operator. */
function keepView(
  c: Context,
  deps: Deps,
  open: () => Promise<WorkspaceDb>,
  viewer: Viewer,
  looked: Looked,
): void {
  const at = deps.now()
  const row = { at, person: viewer.userId, role: viewer.role, ...looked }
  async function write(): Promise<void> {
    await deps.sleep(0)
    try {
      await (await open()).insert(viewLog).values(row)
    } catch (error) {
      deps.log('view_not_kept', { kind: looked.kind, reason: errorText(error) })
    }
  }
  afterAnswer(c, write())
}

/** At the edge the invocation has to be told to wait; Hono throws where there is none. */
function afterAnswer(c: Context, work: Promise<void>): void {
  try {
    c.executionCtx.waitUntil(work)
  } catch {
    // The process lives on.
  }
}
