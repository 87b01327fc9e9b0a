import { expect, test } from 'vitest'
import { hubspot } from '../../../connectors/hubspot/index.ts'
import { dated } from '../../../connectors/hubspot/paths.ts'

test.each([
  [{ token: ' pat-1 ' }, { token: 'pat-1', apiUrl: 'https://api.hubapi.com' }],
  [
    { token: 't', apiUrl: 'http://127.0.0.1:8/' },
    { token: 't', apiUrl: 'http://127.0.0.1:8' },
  ],
  [{ token: '' }, null],
  [{ token: '   ' }, null],
  [{}, null],
  [{ token: 't', apiUrl: 'ftp://127.0.0.1' }, null],
  [{ token: 't', apiUrl: 'hubspot' }, null],
  [{ token: 't', url: 'x' }, null],
])('the configuration %j is read as %j', (config, expected) => {
  expect(hubspot.config.safeParse(config).data ?? null).toEqual(expected)
})

test('whoever types an address does not allow its host by that', () => {
  const config = hubspot.config.parse({ token: 't', apiUrl: 'https://evil.test' })
  expect(hubspot.hosts(config)).toEqual(['api.hubapi.com'])
})

test.each([
  ['/crm/v3/objects/deals?limit=1', '/crm/objects/2026-09/deals?limit=1'],
  ['/crm/v3/objects/companies/search', '/crm/objects/2026-09/companies/search'],
  ['/crm/v3/pipelines/deals', '/crm/pipelines/2026-09/deals'],
  ['/crm/v3/owners/?limit=100', '/crm/owners/2026-09?limit=100'],
  ['/crm/v3/owners', '/crm/owners/2026-09'],
])('%s is asked as %s', (path, expected) => {
  expect(dated(`https://api.hubapi.com${path}`)).toBe(`https://api.hubapi.com${expected}`)
})

test('a path that nobody dated is refused', () => {
  expect(() => dated('https://api.hubapi.com/crm/v3/lists')).toThrow('No dated path for /crm/v3/lists')
})
