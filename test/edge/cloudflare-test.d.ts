/** What the tests use of workerd's test module; its own types would replace Node's globals in the whole program. */
declare module 'cloudflare:test' {
  import type { ExecutionContext } from '@cloudflare/workers-types'
  import type { EdgeEnv } from '../../src/platform-edge.ts'

  export const env: EdgeEnv
  /** The Worker of `wrangler.toml`, called as from outside. */
  export const SELF: {
    fetch(input: string, init?: RequestInit): Promise<Response>
    scheduled(options: { readonly cron: string }): Promise<{ readonly outcome: string }>
  }
  export function createExecutionContext(): ExecutionContext
  /** Until what it was told to wait for is done. */
  export function waitOnExecutionContext(context: ExecutionContext): Promise<void>
}
