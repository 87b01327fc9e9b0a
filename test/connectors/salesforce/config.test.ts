import { expect, test } from 'vitest'
import { configSchema } from '../../../connectors/salesforce/config.ts'

const config = (instanceUrl: string, more: object = {}) =>
  configSchema.safeParse({ instanceUrl, clientId: ' id ', clientSecret: 'secret', ...more })

test.each([
  ['https://acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
  ['https://acme.my.salesforce.com/', 'https://acme.my.salesforce.com'],
  ['https://ACME.my.salesforce.com', 'https://acme.my.salesforce.com'],
  ['https://acme.lightning.force.com', 'https://acme.my.salesforce.com'],
  ['https://acme--uat.sandbox.lightning.force.com/', 'https://acme--uat.sandbox.my.salesforce.com'],
  ['https://acme.my.salesforce.com:443', 'https://acme.my.salesforce.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('%s is the org at %s', (typed, origin) => {
  expect(config(typed).data).toEqual({ instanceUrl: origin, clientId: 'id', clientSecret: 'secret' })
})

test.each([
  '',
  'acme',
  'ftp://acme.my.salesforce.com',
  'https://acme.my.salesforce.com/lightning/page/home',
  'https://acme.my.salesforce.com/?x=1',
  'https://acme.my.salesforce.com/#x',
  'https://user:password@acme.my.salesforce.com',
  'http://acme.my.salesforce.com',
  'https://acme.my.salesforce.com:8443',
  'http://acme.my.salesforce.com:443',
  'http://127.0.0.1.example.com',
])('%j is no address of an org', (typed) => {
  expect(config(typed).success).toBe(false)
  expect(config('https://acme.my.salesforce.com', { tokenUrl: typed }).success).toBe(false)
})

test('a relay for tokens may be named, nothing else', () => {
  const tokenUrl = 'https://relay.example.com'
  expect(config('https://acme.my.salesforce.com', { tokenUrl }).data).toMatchObject({ tokenUrl })
  expect(config('https://acme.my.salesforce.com', { tokenUrl, password: 'x' }).success).toBe(false)
  expect(config('https://acme.my.salesforce.com', { clientSecret: ' ' }).success).toBe(false)
})
