/**
 * How an administrator lets our app in: authorization code with PKCE S256. The requests are the sign-in library's, sent by our
 * transport; what a CRM has of its own is in its `oauth.ts`. Nothing is kept here: state and verifier travel in.
 */
import {
  authorizationCodeRequest,
  createAuthorizationURL,
  refreshAccessTokenRequest,
} from 'better-auth/oauth2'
import type { Grant, HttpRequest, Instant, Transport } from './contract.ts'

/** Our app as a vendor has it registered: one for all customers of a deployment. */
export interface OAuthApp {
  readonly clientId: string
  readonly clientSecret: string
  /** Where people agree, unless they name a host of their own. */
  readonly loginUrl: string
  /** Gives and renews tokens in the vendor's place: a relay with a fixed address. `{host}` stands for the login host. */
  readonly tokenUrl: string | null
  /** Base URL of the API, where it is one for all customers. */
  readonly apiUrl: string | null
}

export interface Asking {
  readonly loginUrl: string
  readonly state: string
  /** 43 to 128 characters. */
  readonly verifier: string
  readonly redirectUri: string
}

export interface Answered extends Omit<Asking, 'state'> {
  readonly code: string
}

export interface LetIn {
  /** Of a new connection, as the connector's schema wants it. */
  readonly config: object
  readonly grant: Grant
  /** `AccountRecord.id` where the answer tells it and its signature holds. */
  readonly account: string | null
  /** Where the CRM tells who agreed, if the answer names it. */
  readonly identity: string | null
}

/** Who agreed, as the CRM knows them. */
export interface Person {
  /** Never that of another person, in whichever account. */
  readonly id: string
  /** Null unless the CRM has seen that it is theirs. */
  readonly email: string | null
  readonly name: string | null
  /** What the account calls its company, where the account itself does not tell. */
  readonly company: string | null
}

export interface Leaving<Config> {
  readonly config: Config
  readonly grant: Grant
  readonly app: OAuthApp
  /** With the grant. */
  readonly transport: Transport
  /** Without it. */
  readonly send: Transport['send']
}

export interface OAuthDoor<Config> {
  /** Asked for at once; and those that an account may not have, or a person may leave out. */
  readonly scopes: { readonly required: readonly string[]; readonly optional: readonly string[] }
  /** Every host a call may go to, as a transport lists them. */
  readonly hosts: readonly string[]
  /** The login host for what a person typed or chose; null for one that is no host of the vendor. */
  loginUrl(app: OAuthApp, wanted: string): string | null
  consentUrl(app: OAuthApp, asking: Asking): Promise<string>
  /** Trades the code. Throws `unreadable` for an answer that was tampered with. */
  letIn(app: OAuthApp, answered: Answered, send: Transport['send'], now: Instant): Promise<LetIn>
  person(app: OAuthApp, letIn: LetIn, door: Pick<Leaving<Config>, 'transport' | 'send'>): Promise<Person>
  /** Whether the settings are of a connection that our app was let in to. */
  isOurs(config: unknown): boolean
  /** What an account sends is signed with a secret of its own, in its settings, and not with the app's. */
  readonly signsByAccount: boolean
  /** Leaving removes the app for everybody who has the account, and not only our own consent. */
  readonly wholeApp: boolean
  /** Tells the CRM that we go: our app is removed where it can be, the tokens end. */
  leave(leaving: Leaving<Config>): Promise<void>
}

/** Spaces as `%20`: a plus sign is not taken for one everywhere. */
export async function consentUrl(
  endpoint: string,
  { clientId, clientSecret }: OAuthApp,
  { state, verifier, redirectUri }: Asking,
  scopes: readonly string[],
  additionalParams: Record<string, string> = {},
): Promise<string> {
  const url = await createAuthorizationURL({
    id: endpoint,
    options: { clientId, clientSecret },
    authorizationEndpoint: endpoint,
    redirectURI: redirectUri,
    state,
    codeVerifier: verifier,
    scopes: [...scopes],
    additionalParams,
  })
  return url.href.replaceAll('+', '%20')
}

/** Secret and verifier both: the app is confidential, and the code is still bound to whoever asked. */
export async function codeForm(app: OAuthApp, { code, verifier, redirectUri }: Answered) {
  const { body } = await authorizationCodeRequest({
    ...{ code, codeVerifier: verifier, redirectURI: redirectUri, options: clientOf(app) },
    authentication: 'post',
  })
  return { body, secrets: [code, verifier] }
}

export async function refreshForm(app: OAuthApp, refreshToken: string) {
  const { body } = await refreshAccessTokenRequest({
    ...{ refreshToken, options: clientOf(app) },
    authentication: 'post',
  })
  return { body, secrets: [refreshToken] }
}

function clientOf({ clientId, clientSecret }: OAuthApp) {
  return { clientId, clientSecret }
}

/** Never repeated: a refresh token that was used up by a lost answer must not be used again by us. */
export function formRequest(
  { clientSecret }: Pick<OAuthApp, 'clientSecret'>,
  url: string,
  form: { readonly body: URLSearchParams; readonly secrets: readonly string[] },
  bucket: string,
  answers: 'json' | 'nothing' = 'json',
): HttpRequest {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return {
    method: 'POST',
    url,
    headers: answers === 'json' ? { ...type, accept: 'application/json' } : type,
    body: form.body.toString(),
    bucket,
    repeatable: false,
    secrets: [clientSecret, ...form.secrets],
  }
}

/** The vendor's host, or the relay that stands before it. */
export function tokenHost({ tokenUrl }: Pick<OAuthApp, 'tokenUrl'>, loginUrl: string): string {
  return (tokenUrl ?? loginUrl).replace('{host}', new URL(loginUrl).host).replace(/\/+$/, '')
}
