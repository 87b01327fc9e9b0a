/** Which path is served by what, on which budget, with which scope. Dated paths only (section 5.1). */
import { companiesOfDeals } from './associations.ts'
import { CONSENT_PATH, consent, consented } from './consent.ts'
import type { SandboxResponse } from './http.ts'
import { companies, deals, type ObjectKind, type StoredObject } from './kinds.ts'
import { introspect, revoke, token } from './oauth.ts'
import { list, read, readBatch } from './objects.ts'
import { owner, owners } from './owners.ts'
import type { Portal } from './portal.ts'
import type { Bucket } from './rate-limits.ts'
import { lineItems, linksOf, subscriptions } from './recurring.ts'
import { missingScope } from './refusals.ts'
import { search } from './search.ts'
import * as setup from './setup-api.ts'
import type { Switches } from './switches.ts'

export interface Call {
  readonly portal: Portal
  readonly query: URLSearchParams
  readonly body: string
  readonly contentType: string
  /** Parts of the path in the order of the pattern's groups. */
  readonly parts: readonly string[]
}

export interface Route {
  readonly method: string
  readonly path: RegExp
  readonly bucket: Bucket
  /** Null: the route takes no bearer token. A function where nobody knows which scope it takes. */
  readonly scope: string | ((switches: Switches) => string) | null
  run(call: Call): SandboxResponse
}

function get(path: string, scope: NonNullable<Route['scope']>, run: Route['run']): Route {
  return { method: 'GET', path: new RegExp(`^${path}$`), bucket: 'burst', scope, run }
}

function post(path: string, scope: string, run: Route['run'], bucket: Bucket = 'burst'): Route {
  return { method: 'POST', path: new RegExp(`^${path}$`), bucket, scope, run }
}

function objectRoutes<T extends StoredObject>(kind: ObjectKind<T>): Route[] {
  const base = `/crm/objects/2026-09/(?:${kind.name}|${kind.typeId})`
  // The token reads; writing is another scope, which nobody was given.
  const write = `crm.objects.${kind.name}.write`
  const refuse: Route['run'] = ({ portal }) => {
    throw missingScope(write, portal.switches)
  }
  return [
    get(base, kind.scope, ({ query, portal }) => list(kind, query, portal)),
    get(`${base}/(\\d+)`, kind.scope, ({ parts, query, portal }) =>
      read(kind, parts[0] ?? '', query, portal),
    ),
    post(`${base}/batch/read`, kind.scope, ({ query, body, portal }) => readBatch(kind, query, body, portal)),
    post(`${base}/search`, kind.scope, ({ body, portal }) => search(kind, body, portal), 'search'),
    post(`${base}(?:/merge)?`, write, refuse),
    { ...get(`${base}/(\\d+)`, write, refuse), method: 'PATCH' },
    { ...get(`${base}/(\\d+)`, write, refuse), method: 'DELETE' },
  ]
}

const dealsRead = 'crm.objects.deals.read'
const pipelinesRead = (switches: Switches) => switches.pipelinesScope
const propertiesRead = (switches: Switches) => switches.propertiesScope
const ownersRead = 'crm.objects.owners.read'
const currenciesRead = 'settings.currencies.read'
const pipelinesPath = '/crm/pipelines/2026-09/(?:deals|0-3)'
const TOKEN = '/oauth/2026-09/token'
const currenciesPath = '/settings/currencies/2026-09'

export const routes: readonly Route[] = [
  ...objectRoutes(deals),
  ...objectRoutes(companies),
  ...objectRoutes(lineItems),
  ...objectRoutes(subscriptions),
  get('/account-info/2026-09/details', 'oauth', ({ portal }) => setup.account(portal)),
  get(pipelinesPath, pipelinesRead, ({ portal }) => setup.pipelines(portal)),
  get(`${pipelinesPath}/([^/]+)`, pipelinesRead, ({ portal, parts }) =>
    setup.pipeline(portal, parts[0] ?? '', false),
  ),
  get(`${pipelinesPath}/([^/]+)/stages`, pipelinesRead, ({ portal, parts }) =>
    setup.pipeline(portal, parts[0] ?? '', true),
  ),
  get('/crm/owners/2026-09', ownersRead, ({ portal, query }) => owners(portal, query)),
  get('/crm/owners/2026-09/(\\d+)', ownersRead, ({ portal, parts, query }) =>
    owner(portal, parts[0] ?? '', query),
  ),
  get('/crm/properties/2026-09/(?:deals|0-3)', propertiesRead, ({ portal, query }) =>
    setup.dealPropertyList(portal, query),
  ),
  get('/settings/users/2026-03/teams', 'settings.users.teams.read', ({ portal }) => setup.teams(portal)),
  get(`${currenciesPath}/company-currency`, currenciesRead, ({ portal }) => setup.companyCurrency(portal)),
  get(`${currenciesPath}/exchange-rates`, currenciesRead, ({ portal, query }) =>
    setup.exchangeRates(portal, query),
  ),
  get(`${currenciesPath}/exchange-rates/current`, currenciesRead, ({ portal }) => setup.currentRates(portal)),
  post(
    '/crm/associations/2026-09/(?:deals|0-3)/(?:companies|0-2)/batch/read',
    dealsRead,
    ({ portal, body }) => companiesOfDeals(portal, body),
  ),
  post(
    '/crm/associations/2026-09/(line_items|subscriptions)/(deals|companies)/batch/read',
    dealsRead,
    ({ portal, parts, body }) => linksOf(portal, parts[0] ?? '', parts[1] ?? '', body),
  ),
  open(post(CONSENT_PATH, '', ({ portal, body }) => consented(portal, new URLSearchParams(body)))),
  open(get(CONSENT_PATH, '', ({ portal, query }) => consent(portal, query))),
  open(post(TOKEN, '', ({ portal, contentType, body }) => token(portal, contentType, body))),
  open(
    post(`${TOKEN}/introspect`, '', ({ portal, contentType, body }) => introspect(portal, contentType, body)),
  ),
  open(post(`${TOKEN}/revoke`, '', ({ portal, contentType, body }) => revoke(portal, contentType, body))),
  {
    ...get('/appinstalls/2026-09/external-install', 'oauth', ({ portal }) => {
      portal.installs.uninstall()
      return { status: 204, headers: {}, body: '' }
    }),
    method: 'DELETE',
  },
]

/** No bearer token is asked for. */
function open(route: Route): Route {
  return { ...route, scope: null }
}
