/** Walks an org from inside workerd; the test beside it looks at what came. */
import { ConnectorError, type HttpRequest } from '../../../connectors/contract.ts'
import { salesforce } from '../../../connectors/salesforce/index.ts'

async function walk(instanceUrl: string) {
  let token = ''
  const sent: string[] = []
  async function send({ method, url, headers, body }: HttpRequest) {
    sent.push(`${method} ${new URL(url).pathname}`)
    const signed = token === '' ? headers : { ...headers, authorization: `Bearer ${token}` }
    const answer = await fetch(url, { method, headers: signed, body })
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
    }
  }
  const now = '2026-04-10T02:30:00.000Z'
  const config = salesforce.config.parse({ instanceUrl, clientId: 'id', clientSecret: 'secret' })
  token = (await salesforce.authorize(config, send, now)).token
  const pull = {
    config,
    baseUrl: instanceUrl,
    transport: { send },
    now,
    account: null,
    timeZone: 'UTC',
    properties: [],
  }
  const [account = null] = (await salesforce.streams.account(pull, null)).records
  const deals = await salesforce.streams.deals({ ...pull, account }, null)
  const { native } = salesforce
  const asks = [
    native?.ask('soql', 'SELECT COUNT(Id) FROM Opportunity'),
    native?.ask('report', '00OgL0000000001'),
  ]
  const known = asks.flatMap((one) => (one === undefined || 'trouble' in one ? [] : [one]))
  const numbers = await native?.read({ ...pull, account }, known)
  const rights = await native?.rights({ ...pull, account })
  return { account, deals: deals.records, sent, numbers, rights }
}

export default {
  async fetch(request: Request): Promise<Response> {
    const org = new URL(request.url).searchParams.get('org') ?? ''
    try {
      return Response.json(await walk(org))
    } catch (error) {
      const failure = error instanceof ConnectorError ? error.failure : String(error)
      return Response.json({ failure }, { status: 500 })
    }
  },
}
