/** Requests that were signed and changed afterwards, each in one place: none is believed. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Received } from '../../connectors/contract.ts'
import { verify as hubspot } from '../../connectors/hubspot/signature.ts'
import { signedForms } from '../../connectors/hubspot/signed-uri.ts'
import { verify as salesforce } from '../../connectors/salesforce/signature.ts'
import { random } from '../process/random.ts'

const NOW = '2026-11-24T08:00:00.000Z'
const SECRET = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8'
const TIME = String(Date.parse(NOW))
const MUTATIONS = 50_000
const LETTERS = 'abcXYZ019+/=&?%@. \u00e4'

const sign = (text: string) => createHmac('sha256', SECRET).update(text).digest('base64')

function hubspotCall(): Received {
  const url = 'https://app.example.com/card/hubspot?objectId=301&portalId=5&userEmail=a%40b.example&appId=9'
  const body = '{"name":"Zo\u00eb"}'
  const signature = sign(`POST${url.replace('%40', '@')}${body}${TIME}`)
  const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': TIME }
  return { method: 'POST', url, headers, body }
}

function salesforceCall(): Received {
  const body = '{"for":"card","orgId":"00D000000000001EAA","userEmail":"a@b.example"}'
  const headers = { 'x-pegel-signature': `t=${TIME},v1=${sign(`${TIME}.${body}`)}` }
  return { method: 'POST', url: 'https://app.example.com/card/salesforce', headers, body }
}

/** One letter changed, taken away, doubled, or another put in; or two ends of the text swapped. */
function changed(text: string, next: () => number): string {
  const at = Math.floor(next() * text.length)
  const letter = LETTERS[Math.floor(next() * LETTERS.length)] ?? 'x'
  const [before, after] = [text.slice(0, at), text.slice(at + 1)]
  switch (Math.floor(next() * 5)) {
    case 0:
      return before + letter + after
    case 1:
      return before + after
    case 2:
      return before + text[at] + text[at] + after
    case 3:
      return before + letter + text[at] + after
    default:
      return text.slice(at) + text.slice(0, at)
  }
}

const sides = [
  { name: 'HubSpot', call: hubspotCall(), verify: hubspot, of: ['method', 'url', 'body', 'headers'] },
  // Neither method nor address is signed: the body says what it is for.
  { name: 'our package in Salesforce', call: salesforceCall(), verify: salesforce, of: ['body', 'headers'] },
] as const

test.for(sides)(
  `${MUTATIONS} changes of a call of $name`,
  { timeout: 120_000 },
  async ({ call, verify, of }) => {
    expect(await verify(call, [SECRET], NOW)).toBe(true)
    const next = random(20_261_201)
    const believed: Received[] = []
    let [asked, same] = [0, 0]
    while (asked < MUTATIONS) {
      const part = of[Math.floor(next() * of.length)] ?? 'body'
      const one = mutated(call, part, next)
      // The same address in another spelling of its escapes, or no change at all.
      if (isSame(one, call)) {
        same += 1
        continue
      }
      asked += 1
      if (await verify(one, [SECRET], NOW)) believed.push(one)
    }
    expect(believed).toEqual([])
    expect(same).toBeLessThan(MUTATIONS / 10)
  },
)

function mutated(call: Received, part: (typeof sides)[number]['of'][number], next: () => number): Received {
  if (part !== 'headers') return { ...call, [part]: changed(call[part], next) }
  const names = Object.keys(call.headers)
  const name = names[Math.floor(next() * names.length)] ?? ''
  return { ...call, headers: { ...call.headers, [name]: changed(call.headers[name] ?? '', next) } }
}

function isSame(one: Received, other: Received): boolean {
  const [a, b] = [signedForms(one.url), signedForms(other.url)]
  const parts = ({ method, body, headers }: Received) => JSON.stringify([method, body, headers])
  return parts(one) === parts(other) && a.some((form) => b.includes(form))
}
