/** The pages of privacy with something on them: two CRMs, a proposal that waits, definitions of which one is hidden. */
import { noContracts } from '../../connectors/contract.ts'
import { registry } from '../../connectors/registry.ts'
import type { PrivacyView } from '../../src/works-council/read-privacy.ts'
import type { ViewsView } from '../../src/works-council/views-page.ts'

const readsOf = (crm: string, properties: readonly string[]) =>
  registry.find(({ id }) => id === crm)?.reads?.({ account: null, properties, contracts: noContracts }) ?? []

const proposal = {
  ...{ id: 'p2', before: 5, after: 4, state: 'open', proposedBy: 'u2', proposedRole: 'administrator' },
  reason: 'Das Team Nord hat nur noch vier Mitglieder und soll seine Zahlen weiter sehen.',
  ...{ proposedAt: '2026-11-20T08:12:00.000Z', expiresAt: '2026-12-04T08:12:00.000Z' },
  ...{ decidedBy: null, decidedRole: null, decidedAt: null },
}

export function privacyView(over: Partial<PrivacyView> = {}): PrivacyView {
  return {
    ...{ company: 'Brückner Antriebstechnik', timeZone: 'Europe/Berlin', minimum: 5, floor: 3 },
    proposals: [
      proposal,
      {
        ...{ ...proposal, id: 'p1', before: 4, after: 5, state: 'agreed', decidedBy: 'u3' },
        ...{ decidedRole: 'auditor', decidedAt: '2026-10-02T13:40:00.000Z' },
      },
    ],
    connections: [
      { id: 'hubspot', crm: 'hubspot', properties: ['region'], objects: readsOf('hubspot', ['region']) },
      { id: 'salesforce', crm: 'salesforce', properties: [], objects: readsOf('salesforce', []) },
    ],
    ...{ lifetimes: { textDays: 365, sessionDays: 90 }, leavingDays: 30 },
    definitions: {
      people: 34,
      lines: [
        {
          ...{ id: 'k1', team: 'Vertrieb DACH', people: 34, total: true, broken: null },
          sentence: 'Umsatz aus gewonnenen Deals, Abschluss vom 1. Oktober bis 31. Dezember 2026',
        },
        {
          ...{ id: 'k2', team: 'Team Nord', people: 4, total: false },
          broken: { code: 'group_too_small', subject: '4' },
          sentence: 'Gewinnquote der Deals in der Pipeline „Neugeschäft“ von Team „Nord“',
        },
        { ...{ id: 'k3', team: 'Service', people: null, total: false, broken: null }, sentence: null },
      ],
    },
    viewsRead: '2026-11-18T09:30:00.000Z',
    changes: [
      {
        ...{ at: '2026-11-20T08:12:00.000Z', actor: 'u2', action: 'minimum.propose' },
        ...{ before: '5', after: '4', reason: proposal.reason },
      },
      {
        ...{ at: '2026-10-02T13:40:00.000Z', actor: 'u3', action: 'minimum.agree' },
        ...{ before: '4', after: '5', reason: null },
      },
      {
        ...{ at: '2026-09-01T07:00:00.000Z', actor: 'command line', action: 'time_zone.change' },
        ...{ before: 'UTC', after: 'Europe/Berlin', reason: null },
      },
    ],
    names: new Map([
      ['u2', 'Jonas Petersen'],
      ['u3', 'Aylin Demir'],
    ]),
    ...over,
  }
}

export function viewsView(): ViewsView {
  const row = { role: 'member', way: 'page', subject: null, about: null } as const
  const about = { metric: 'won_revenue', team: 'Vertrieb DACH' }
  const keyResult = '7d1f0a2c-1703-48e5-beed-de2b813578bb'
  return {
    views: [
      {
        ...{ ...row, at: '2026-11-24T07:05:00.000Z', person: 'u3', name: 'Aylin Demir', role: 'auditor' },
        kind: 'view_log',
      },
      {
        ...{ ...row, at: '2026-11-23T15:20:00.000Z', person: 'u4', name: 'Mara Lindner', about },
        ...{ kind: 'key_result_deals', subject: keyResult },
      },
      {
        ...{ ...row, at: '2026-11-23T15:19:00.000Z', person: 'u4', name: 'Mara Lindner' },
        kind: 'board',
      },
      {
        ...{ ...row, at: '2026-11-23T08:01:00.000Z', person: 'u9', name: null, role: 'management' },
        ...{ kind: 'export', way: 'file', about: { metric: null, team: 'Service' }, subject: keyResult },
      },
    ],
    next: '118',
    ...{ query: { from: '2026-11-01' }, timeZone: 'Europe/Berlin' },
  }
}
