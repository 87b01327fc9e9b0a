/** Installations of an app in this account: consent, one-use codes, tokens, and their end. */
import { createHash, randomUUID } from 'node:crypto'

/** As it is registered in the app's project. */
export interface SandboxApp {
  readonly clientId: string
  readonly clientSecret: string
  /** Matched exactly. */
  readonly redirectUris: readonly string[]
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

export const ACCESS_LIVES_S = 1_800
/** Long enough to go on, and too short to keep. */
const CODE_LIVES_MS = 10 * 60_000

interface Code {
  readonly redirectUri: string
  /** Null: the app asked without PKCE. */
  readonly challenge: string | null
  readonly scopes: readonly string[]
  readonly endsAt: number
}

interface Access {
  readonly scopes: readonly string[]
  readonly endsAt: number
}

export interface Pair {
  readonly access: string
  readonly refresh: string
  readonly scopes: readonly string[]
}

export type Traded = Pair | 'code' | 'redirect' | 'verifier'

export interface Installs {
  readonly app: SandboxApp | null
  code(consent: Omit<Code, 'endsAt'>, nowMs: number): string
  trade(form: URLSearchParams, nowMs: number): Traded
  /** [U] Another refresh token each time, or the same one. */
  refresh(token: string, rotates: boolean, nowMs: number): Pair | null
  /** Null: unknown, over, or revoked. */
  scopesOf(access: string, nowMs: number): readonly string[] | null
  /** Access tokens that were given stay good until they end. */
  revoke(token: string): void
  /** Removed by the customer, or by the app itself: no token of it is good any more [U: at once]. */
  uninstall(): void
  installed(): boolean
}

export function createInstalls(app: SandboxApp | null): Installs {
  const codes = new Map<string, Code>()
  const refreshTokens = new Map<string, readonly string[]>()
  const accessTokens = new Map<string, Access>()

  function pair(refresh: string, scopes: readonly string[], nowMs: number): Pair {
    // HubSpot's own are long: up to 512 characters have to be kept.
    const access = `${'C'.repeat(200)}${randomUUID()}`
    accessTokens.set(access, { scopes, endsAt: nowMs + ACCESS_LIVES_S * 1_000 })
    refreshTokens.set(refresh, scopes)
    return { access, refresh, scopes }
  }

  return {
    app,
    code(consent, nowMs) {
      const code = randomUUID()
      codes.set(code, { ...consent, endsAt: nowMs + CODE_LIVES_MS })
      return code
    },
    trade(form, nowMs) {
      const code = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      if (code === undefined || nowMs >= code.endsAt) return 'code'
      if (form.get('redirect_uri') !== code.redirectUri) return 'redirect'
      const verifier = form.get('code_verifier') ?? ''
      const proved = createHash('sha256').update(verifier).digest('base64url')
      if (code.challenge !== null && proved !== code.challenge) return 'verifier'
      return pair(randomUUID(), code.scopes, nowMs)
    },
    refresh(token, rotates, nowMs) {
      const scopes = refreshTokens.get(token)
      if (scopes === undefined) return null
      if (rotates) refreshTokens.delete(token)
      return pair(rotates ? randomUUID() : token, scopes, nowMs)
    },
    scopesOf(access, nowMs) {
      const found = accessTokens.get(access)
      return found === undefined || nowMs >= found.endsAt ? null : found.scopes
    },
    revoke(token) {
      refreshTokens.delete(token)
      accessTokens.delete(token)
    },
    uninstall() {
      refreshTokens.clear()
      accessTokens.clear()
    },
    installed: () => refreshTokens.size > 0,
  }
}
