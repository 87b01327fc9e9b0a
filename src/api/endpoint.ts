/** What every route of the API is made with: one action, one description, one way in and out. */
import type { Hono } from 'hono'
import type * as z from 'zod'
import type { Instant } from '../../connectors/contract.ts'
import type { AppDeps, AppEnv, Session } from '../app-env.ts'
import { allow } from '../auth/session.ts'
import { parseInput } from '../okr/input.ts'
import type { Action } from '../okr/roles.ts'
import type { Workspace } from '../platform.ts'
import { Refusal } from './problem.ts'

/** What a handler is given: everything is parsed, and the caller may do it. */
export interface Call<Input, Query> {
  readonly id: string
  readonly input: Input
  readonly query: Query
  readonly workspace: Workspace
  readonly session: Session
  readonly now: Instant
}

export interface Endpoint<Input, Query, Answer extends object> {
  /** Asked of the caller's role before anything is read. */
  readonly action: Action
  readonly method: 'get' | 'post' | 'patch'
  /** With `{id}` where one is in the path. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly input?: z.ZodType<Input>
  readonly query?: z.ZodObject & z.ZodType<Query>
  readonly answer: z.ZodType<Answer>
  readonly status?: 200 | 201
  handle(call: Call<Input, Query>): Promise<Answer>
}

/** What the description needs of an endpoint. */
export type Described = Omit<Endpoint<unknown, unknown, object>, 'handle' | 'query' | 'answer'> & {
  readonly answer: z.ZodType
  readonly query?: z.ZodObject
  /** Of an answer that is no plain JSON object. */
  readonly produces?: string
}

export type Add = <Input = undefined, Query = undefined, Answer extends object = never>(
  endpoint: Endpoint<Input, Query, Answer>,
) => void

export function endpoints(app: Hono<AppEnv>, deps: AppDeps, described: Described[]): Add {
  return function add<Input, Query, Answer extends object>(endpoint: Endpoint<Input, Query, Answer>) {
    const { action, method, path, input, query, status = 200, handle } = endpoint
    described.push(endpoint)
    app.on(method.toUpperCase(), path.replace('{id}', ':id'), allow(action), async (c) => {
      const call = {
        id: c.req.param('id') ?? '',
        // An endpoint without a schema has `undefined` as its type.
        query: (query === undefined ? undefined : take(query, c.req.query())) as Query,
        input: (input === undefined ? undefined : take(input, await json(c.req))) as Input,
        workspace: c.get('workspace'),
        session: c.get('session'),
        now: deps.now(),
      }
      return c.json(await handle(call), status)
    })
  }
}

function take<Value>(schema: z.ZodType<Value>, raw: unknown): Value {
  const parsed = parseInput(schema, raw)
  if (!parsed.ok) throw new Refusal('invalid', parsed.issues)
  return parsed.value
}

async function json(request: { json(): Promise<unknown> }): Promise<unknown> {
  try {
    return await request.json()
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal('unreadable_request')
    throw error
  }
}
