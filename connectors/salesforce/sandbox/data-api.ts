/** The REST API below `/services/data`: who may ask, what it costs, and where a path leads. */
import { composite } from './composite.ts'
import { batchOf, type PageOptions } from './cursors.ts'
import { describeObject, summary } from './describe.ts'
import { html, json, paramsOf, pathOf, type Request, type Response, refused, sessionEnded } from './http.ts'
import { fullId } from './id.ts'
import { orgAt } from './org.ts'
import { Refusal } from './refusal.ts'
import { replicated } from './replication.ts'
import { report } from './reports.ts'
import { type Schema, schemaOf } from './schema.ts'
import { runSoql } from './soql/run.ts'
import type { State } from './state.ts'
import type { Table } from './table.ts'
import { bearer } from './tokens.ts'

const OLDEST_VERSION = 31
/** Of a sandbox that runs for weeks. */
const KEPT_QUERIES = 10_000

export function dataApi(state: State, request: Request): Response {
  const nowMs = Date.parse(state.now())
  const { switches, usage } = state
  if (/^\/services\/data\/?$/.test(pathOf(request))) return json(200, versions(switches.apiVersion))

  const token = bearer(request.headers)
  if (token === null || !state.tokens.valid(token, nowMs)) return sessionEnded()
  const allowed = usage.take(nowMs, switches)
  const { apiRefused } = switches
  const serve = () => {
    if (apiRefused !== null) throw new Refusal(apiRefused.status, apiRefused.errorCode, apiRefused.message)
    return route(state, request)
  }
  const answer = allowed
    ? guarded(serve)
    : refused(new Refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'))
  return { ...answer, headers: { ...answer.headers, 'sforce-limit-info': usage.header(nowMs, switches) } }
}

function guarded(serve: () => Response): Response {
  try {
    return serve()
  } catch (error) {
    if (error instanceof Refusal) return refused(error)
    throw error
  }
}

function versions(highest: string) {
  const last = Number(highest)
  return Array.from({ length: last - OLDEST_VERSION + 1 }, (_, index) => {
    const version = `${OLDEST_VERSION + index}.0`
    return { label: `Release ${version}`, url: `/services/data/v${version}`, version }
  })
}

function notFound(): Refusal {
  return new Refusal(404, 'NOT_FOUND', 'The requested resource does not exist')
}

function route(state: State, request: Request): Response {
  const [, version = '', rest = ''] = /^\/services\/data\/v(\d+\.\d)(\/.*)?$/.exec(pathOf(request)) ?? []
  if (version === '' || Number(version) > Number(state.switches.apiVersion)) throw notFound()
  if (Number(version) < OLDEST_VERSION)
    throw new Refusal(400, 'UNSUPPORTED_API_VERSION', `API version ${version} is no longer supported`)
  const [resource = '', ...steps] = rest.split('/').filter((step) => step !== '')
  const schema = schemaOf(orgAt(state.crm, state.switches, state.now(), state.memory))
  const batch = batchOf(request.headers['sforce-query-options'])
  const page = { version, nowMs: Date.parse(state.now()), switches: state.switches, batch }

  if (resource === 'composite' && steps.length === 0) {
    only(request, 'POST')
    if (!/^application\/json/i.test(request.headers['content-type'] ?? ''))
      throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'the content type is not supported')
    return composite(request, (inner) => guarded(() => route(state, inner)))
  }
  only(request, 'GET')
  switch (resource) {
    case '':
      return json(200, {
        sobjects: `/services/data/v${version}/sobjects`,
        query: `/services/data/v${version}/query`,
      })
    case 'query':
    case 'queryAll':
      if (steps[0] !== undefined) return json(200, state.cursors.next(steps[0], page))
      return query(state, schema, request, page, resource === 'queryAll')
    case 'sobjects':
      return sobjects(schema, request, steps, version, state)
    case 'limits':
      return limits(state)
    case 'analytics':
      if (steps[0] !== 'reports') throw notFound()
      return report(schema, state.switches, steps.slice(1), { version, salt: state.memory.statements })
    default:
      throw notFound()
  }
}

function only(request: Request, method: 'GET' | 'POST'): void {
  const allowed = method === 'GET' ? ['GET', 'HEAD'] : [method]
  if (!allowed.includes(request.method))
    throw new Refusal(
      405,
      'METHOD_NOT_ALLOWED',
      `HTTP Method '${request.method}' not allowed. Allowed are ${allowed.join(',')}`,
    )
}

function query(state: State, schema: Schema, request: Request, page: PageOptions, all: boolean): Response {
  const soql = paramsOf(request).get('q')
  if (soql === null || soql.trim() === '')
    throw new Refusal(400, 'MALFORMED_QUERY', 'A query string has to be specified')
  state.memory.statements += 1
  state.queries.push(soql)
  if (state.queries.length > KEPT_QUERIES) state.queries.shift()
  const nest = (found: Parameters<typeof state.cursors.open>[0]) => state.cursors.open(found, page)
  const found = runSoql(soql, { schema, version: page.version, all, salt: state.memory.statements, nest })
  return json(200, state.cursors.open(found, page))
}

function sobjects(
  schema: Schema,
  request: Request,
  [name, part]: readonly string[],
  version: string,
  state: State,
): Response {
  if (name === undefined) {
    const tables = schema.names.map((object) => schema.table(object)).filter((table) => table !== null)
    return json(200, {
      encoding: 'UTF-8',
      maxBatchSize: 200,
      sobjects: tables.map((t) => summary(t, version)),
    })
  }
  const table = schema.table(name)
  if (table === null) throw notFound()
  switch (part) {
    case undefined:
      return json(200, { objectDescribe: summary(table, version), recentItems: [] })
    case 'describe':
      return described(table, request, version, state)
    case 'deleted':
    case 'updated':
      return json(200, replicated(schema.org, table, part, paramsOf(request)))
    default:
      return record(state, schema, table, part, request, version)
  }
}

/** Honours `If-Modified-Since`: set-up changes when a switch does. */
function described(table: Table, request: Request, version: string, state: State): Response {
  const body = describeObject(table, version)
  const { modified } = orgAt(state.crm, state.switches, state.now(), state.memory).watch(
    `describe ${table.name}`,
    body,
  )
  const since = Date.parse(request.headers['if-modified-since'] ?? '')
  const headers = { 'last-modified': new Date(modified).toUTCString() }
  if (since >= Date.parse(modified)) return { status: 304, headers, body: '' }
  return json(200, body, headers)
}

function record(
  state: State,
  schema: Schema,
  table: Table,
  id: string,
  request: Request,
  version: string,
): Response {
  const full = fullId(id)
  const row = full === null ? undefined : table.find(full)
  if (full === null || row === undefined) throw notFound()
  if (table.deleted(row)) throw new Refusal(404, 'ENTITY_IS_DELETED', 'entity is deleted')
  const wanted = paramsOf(request).get('fields')?.split(',') ?? table.fields.map((field) => field.name)
  const soql = `SELECT ${wanted.join(', ')} FROM ${table.name} WHERE Id = '${full}'`
  const found = runSoql(soql, {
    schema,
    version,
    all: false,
    salt: state.memory.statements,
    nest: () => null,
  })
  return json(200, found.rows.map(found.write)[0] ?? null)
}

function limits(state: State): Response {
  const { switches, usage } = state
  if (!switches.viewSetup)
    throw new Refusal(
      403,
      'INSUFFICIENT_ACCESS',
      'This user needs the permission View Setup and Configuration',
    )
  const used = usage.used(Date.parse(state.now()), switches)
  return json(200, {
    DailyApiRequests: { Max: switches.dailyRequests, Remaining: Math.max(0, switches.dailyRequests - used) },
    DailyBulkV2QueryJobs: { Max: 10_000, Remaining: 10_000 },
  })
}

/** Longer requests never reach the API: a gateway in front of it answers, in HTML. */
export function tooLong(request: Request): Response | null {
  const limit = 16_384
  if (request.url.length > limit) return html(414, 'URI Too Long')
  const headers = Object.entries(request.headers).reduce((sum, [k, v]) => sum + k.length + v.length + 4, 0)
  return request.url.length + headers > limit ? html(431, 'Request Header Fields Too Large') : null
}
