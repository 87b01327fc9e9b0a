import { expect, test } from 'vitest'
import { createSalesforceApi } from '../../../../connectors/salesforce/sandbox/index.ts'
import { dealFields, NOW, smallCompany } from './company.ts'

const QUERY = '/services/data/v68.0/query?q=SELECT+Id,Name+FROM+Opportunity+ORDER+BY+CloseDate'

/** What an org of this seed answers to a sign-in, a code, and a few statements whose order is left open. */
function played(seed?: string) {
  const crm = smallCompany()
  for (let n = 0; n < 30; n += 1) crm.createDeal({ ...dealFields, name: `Deal ${n}` }, NOW)
  const api = createSalesforceApi({
    crm,
    now: () => NOW,
    redirectUris: ['https://app.example.com/callback'],
    switches: { pageRows: 7 },
    ...(seed === undefined ? {} : { seed }),
  })
  const ask = (method: string, url: string, headers: Record<string, string> = {}, body = '') => {
    const answer = api.handle({ method, url, headers, body })
    if (answer.kind !== 'response') throw new Error(answer.kind)
    return answer.response
  }
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: api.clientId,
    client_secret: api.clientSecret,
  })
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const token = ask('POST', '/services/oauth2/token', type, form.toString())
  const authorization = `Bearer ${JSON.parse(token.body).access_token}`
  const code = ask(
    'GET',
    `/services/oauth2/authorize?response_type=code&client_id=${api.clientId}&code_challenge=x&code_challenge_method=S256&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback`,
  )
  const pages = [QUERY, QUERY].map((url) => ask('GET', url, { authorization }))
  api.close()
  return { token, code, pages, calls: api.calls, queries: api.queries }
}

test('without a socket the same seed answers the same, and another seed with other secrets', () => {
  const first = played()
  expect(first.pages.map((page) => page.status)).toEqual([200, 200])
  expect(first.code.status).toBe(302)
  expect(first.token.body).toContain('https://acme.my.salesforce.com')
  expect(played()).toEqual(first)
  expect(played('another').token).not.toEqual(first.token)
})

test('a hang, a reset and half a body are told as what they are, and logged', () => {
  const api = createSalesforceApi({ crm: smallCompany(), now: () => NOW })
  const ask = () => api.handle({ method: 'GET', url: '/services/data', headers: {}, body: '' })
  for (const kind of ['hang', 'reset', 'half_body'] as const) api.fault({ match: '', times: 1, kind })
  expect([ask(), ask()]).toEqual([{ kind: 'hang' }, { kind: 'reset' }])
  const cut = ask()
  const whole = ask()
  if (cut.kind !== 'response' || whole.kind !== 'response') throw new Error('no answer')
  expect(whole.response.body.startsWith(cut.response.body)).toBe(true)
  expect(Number(cut.response.headers['content-length'])).toBe(whole.response.body.length)
  expect(cut.response.body.length).toBeLessThan(whole.response.body.length)
  expect(api.calls.map((call) => call.status)).toEqual([0, 0, 200, 200])
})
