/** What the two entries hand to the one program: databases, time, queue, sockets, secrets. All are arguments. */
import type { Instant } from '../connectors/contract.ts'
import type { OAuthApp } from '../connectors/oauth.ts'
import type { DirectoryDb, WorkspaceDb } from '../db/client.ts'

/** One company, opened. */
export interface Workspace {
  readonly id: string
  readonly name: string
  readonly timeZone: string
  readonly currency: string
  readonly db: WorkspaceDb
}

/** Work that is ready to be done. Delivered at least once, in any order; the cursor is the truth. */
export type Message =
  /** Open the night of one connection. */
  | { readonly kind: 'night'; readonly workspaceId: string; readonly source: string; readonly day: string }
  /** Pull pages of a run's next unfinished stream. */
  | { readonly kind: 'pull'; readonly workspaceId: string; readonly source: string; readonly runId: string }
  /** Read the deals that a push said have changed, and move the key results they touch. */
  | { readonly kind: 'changed'; readonly workspaceId: string; readonly source: string }
  /** Publish the values of a local day once no connection of the workspace is still on its way. */
  | { readonly kind: 'publish'; readonly workspaceId: string; readonly day: string }
  /** Look for what a lost message left lying in one company. */
  | { readonly kind: 'sweep'; readonly workspaceId: string }

export interface Queue {
  send(message: Message, delayMs?: number): Promise<void>
  /** Many in few requests, where a request is dear. */
  sendAll?(messages: readonly Message[]): Promise<void>
}

/** Seals secrets at rest (AES-GCM); `context` binds a ciphertext to its place. */
export interface Sealer {
  seal(plain: string, context: string): Promise<string>
  open(sealed: string, context: string): Promise<string>
  /** Keyed hash of a CRM user id: people are counted and never named. */
  hash(text: string): Promise<string>
}

export interface Platform {
  readonly directory: DirectoryDb
  /** Throws `WorkspaceMissing` for an id the directory does not know. */
  open(workspaceId: string): Promise<Workspace>
  now(): Instant
  sleep(ms: number): Promise<void>
  readonly queue: Queue
  readonly sealer: Sealer
  readonly fetch: typeof fetch
  /** Stands for this process: what lives as long goes by one clock. Default: the directory. */
  readonly lifetime?: object
  /** The directory is a server whose clock many machines share. Where time is not real, a function stands for that clock. */
  readonly serverClock?: true | (() => Instant)
  /** Hosts a connection may name beyond the vendor's own: sandboxes and relays. */
  readonly allowHosts: readonly string[]
  /** Our own apps by CRM, where the deployment has one. */
  readonly apps?: Readonly<Record<string, OAuthApp>>
  /** One structured line: no secret and no deal name in it. */
  log(event: string, fields: Readonly<Record<string, string | number | boolean | null>>): void
}

export class WorkspaceMissing extends Error {
  override readonly name = 'WorkspaceMissing'
}
