/** What every page is given besides its data. Pages are pure functions of both. */
import type { html } from 'hono/html'
import type { Instant } from '../../connectors/contract.ts'
import type { AppDeps, Locale, Session } from '../app-env.ts'
import type { Formatters, Translate } from '../i18n/index.ts'
import type { AskNative } from '../okr/native/ask.ts'
import type { Action } from '../okr/roles.ts'
import type { Workspace } from '../platform.ts'

export type Html = ReturnType<typeof html>
/** What a template may leave out. */
export type Maybe = Html | readonly Html[] | null

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export interface PageContext {
  readonly t: Translate
  readonly f: Formatters
  readonly locale: Locale
  readonly theme: Theme
  /** Path and query of this page: the switches come back to it. */
  readonly path: string
  readonly now: Instant
  readonly session: Session | null
  readonly workspaceName: string | null
  /** What the session's role may do here; pages offer nothing else. */
  may(action: Action): boolean
}

/** What the routes need of the program; the workspace travels with the request. */
export interface WebDeps extends Pick<AppDeps, 'now' | 'publicUrl'> {
  readonly authors: Authors
  /** The way to a CRM for what it is asked before it is saved. */
  askNative?(workspace: Workspace): AskNative
}

/** Names of those who wrote a value, by id; who is no member of the workspace has none. */
export type Authors = (
  workspaceId: string,
  userIds: readonly string[],
) => Promise<ReadonlyMap<string, string>>
