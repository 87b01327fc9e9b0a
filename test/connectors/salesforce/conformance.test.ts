import type { Switches } from '../../../connectors/salesforce/sandbox/index.ts'
import { testConnector } from '../conformance.ts'
import { subject } from './subject.ts'

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

testConnector(subject('Salesforce, the harsher way', { pageRows: 200 }))
testConnector(subject('Salesforce, the other way round', otherwise))
