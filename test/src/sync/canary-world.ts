/** A CRM full of canaries: names, ids and addresses long enough that they are nobody else's, and answers that quote secrets. */
import type { Crm } from '../../../connectors/demo/types.ts'
import { createHubspotApi, DEFAULT_TOKEN } from '../../../connectors/hubspot/sandbox/index.ts'
import { recordId } from '../../../connectors/salesforce/sandbox/id.ts'
import { createSalesforceApi } from '../../../connectors/salesforce/sandbox/index.ts'
import { FOUNDED, smallCompany } from '../../connectors/support/company.ts'
import type { IdleClock } from '../../support/idle-clock.ts'
import { type Answering, answering, type Resident } from '../../support/town.ts'

export const CLIENT_SECRET = 'canary-client-secret-0815-4711'
export const EMAIL = 'canary.person@zahnrad.example'
const DEALS = 40
const OWNER = 7_770_123_000

export function named(what: 'DEAL' | 'COMPANY' | 'PERSON', n: number): string {
  return `CANARY-${what}-${n}-Zahnräder & <Söhne>`
}

/** Null: this request is answered as ever. */
export type Trouble = (request: Request, quoted: string) => Response | null

export interface Watched extends Resident {
  readonly store: Crm
  readonly troubles: readonly Trouble[]
  /** Null: it works again. */
  fail(trouble: Trouble | null): void
  /** What must be nowhere, tokens it has seen included. */
  canaries(): string[]
}

function company(): Crm {
  const crm = smallCompany(0)
  for (const [n, user] of crm.users.entries())
    Object.assign(user, {
      id: String(OWNER + n),
      name: named('PERSON', n),
      email: `canary.${n}@zahnrad.example`,
    })
  for (const { id } of crm.companies.values())
    crm.upsertCompany({ id, name: named('COMPANY', Number(id)) }, FOUNDED)
  for (let n = 0; n < DEALS; n += 1)
    crm.createDeal(
      {
        ...{
          name: named('DEAL', n),
          companyId: String(900 + (n % 7)),
          pipelineId: 'new',
          stageId: n % 5 === 0 ? 'closedwon' : 'lead',
        },
        ...{
          amount: n === 7 ? null : '1000.00',
          currency: 'EUR',
          closeDate: '2026-03-27',
          probability: null,
          type: 'newbusiness',
        },
        ...{
          ownerId: String(OWNER + (n % 6)),
          forecastCategory: 'pipeline',
          properties: { region: named('DEAL', n) },
        },
      },
      FOUNDED,
    )
  return crm
}

function watched(
  given: Omit<Resident, 'answer'>,
  api: Answering,
  crm: Crm,
  troubles: readonly Trouble[],
): Watched {
  let trouble: Trouble | null = null
  const tokens = new Set<string>()
  return {
    ...given,
    store: crm,
    troubles,
    fail(next) {
      trouble = next
    },
    async answer(request) {
      const token = (request.headers.get('authorization') ?? '').replace(/^Bearer /, '')
      if (token !== '') tokens.add(token)
      if (trouble === null) return api(request)
      return (
        trouble(request, `${token} of client_secret=${CLIENT_SECRET} of ${EMAIL} is not welcome`) ??
        api(request)
      )
    },
    canaries: () => [
      ...[...crm.deals.values()].flatMap(({ name }) => [name, JSON.stringify(name).slice(1, -1)]),
      ...[...crm.companies.values()].map(({ name }) => name),
      ...crm.users.flatMap(({ id, name, email }) => [id, recordId('User', id), name, email]),
      ...['CANARY-DEAL', 'CANARY-COMPANY', 'CANARY-PERSON', 'zahnrad.example', ...tokens],
    ],
  }
}

const html: Trouble = (_, quoted) => new Response(`<p>${quoted}</p>`, { status: 502 })
const odd: Trouble = (_, quoted) => Response.json({ results: [quoted], records: quoted, [quoted]: 1 })

export function canaryPortal(clock: IdleClock): Watched {
  const crm = company()
  const api = createHubspotApi({ crm, now: clock.now, clockMs: () => Date.parse(clock.now()) })
  const host = 'canary.hubspot.test'
  const config = { token: DEFAULT_TOKEN, clientSecret: CLIENT_SECRET, apiUrl: `https://${host}` }
  const refused =
    (status: number, category: string): Trouble =>
    (_, message) =>
      Response.json({ status: 'error', message, correlationId: 'c', category }, { status })
  return watched({ id: 'canary-portal', crm: 'hubspot', host, config }, answering(api), crm, [
    refused(400, 'VALIDATION_ERROR'),
    refused(403, 'MISSING_SCOPES'),
    refused(500, 'INTERNAL'),
    html,
    odd,
    // The last: nobody calls after it.
    refused(401, 'INVALID_AUTHENTICATION'),
  ])
}

export function canaryOrg(clock: IdleClock): Watched {
  const crm = company()
  const host = 'canary.my.salesforce.com'
  const instanceUrl = `https://${host}`
  const api = createSalesforceApi({
    crm,
    now: clock.now,
    origin: () => instanceUrl,
    clientSecret: CLIENT_SECRET,
  })
  const config = { instanceUrl, clientId: api.clientId, clientSecret: CLIENT_SECRET }
  const isGrant = ({ url }: Request) => url.includes('/oauth2/')
  const calls =
    (trouble: Trouble): Trouble =>
    (request, message) =>
      isGrant(request) ? null : trouble(request, message)
  const refused = (status: number, errorCode: string): Trouble =>
    calls((_, message) => Response.json([{ errorCode, message }], { status }))
  const revoked: Trouble = (request, error_description) =>
    isGrant(request)
      ? Response.json({ error: 'invalid_client', error_description }, { status: 400 })
      : refused(401, 'INVALID_SESSION_ID')(request, error_description)
  return watched({ id: 'canary-org', crm: 'salesforce', host, config }, answering(api), crm, [
    refused(400, 'MALFORMED_QUERY'),
    refused(403, 'API_DISABLED_FOR_ORG'),
    refused(500, 'UNKNOWN_EXCEPTION'),
    calls(html),
    calls(odd),
    revoked,
  ])
}
