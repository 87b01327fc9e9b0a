/** The key that a company's other tools sign with, and where they may frame its cards. */
import { eq } from 'drizzle-orm'
import * as z from 'zod'
import type { DirectoryDb } from '../../../db/client.ts'
import { embedding } from '../../../db/directory/schema.ts'
import type { AppDeps } from '../../app-env.ts'
import { toBase64Url } from '../../crypto.ts'
import { auditRow, type WriteContext } from '../../okr/context.ts'
import type { Workspace } from '../../platform.ts'

/** More is a mistake: each one is a place where the numbers of a company are shown. */
const MOST_ORIGINS = 20
export const embeddingPlace = (workspaceId: string) => `${workspaceId}/embedding/key@pegel`

export interface Embedding {
  readonly origins: readonly string[]
  readonly since: string
}

export async function readEmbedding(directory: DirectoryDb, workspaceId: string): Promise<Embedding | null> {
  const [row] = await directory.select().from(embedding).where(eq(embedding.workspaceId, workspaceId))
  return row === undefined ? null : { origins: originsFrom(row.origins), since: row.updatedAt }
}

export function originsFrom(text: string): string[] {
  return z.array(z.string()).catch([]).parse(JSON.parse(text))
}

/**
 * As a browser compares them: scheme, host and port, nothing else. Null where one is none, or is not encrypted: `https` alone,
 * and `http` of one's own machine.
 */
export function parseOrigins(text: string): string[] | null {
  const origins = text.split(/\s+/).filter((one) => one !== '')
  const parsed = origins.map((one) => {
    if (!URL.canParse(one) || !/^https?:\/\/[a-z0-9.:[\]-]+\/?$/i.test(one)) return null
    const url = new URL(one)
    const own = url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname)
    return url.protocol === 'https:' || own ? url.origin : null
  })
  const known = [...new Set(parsed.flatMap((one) => one ?? []))]
  return parsed.includes(null) || known.length > MOST_ORIGINS ? null : known
}

export async function saveOrigins(
  { directory }: Pick<AppDeps, 'directory'>,
  { id, db }: Workspace,
  origins: readonly string[],
  context: WriteContext,
): Promise<void> {
  const before = await readEmbedding(directory, id)
  await directory
    .update(embedding)
    .set({ origins: JSON.stringify(origins) })
    .where(eq(embedding.workspaceId, id))
  await auditRow(db, context, 'embedding.origins', id, { before: before?.origins ?? [], after: origins })
}

/** A new key; the old one opens nothing from then on. Shown once, kept sealed. */
export async function renewKey(
  { directory, sealer }: Pick<AppDeps, 'directory' | 'sealer'>,
  { id, db }: Workspace,
  context: WriteContext,
): Promise<string> {
  const key = toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
  const sealedKey = await sealer.seal(key, embeddingPlace(id))
  await directory
    .insert(embedding)
    .values({ workspaceId: id, sealedKey, updatedAt: context.now })
    .onConflictDoUpdate({ target: embedding.workspaceId, set: { sealedKey, updatedAt: context.now } })
  await auditRow(db, context, 'embedding.key', id, {})
  return key
}

export async function endEmbedding(
  { directory }: Pick<AppDeps, 'directory'>,
  { id, db }: Workspace,
  context: WriteContext,
): Promise<void> {
  await directory.delete(embedding).where(eq(embedding.workspaceId, id))
  await auditRow(db, context, 'embedding.end', id, {})
}

export interface Framed {
  readonly key: string
  readonly origins: readonly string[]
  /** Null: the person is no member. */
  readonly role: string | null
  readonly person: string
}

/** One read of the directory. Null: no such company, connection or embedding. */
export async function readFramed(
  { directory, sealer }: Pick<AppDeps, 'directory' | 'sealer'>,
  { workspaceId, source, email }: { workspaceId: string; source: string; email: string },
): Promise<Framed | null> {
  const { rows } = await directory.$client.execute({
    sql: `SELECT e.sealed_key, e.origins, m.role, m.user_id FROM embedding e
      JOIN workspace w ON w.id = e.workspace_id AND w.status = 'active'
      JOIN connection c ON c.workspace_id = w.id AND c.id = ?2 AND c.status <> 'disconnected'
      LEFT JOIN user u ON u.email = ?3
      LEFT JOIN member m ON m.workspace_id = w.id AND m.user_id = u.id
      WHERE e.workspace_id = ?1`,
    args: [workspaceId, source, email],
  })
  const [row] = rows
  if (row === undefined) return null
  const key = await sealer.open(String(row.sealed_key), embeddingPlace(workspaceId)).catch(() => null)
  if (key === null) return null
  const role = row.role === null ? null : String(row.role)
  return { key, origins: originsFrom(String(row.origins)), role, person: String(row.user_id ?? '') }
}
