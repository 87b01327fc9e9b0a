/** What one running sandbox is made of. */
import type { Instant } from '../../contract.ts'
import type { Crm } from '../../demo/types.ts'
import type { Authorization } from './authorization.ts'
import type { BearerRules } from './bearer.ts'
import type { Cursors } from './cursors.ts'
import type { Memory } from './org.ts'
import type { Switches } from './switches.ts'
import type { Tokens } from './tokens.ts'
import type { Usage } from './usage.ts'

export interface State {
  readonly crm: Crm
  readonly switches: Switches
  now(): Instant
  readonly clientId: string
  readonly clientSecret: string
  /** Of the sandbox itself, once it listens. */
  origin(): string
  readonly memory: Memory
  readonly cursors: Cursors
  readonly usage: Usage
  readonly tokens: Tokens
  readonly authorization: Authorization
  readonly bearer: BearerRules
  /** Callbacks the app has registered, matched exactly. */
  readonly redirectUris: readonly string[]
  /** Statements served, newest last. */
  readonly queries: string[]
}
