import { createHmac } from 'node:crypto'
import { salesforce } from '../../../connectors/salesforce/index.ts'
import { organizationId } from '../../../connectors/salesforce/sandbox/id.ts'
import type { Switches } from '../../../connectors/salesforce/sandbox/index.ts'
import { testConnector } from '../conformance.ts'
import { testHistory } from '../conformance-history.ts'
import { testPush } from '../conformance-push.ts'
import { testRecheck } from '../conformance-recheck.ts'
import { idOf, subject } from './subject.ts'

/** The other position of everything nobody could confirm about Salesforce, and of what differs between orgs. */
const otherwise: Partial<Switches> = {
  apiVersion: '66.0',
  tokenLifetimeMs: 15 * 60_000,
  perAppUsage: false,
  viewSetup: true,
  organizationCurrency: true,
  aggregateRates: 'dated',
  lastRateEnds: null,
  rateDigits: 15,
  pageRows: 50,
  emptyPages: true,
  groupsRecordTypes: false,
  cursorReads: 'snapshot',
  openCursors: 1,
  commitLagMs: 10 * 60_000,
  scrambleTies: false,
  wholeSeconds: false,
  ratesTouch: true,
  masterRecordType: 'id',
  personAccounts: ['900'],
  formulas: ['Age__c'],
  fiscalYearByStart: true,
  historyRelationship: 'Histories',
  revokeEndsAccess: true,
  closeDate: 'required',
}

for (const one of [
  subject('Salesforce, the harsher way', { pageRows: 200 }),
  subject('Salesforce, the other way round', otherwise),
]) {
  testConnector(one)
  testHistory(one)
}

testRecheck(subject('Salesforce, the harsher way', { pageRows: 200 }))
// What a transaction has not committed yet nobody can see, whichever way they look.
testRecheck(subject('Salesforce, the other way round', { ...otherwise, commitLagMs: 0 }))

testPush({
  name: 'Salesforce',
  push: salesforce.push,
  url: 'https://pegel.example/webhooks/salesforce',
  secret: 'consumer-secret',
  account: organizationId('4711'),
  signed(body, at, secret) {
    const t = Date.parse(at)
    const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('base64')
    return { method: 'POST', url: '', headers: { 'x-pegel-signature': `t=${t},v1=${v1}` }, body }
  },
  message: (ids, at) =>
    JSON.stringify({
      orgId: organizationId('4711').slice(0, 15),
      events: ids.map((id) => ({ id: idOf('deal', id), change: 'UPDATE', at, key: `tx-${id}` })),
    }),
})
