/** `sign-in`: the one-time link that lets a person in; until mails are sent, whoever operates Pegel hands it on. */
import type { Role } from '../../app-env.ts'
import { issueSignInLink } from '../../auth/link.ts'
import type { Cli } from '../context.ts'

export interface SignInOptions {
  readonly email: string
  readonly name?: string
  readonly role: Role
}

export async function signIn(cli: Cli, { email, name = email, role }: SignInOptions): Promise<void> {
  const { id: workspaceId } = await cli.workspace()
  const link = await issueSignInLink(cli.runtime.deps, { email, name, workspaceId, role })
  cli.out(cli.json ? JSON.stringify({ email, link }) : link)
}
