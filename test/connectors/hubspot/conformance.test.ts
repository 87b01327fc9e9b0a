import { createHmac } from 'node:crypto'
import { hubspot } from '../../../connectors/hubspot/index.ts'
import { testConnector } from '../conformance.ts'
import { testHistory } from '../conformance-history.ts'
import { testPush } from '../conformance-push.ts'
import { testRecheck } from '../conformance-recheck.ts'
import { otherwise } from './otherwise.ts'
import { subject } from './subject.ts'

for (const one of [
  subject('HubSpot, as its documents say', {}),
  subject('HubSpot, where nobody knows the other way round', otherwise),
]) {
  testConnector(one)
  testRecheck(one)
  testHistory(one)
}

const url = 'https://pegel.example/webhooks/hubspot'
testPush({
  name: 'HubSpot',
  push: hubspot.push,
  url,
  secret: 'client-secret',
  account: '48110220',
  signed(body, at, secret) {
    const timestamp = String(Date.parse(at))
    const signature = createHmac('sha256', secret).update(`POST${url}${body}${timestamp}`).digest('base64')
    const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp }
    return { method: 'POST', url, headers, body }
  },
  message: (ids, at) =>
    JSON.stringify(
      ids.map((id) => ({
        eventId: 1,
        portalId: 48_110_220,
        occurredAt: Date.parse(at),
        subscriptionType: 'object.propertyChange',
        objectTypeId: '0-3',
        objectId: Number(id),
      })),
    ),
})
