/**
 * Somebody goes to a CRM's consent page and comes back: once, within minutes, and with the browser that left. The `state` is
 * in the address, the other half in a signed cookie, and the row knows neither but by a hash.
 */
import type { Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import { toBase64Url } from '../crypto.ts'
import type { Platform } from '../platform.ts'

const LIVES_MS = 10 * 60_000

export interface Attempt {
  readonly crm: string
  readonly loginUrl: string
  /** Null: nobody was signed in. */
  readonly workspaceId: string | null
  readonly userId: string | null
}

export interface Begun {
  readonly state: string
  readonly verifier: string
}

type Deps = Pick<Platform, 'directory' | 'sealer' | 'now'>

export async function begin(
  { directory, sealer, now }: Deps,
  browser: string,
  { crm, loginUrl, workspaceId, userId }: Attempt,
): Promise<Begun> {
  const [state, verifier] = [randomText(), randomText()]
  const id = await hashed(state)
  const sealed = await sealer.seal(verifier, place(id, crm))
  await directory.$client.batch(
    [
      // Whoever never came back leaves nothing behind.
      { sql: 'DELETE FROM connect_attempt WHERE ends_at <= ?', args: [now()] },
      {
        sql: `INSERT INTO connect_attempt (id, browser, crm, login_url, sealed_verifier, workspace_id, user_id, ends_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        args: [
          ...[id, await hashed(browser), crm, loginUrl, sealed, workspaceId, userId],
          addMs(now(), LIVES_MS),
        ],
      },
    ],
    'write',
  )
  return { state, verifier }
}

export interface Redeemed extends Attempt {
  readonly verifier: string
}

/** Null: unknown, used, over, another browser's or another CRM's. Another browser does not use it up. */
export async function redeem(
  { directory, sealer, now }: Deps,
  { state, browser, crm }: { readonly state: string; readonly browser: string; readonly crm: string },
): Promise<Redeemed | null> {
  const id = await hashed(state)
  const { rows } = await directory.$client.execute({
    sql: `DELETE FROM connect_attempt WHERE id = ? AND browser = ? AND crm = ?
      RETURNING login_url, sealed_verifier, workspace_id, user_id, ends_at`,
    args: [id, await hashed(browser), crm],
  })
  const [row] = rows
  if (row === undefined || !isAhead(String(row.ends_at), now())) return null
  return {
    crm,
    loginUrl: String(row.login_url),
    verifier: await sealer.open(String(row.sealed_verifier), place(id, crm)),
    workspaceId: row.workspace_id === null ? null : String(row.workspace_id),
    userId: row.user_id === null ? null : String(row.user_id),
  }
}

function isAhead(endsAt: Instant, now: Instant): boolean {
  return now < endsAt
}

/** Of no company: the master key seals it. */
function place(id: string, crm: string): string {
  return `/${id}/verifier@${crm}`
}

/** 43 letters of a URL: as many as a verifier has to have. */
export function randomText(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

async function hashed(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
}
