/** Names of a workspace's members, for the history of values that people write. */
import { and, eq, inArray } from 'drizzle-orm'
import type { DirectoryDb } from '../../db/client.ts'
import { member, user } from '../../db/directory/schema.ts'

/** Who is no member (any more), or is a part of the program, has no name here. */
export function authorsOf(directory: DirectoryDb) {
  return async function authors(
    workspaceId: string,
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const found = await directory
      .select({ id: user.id, name: user.name })
      .from(member)
      .innerJoin(user, eq(user.id, member.userId))
      .where(and(eq(member.workspaceId, workspaceId), inArray(user.id, [...userIds])))
    return new Map(found.map(({ id, name }) => [id, name]))
  }
}
