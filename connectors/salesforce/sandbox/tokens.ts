/** Access tokens: opaque, with a lifetime that nobody tells the client. */
import { organizationId } from './id.ts'
import type { Secrets } from './secrets.ts'

export interface Tokens {
  issue(nowMs: number, lifetimeMs: number, family: string | null): string
  valid(token: string, nowMs: number): boolean
  revoke(token: string): void
  /** Ends all tokens that came from one refresh token. */
  revokeFamily(family: string): void
}

export function createTokens(secrets: Secrets, organization: () => string): Tokens {
  const live = new Map<string, { readonly endsAt: number; readonly family: string | null }>()
  return {
    issue(nowMs, lifetimeMs, family) {
      const token = `${organizationId(organization()).slice(0, 15)}!${secrets()}`
      live.set(token, { endsAt: nowMs + lifetimeMs, family })
      return token
    },
    valid(token, nowMs) {
      const found = live.get(token)
      return found !== undefined && nowMs < found.endsAt
    },
    revoke(token) {
      live.delete(token)
    },
    revokeFamily(family) {
      for (const [token, entry] of live) if (entry.family === family) live.delete(token)
    },
  }
}

/** `Authorization: Bearer <token>`; null when there is none. Salesforce also takes the old word `OAuth`. */
export function bearer(headers: Readonly<Record<string, string>>): string | null {
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null
}
