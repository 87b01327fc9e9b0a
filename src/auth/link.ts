/** Makes a one-time link that signs a person in: printed by the start and the CLI, mailed later. */
import { and, eq } from 'drizzle-orm'
import { member, user, workspace } from '../../db/directory/schema.ts'
import type { AppDeps, Role } from '../app-env.ts'
import { WorkspaceMissing } from '../platform.ts'
import { type AuthDeps, createAuth } from './library.ts'

export interface Invitation {
  readonly email: string
  readonly name: string
  readonly workspaceId: string
  readonly role: Role
}

/** Where a link leads: its handler is in `routes.ts`. */
export const LINK_PATH = '/sign-in/link'

/**
 * Creates person and membership when missing; who is a member already keeps the role. The link works once, for an hour,
 * and opens all its person may see, in whichever company: hand it to that person and to nobody else.
 */
export async function issueSignInLink(
  deps: AuthDeps & Pick<AppDeps, 'now'>,
  invitation: Invitation,
): Promise<string> {
  const email = invitation.email.trim().toLowerCase()
  await joinWorkspace(deps, { ...invitation, email })
  let token: string | null = null
  const auth = createAuth(deps, (made) => {
    token = made
  })
  await auth.api.signInMagicLink({ body: { email }, headers: new Headers() })
  if (token === null) throw new Error('The sign-in library made no link.')
  return `${deps.publicUrl}${LINK_PATH}?${new URLSearchParams({ token })}`
}

async function joinWorkspace(
  { directory, now }: AuthDeps & Pick<AppDeps, 'now'>,
  { email, name, workspaceId, role }: Invitation,
): Promise<void> {
  const [found] = await directory
    .select({ id: workspace.id })
    .from(workspace)
    .where(eq(workspace.id, workspaceId))
  if (found === undefined) throw new WorkspaceMissing(workspaceId)
  const at = new Date(now())
  await directory
    .insert(user)
    // Whoever gets the link is told it in private: by an administrator, or by mail to this address.
    .values({ id: crypto.randomUUID(), name, email, emailVerified: true, createdAt: at, updatedAt: at })
    .onConflictDoNothing({ target: user.email })
  const [person] = await directory.select({ id: user.id }).from(user).where(eq(user.email, email))
  if (person === undefined) throw new Error('The person could not be created.')
  const [joined] = await directory
    .select({ role: member.role })
    .from(member)
    .where(and(eq(member.workspaceId, workspaceId), eq(member.userId, person.id)))
  if (joined !== undefined) return
  await directory
    .insert(member)
    .values({ workspaceId, userId: person.id, role, createdAt: now() })
    .onConflictDoNothing()
}
