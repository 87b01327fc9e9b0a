import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { connectorFor, registry } from '../../connectors/registry.ts'

const exists = (path: string) => existsSync(new URL(`../../${path}`, import.meta.url))

test('each CRM is in the registry once, under the name of its folder', () => {
  const ids = registry.map((connector) => connector.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(connectorFor(id)?.id).toBe(id)
  expect(connectorFor('pipedrive')).toBeNull()
})

test('every connector has the same files, and a conformance test', () => {
  const wanted = registry.flatMap(({ id }) => [
    ...['index.ts', 'wire.ts', 'read.ts', 'map.ts', 'failure.ts', 'BEHAVIOR.md'].map(
      (file) => `connectors/${id}/${file}`,
    ),
    `connectors/${id}/sandbox/index.ts`,
    `test/connectors/${id}/conformance.test.ts`,
  ])
  expect(wanted.filter((path) => !exists(path))).toEqual([])
})

test('a configuration is parsed again at the door, so that a stored one that no longer fits is refused', () => {
  const hubspot = connectorFor('hubspot')
  expect(() => hubspot?.hosts({ token: 't', old: true })).toThrow()
})
