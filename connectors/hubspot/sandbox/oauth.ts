/** The token endpoint's refusals (section 3.2). It gives out nothing: no app is registered here. */
import { json, type SandboxResponse } from './http.ts'

const refuse = (status: string, message: string, error?: string): SandboxResponse =>
  json(400, {
    ...(error === undefined ? {} : { error, error_description: message }),
    status,
    message,
  })

export function token(contentType: string, text: string): SandboxResponse {
  // All parameters belong in a form body; JSON leaves them unseen.
  const form = new URLSearchParams(contentType.startsWith('application/x-www-form-urlencoded') ? text : '')
  if (!form.has('client_id')) return refuse('BAD_CLIENT_ID', 'missing or invalid client id', 'invalid_client')
  if (!form.has('client_secret')) return refuse('BAD_CLIENT_SECRET', 'missing or invalid client secret')
  switch (form.get('grant_type')) {
    case 'refresh_token':
      return refuse('BAD_REFRESH_TOKEN', 'refresh token is invalid, expired or revoked', 'invalid_grant')
    case 'authorization_code':
      if (!form.has('redirect_uri')) return refuse('BAD_REDIRECT_URI', 'missing or unknown redirect URI')
      return refuse('BAD_AUTH_CODE', 'missing or unknown auth code', 'invalid_grant')
    default:
      return refuse('BAD_GRANT_TYPE', 'missing or unknown grant type', 'unsupported_grant_type')
  }
}
