/** A connector on its bench: a sandbox CRM, the real transport, one virtual clock for both. */
import { inspect } from 'node:util'
import { expect } from 'vitest'
import type { AnyConnector } from '../../../connectors/any-connector.ts'
import {
  type AccountRecord,
  ConnectorError,
  type Cursor,
  type Failure,
  type Instant,
  type Page,
  type Pull,
  pullOf,
  type Stream,
} from '../../../connectors/contract.ts'
import type { Crm, Sandbox } from '../../../connectors/demo/types.ts'
import { createTransport, plainSend } from '../../../connectors/transport.ts'

export interface Subject {
  readonly name: string
  readonly connector: AnyConnector
  /** `clockMs` is virtual time for the sandbox's rate limits: it moves when somebody waits. */
  start(world: { crm: Crm; now(): Instant; clockMs(): number }): Promise<Sandbox>
  config(sandbox: Sandbox): Record<string, unknown>
  /** What may stand in no error, log or address. */
  secrets(config: Record<string, unknown>): readonly string[]
  /** The connector's id of a record of the neutral company. */
  idOf(kind: 'deal' | 'company' | 'user' | 'team', id: string): string
  /** Name of the neutral custom field `region` in this CRM. */
  readonly regionProperty: string
  /** Most deals a page may hold. */
  readonly dealsPerPage: number
  /** The vendor's own answer where a right is missing. */
  readonly forbidden: { readonly status: number; readonly body: string }
  /** The vendor's own 429; null for one that sends no Retry-After. */
  readonly rateLimited: { readonly status: number; readonly body: string } | null
  /** Some fields that no page of deals can do without: an answer without them is unreadable. */
  readonly emptied: string
}

export type Bench = Awaited<ReturnType<typeof createBench>>

/** `more` takes the place of what every pull says of the company. */
export async function createBench(
  subject: Subject,
  crm: Crm,
  start: Instant,
  deadlineMs = 10_000,
  more: Partial<Pick<Pull<unknown>, 'contracts' | 'currency' | 'properties' | 'thorough'>> = {},
) {
  let time = Date.parse(start)
  const now = () => new Date(time).toISOString()
  const sandbox = await subject.start({ crm, now, clockMs: () => time })
  const { connector } = subject
  const config = subject.config(sandbox)
  const told: string[] = []
  /** What was sent along, of the requests that sent anything. */
  const bodies: string[] = []
  /** Answers in the sandbox's place; null lets a request through. */
  const intercept: { answer: ((address: string) => Response | null) | null } = { answer: null }
  const spying: typeof fetch = async (input, init) => {
    told.push(String(input))
    if (typeof init?.body === 'string') bodies.push(init.body)
    return intercept.answer?.(String(input)) ?? fetch(input, init)
  }
  const wire = {
    connector,
    hosts: [...connector.hosts(config), new URL(sandbox.url).host],
    fetch: spying,
    now,
    sleep: async (ms: number) => {
      time += ms
    },
    random: () => 0.5,
    deadlineMs,
  }
  const send = plainSend({ ...wire, secrets: subject.secrets(config) })
  const authorize = () => connector.authorize(config, send, now())
  let grant = await authorize()
  const transport = createTransport({
    ...wire,
    grant: {
      current: async () => grant,
      renew: async () => {
        grant = await authorize()
        return grant
      },
    },
  })

  let account: AccountRecord | null = null
  /** What every request says of the company. */
  function requested(): Pull<unknown> {
    return {
      config,
      baseUrl: grant.baseUrl,
      transport,
      now: now(),
      account,
      timeZone: crm.timeZone,
      properties: [subject.regionProperty],
      ...more,
    }
  }

  function pull<S extends Stream>(stream: S, cursor: Cursor | null): Promise<Page<S>> {
    // As from storage: a cursor is what its JSON says.
    return pullOf(connector, stream)(requested(), JSON.parse(JSON.stringify(cursor)))
  }

  /** Pages until the walk rests; a walk that does not end fails here. */
  async function walk<S extends Stream>(
    stream: S,
    cursor: Cursor | null,
    between: () => void = () => undefined,
  ): Promise<Page<S>[]> {
    const pages: Page<S>[] = []
    for (let at = cursor; pages.length < 200; ) {
      const page = await pull(stream, at)
      pages.push(page)
      if (!page.more) return pages
      at = page.cursor
      between()
    }
    throw new Error(`${stream} does not end`)
  }

  async function failure(stream: Stream): Promise<Failure> {
    const error: unknown = await pull(stream, null).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(ConnectorError)
    const shown = `${inspect(error, { depth: 9 })} ${JSON.stringify(error)} ${String(error)}`
    for (const secret of [...subject.secrets(config), grant.token]) expect(shown).not.toContain(secret)
    return (error as ConnectorError).failure
  }

  const [first] = await walk('account', null)
  account = first?.records[0] ?? null
  return {
    sandbox,
    crm,
    config,
    told,
    bodies,
    intercept,
    requested,
    pull,
    walk,
    failure,
    now,
    account: () => account,
    token: () => grant.token,
    pass: (ms: number) => {
      time += ms
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
}

export function recordsOf<S extends Stream>(pages: readonly Page<S>[]): Page<S>['records'][number][] {
  return pages.flatMap((page) => page.records)
}
