/** The web server flow: one-use codes with PKCE, and refresh tokens that rotate. */
import { createHash } from 'node:crypto'
import type { Secrets } from './secrets.ts'
import type { Tokens } from './tokens.ts'

/** About fifteen minutes [U]. */
const CODE_LIVES_MS = 15 * 60_000
/** A refresh token that nobody used for 30 days is dead. */
const IDLE_MS = 30 * 86_400_000
/** Consents one user and app keep; one more ends the oldest. */
const MAX_FAMILIES = 5

interface Code {
  readonly redirectUri: string
  readonly challenge: string
  readonly scope: string
  readonly endsAt: number
}

/** All tokens that descend from one consent. */
interface Family {
  current: string
  readonly scope: string
  usedAt: number
}

export type Granted = {
  readonly ok: true
  readonly token: string
  readonly family: string
  readonly scope: string
}
export type GrantRefusal = { readonly ok: false; readonly error: string; readonly description: string }

export interface Authorization {
  code(request: Omit<Code, 'endsAt'>, nowMs: number): string
  exchange(form: URLSearchParams, nowMs: number): Granted | GrantRefusal
  /** An old token is an alarm: it ends the current one and all its access tokens. */
  refresh(token: string, nowMs: number, rotates: boolean): Granted | GrantRefusal
  revoke(token: string, endsAccess: boolean): void
}

export function createAuthorization(tokens: Tokens, secrets: Secrets): Authorization {
  const codes = new Map<string, Code>()
  const families = new Map<string, Family>()
  /** Every refresh token ever given, with the consent it came from. */
  const familyOf = new Map<string, string>()

  function give(family: string): string {
    const token = secrets()
    familyOf.set(token, family)
    return token
  }

  function end(family: string): void {
    families.delete(family)
    tokens.revokeFamily(family)
  }

  const dead = refuse('invalid_grant', 'expired access/refresh token')

  return {
    code(request, nowMs) {
      const code = secrets()
      codes.set(code, { ...request, endsAt: nowMs + CODE_LIVES_MS })
      return code
    },
    exchange(form, nowMs) {
      const code = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      if (code === undefined) return refuse('invalid_grant', 'invalid authorization code')
      if (nowMs >= code.endsAt) return refuse('invalid_grant', 'expired authorization code')
      if (form.get('redirect_uri') !== code.redirectUri)
        return refuse('redirect_uri_mismatch', 'redirect_uri must match configuration')
      const verifier = form.get('code_verifier')
      if (verifier === null) return refuse('invalid_grant', 'code verifier missing')
      if (!/^[\w.~-]{43,128}$/.test(verifier) || s256(verifier) !== code.challenge)
        return refuse('invalid_request', 'invalid code verifier')
      const family = secrets()
      const token = give(family)
      families.set(family, { current: token, scope: code.scope, usedAt: nowMs })
      const [oldest] = families.keys()
      if (families.size > MAX_FAMILIES && oldest !== undefined) end(oldest)
      return { ok: true, token, family, scope: code.scope }
    },
    refresh(token, nowMs, rotates) {
      const id = familyOf.get(token)
      const family = id === undefined ? undefined : families.get(id)
      if (id === undefined || family === undefined) return dead
      if (family.current !== token || nowMs - family.usedAt > IDLE_MS) {
        end(id)
        return dead
      }
      family.usedAt = nowMs
      if (rotates) family.current = give(id)
      return { ok: true, token: family.current, family: id, scope: family.scope }
    },
    revoke(token, endsAccess) {
      const family = familyOf.get(token)
      if (family === undefined) return
      if (endsAccess) end(family)
      else families.delete(family)
    },
  }
}

function refuse(error: string, description: string): GrantRefusal {
  return { ok: false, error, description }
}

function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}
