/**
 * The description of the API, made from the schemas that parse and answer. zod writes JSON Schema 2020-12, which is
 * what OpenAPI 3.1 takes; a library for this would keep all of zod in the Worker's bundle (80 KiB).
 */
import * as z from 'zod'
import type { Described } from './endpoint.ts'
import { problemSchema } from './problem-answer.ts'

type Json = Record<string, unknown>

/** Collects schemas with an id (`.meta({ id })`) under their name, and points to them. */
function schemas() {
  const named: Json = {}
  function of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $schema: _, $defs = {}, ...own } = pointed(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))
    for (const [name, definition] of Object.entries($defs as Json)) named[name] = definition
    return typeof own.id === 'string' && own.$ref === undefined ? keep(own.id, own) : own
  }
  function keep(name: string, schema: Json): Json {
    named[name] = schema
    return { $ref: `#/components/schemas/${name}` }
  }
  return { named, of }
}

/** The same schema with its references pointing to where OpenAPI keeps them. */
function pointed(schema: unknown): Json {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')
  return JSON.parse(text) as Json
}

export function openApi(endpoints: readonly Described[], serverUrl: string): Json {
  const { named, of } = schemas()
  const content = (schema: z.ZodType, io: 'input' | 'output', type = 'application/json') => ({
    content: { [type]: { schema: of(schema, io) } },
  })
  const refused = (description: string) => ({
    description,
    ...content(problemSchema, 'output', 'application/problem+json'),
  })
  const parameters = (endpoint: Described) => [
    ...(endpoint.path.includes('{id}')
      ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
      : []),
    ...Object.entries(endpoint.query?.shape ?? {}).map(([name, schema]) => ({
      ...{ name, in: 'query', required: false, schema: of(schema as z.ZodType, 'output') },
    })),
  ]
  const operation = (endpoint: Described) => ({
    summary: endpoint.summary,
    tags: [endpoint.tag],
    description: `Needs the right \`${endpoint.action}\`.`,
    parameters: parameters(endpoint),
    ...(endpoint.input === undefined
      ? {}
      : { requestBody: { required: true, ...content(endpoint.input, 'input') } }),
    responses: {
      [endpoint.status ?? 200]: {
        description: endpoint.summary,
        ...content(endpoint.answer, 'output', endpoint.produces),
      },
      400: refused('The body is no JSON'),
      401: refused('Not signed in'),
      403: refused('The role does not allow it'),
      ...(endpoint.path.includes('{id}') ? { 404: refused('There is none of this id') } : {}),
      422: refused('Refused: each issue names a field and a reason'),
    },
  })
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pegel',
      version: '1',
      description:
        'Sales metrics linked to key results. Errors are RFC 9457 problems with a stable code and a next step.',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: { schemas: named },
  }
}
