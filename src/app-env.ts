/** What a request carries once the door has let it in. */
import type { Limiter } from './guard/limits.ts'
import type { EndDeps } from './leaving/end.ts'
import type { Platform, Workspace } from './platform.ts'

/** Roles of OKR practice in sales, plus the technical administrator. */
export const roles = [
  'administrator',
  'management',
  'okr_master',
  'team_lead',
  'member',
  'coach',
  'auditor',
] as const
export type Role = (typeof roles)[number]

export const locales = ['de', 'en'] as const
export type Locale = (typeof locales)[number]

export interface Session {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
}

/** Hono's environment: set by the session middleware of `src/auth`, read by every route. */
export interface AppEnv {
  Variables: {
    session: Session
    workspace: Workspace
    locale: Locale
  }
}

export interface AppDeps extends Platform {
  /** Where people reach us, without a trailing slash. */
  readonly publicUrl: string
  /** Key of the session cookies. */
  readonly sessionSecret: string
  /** By CRM: what our own apps sign pushes with, for every account. */
  readonly pushSecrets: Readonly<Record<string, readonly string[]>>
  /** Anybody whom their CRM lets install may make a company; else only people who are known here. */
  readonly openToAll?: boolean
  /** How a company goes; without it none can be ended here. */
  readonly ends?: EndDeps
  /** Default: one in memory, for as long as the process. */
  readonly limiter?: Limiter
}
