import { expect, test } from 'vitest'
import { isAllowed } from '../../connectors/hosts.ts'

test.each([
  ['https://api.example.com/deals', ['api.example.com'], true],
  ['https://API.example.com/deals', ['api.example.com'], true],
  ['https://api.example.com.evil.test/', ['api.example.com'], false],
  ['https://evil.test/api.example.com', ['api.example.com'], false],
  ['https://api.example.com@evil.test/', ['api.example.com'], false],
  ['https://user:secret@api.example.com/', ['api.example.com'], false],
  ['http://api.example.com/', ['api.example.com'], false],
  ['http://relay.internal:8080/', ['http://relay.internal:8080'], true],
  ['http://relay.internal:8081/', ['http://relay.internal:8080'], false],
  ['https://relay.internal:8080/', ['http://relay.internal:8080'], false],
  ['http://127.0.0.1:4711/', ['127.0.0.1'], true],
  ['http://127.0.0.1:4711/', ['127.0.0.1:4711'], true],
  ['http://127.0.0.1:4712/', ['127.0.0.1:4711'], false],
  ['http://localhost:1/', ['localhost'], true],
  ['http://127.0.0.1:4711/', ['api.example.com'], false],
  ['https://acme.my.crm.test/', ['.my.crm.test'], true],
  ['https://a.b.my.crm.test/', ['.my.crm.test'], true],
  ['https://my.crm.test/', ['.my.crm.test'], false],
  ['https://evilmy.crm.test/', ['.my.crm.test'], false],
  ['file:///etc/passwd', ['.'], false],
  ['not a url', ['.'], false],
  ['https://api.example.com/', [], false],
])('%s against %j: %s', (url, entries, allowed) => {
  expect(isAllowed(url, entries)).toBe(allowed)
})

test('regression: an entry that names the port of its protocol allowed nothing', () => {
  expect(isAllowed('https://relay.example/x', ['relay.example:443'])).toBe(true)
  expect(isAllowed('https://relay.example:443/x', ['relay.example:443'])).toBe(true)
  expect(isAllowed('http://127.0.0.1/x', ['127.0.0.1:80'])).toBe(true)
  expect(isAllowed('https://relay.example:8443/x', ['relay.example:443'])).toBe(false)
  expect(isAllowed('http://127.0.0.1/x', ['127.0.0.1:443'])).toBe(false)
})
