import { expect, test } from 'vitest'
import { z } from 'zod'
import { actions } from '../../../src/okr/roles.ts'
import { jsonOf, running } from '../../support/app.ts'

const operation = z.object({
  summary: z.string().min(5),
  description: z.string(),
  responses: z.record(z.string(), z.object({ description: z.string() })),
})
const document = z.object({
  openapi: z.literal('3.1.0'),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

test('the description names every route of the API, the right it needs and how it refuses', async () => {
  const { app, request } = await running()
  const doc = await jsonOf(await request('/api/openapi.json'), document)
  const described = Object.entries(doc.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} /api${path.replace('{id}', ':id')}`),
  )
  const registered = app.routes
    .filter(
      ({ method, path }) => method !== 'ALL' && path.startsWith('/api/') && path !== '/api/openapi.json',
    )
    .map(({ method, path }) => `${method} ${path}`)
  expect(described.toSorted()).toEqual([...new Set(registered)].toSorted())
  for (const { description, responses } of Object.values(doc.paths).flatMap((one) => Object.values(one))) {
    expect(actions).toContain(/`([a-z_.]+)`/.exec(description)?.[1])
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '422']))
  }
  expect(Object.keys(doc.components.schemas)).toEqual(
    expect.arrayContaining(['Board', 'KeyResult', 'MetricValue', 'Evidence']),
  )
})

test('every reference of the description leads to a schema, and inputs say what may be left out', async () => {
  const { request } = await running()
  const text = await (await request('/api/openapi.json')).text()
  const shape = z.object({
    components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
    paths: z.looseObject({
      '/key-results': z.looseObject({
        post: z.looseObject({
          requestBody: z.object({
            required: z.literal(true),
            content: z.object({
              'application/json': z.object({ schema: z.looseObject({ required: z.array(z.string()) }) }),
            }),
          }),
        }),
      }),
    }),
  })
  const doc = shape.parse(JSON.parse(text))
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  )
  expect(references.length).toBeGreaterThan(50)
  expect(Object.keys(doc.components.schemas)).toEqual(expect.arrayContaining([...new Set(references)]))
  expect(text.includes('$defs')).toBe(false)
  const { schema } = doc.paths['/key-results'].post.requestBody.content['application/json']
  expect(schema.required.toSorted()).toEqual(['kind', 'objectiveId', 'origin', 'title'])
})
