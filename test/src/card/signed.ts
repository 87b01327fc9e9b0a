/** Calls as HubSpot and our package sign them, written from the vendors' rules and not from our verifier. */
import { createHmac } from 'node:crypto'
import { publicUrl } from '../../support/app.ts'

export const SECRET = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8'
export const PORTAL = '48110220'
export const ORG = '00D000000000001EAA'

export interface Call {
  readonly path: string
  readonly init: { readonly method: string; readonly headers: Record<string, string>; readonly body?: string }
}

export interface Asked {
  readonly id: string
  readonly email: string
  readonly at: string
  readonly locale?: string
  readonly type?: string
  readonly account?: string
  readonly secret?: string
}

/** `hubspot.fetch`: who asks is appended to the address, of which HubSpot signs a decoded form. */
export function hubspotCall({
  id,
  email,
  at,
  locale = 'de',
  type = '0-3',
  account = PORTAL,
  secret = SECRET,
}: Asked): Call {
  const own = `objectId=${id}&objectTypeId=${type}&locale=${locale}`
  const added = `userId=7&portalId=${account}&userEmail=${encodeURIComponent(email)}&appId=9`
  const path = `/card/hubspot?${own}&${added}`
  const timestamp = String(Date.parse(at))
  const text = `GET${publicUrl}${decodeURIComponent(path)}${timestamp}`
  const signature = createHmac('sha256', secret).update(text).digest('base64')
  return {
    path,
    init: {
      method: 'GET',
      headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp },
    },
  }
}

/** Apex signs the body and the time. */
export function salesforceCall({
  id,
  email,
  at,
  locale = 'de_DE',
  account = ORG,
  secret = SECRET,
}: Asked): Call {
  const body = JSON.stringify({ for: 'card', orgId: account, userEmail: email, recordId: id, locale })
  const t = Date.parse(at)
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('base64')
  return {
    path: '/card/salesforce',
    init: {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-pegel-signature': `t=${t},v1=${v1}` },
      body,
    },
  }
}
