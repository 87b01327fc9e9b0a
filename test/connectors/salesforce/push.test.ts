import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { fullId } from '../../../connectors/salesforce/id.ts'
import { push } from '../../../connectors/salesforce/push.ts'
import { addMs } from '../../../connectors/values/time.ts'
import fc from '../../support/properties.ts'

const NOW = '2026-11-24T08:00:00.000Z'
const SECRET = 'consumer secret'
const ORG = '00D000000000001EAA'
const DEAL = '006gL000000000gQAA'

const event = (more: Record<string, unknown> = {}) => ({
  id: DEAL,
  change: 'UPDATE',
  at: '2026-11-24T07:59:58.000+0000',
  key: 'tx-1',
  ...more,
})
const bodyOf = (events: readonly unknown[], orgId = ORG) => JSON.stringify({ orgId, events })

/** As a sender that is not ours to test would sign it. */
function signed(body: string, at = NOW, secret = SECRET) {
  const t = Date.parse(at)
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('base64')
  return {
    method: 'POST',
    url: 'https://app.example.com/webhooks/salesforce',
    headers: { 'x-pegel-signature': `t=${t},v1=${v1}` },
    body,
  }
}

test('a batch is taken from whoever knows any of the secrets, five minutes early or late', async () => {
  const body = bodyOf([event()])
  expect(await push.verify(signed(body), [SECRET], NOW)).toBe(true)
  expect(await push.verify(signed(body), ['', 'another', SECRET], NOW)).toBe(true)
  expect(await push.verify(signed(body), ['another'], NOW)).toBe(false)
  expect(await push.verify(signed(body), [], NOW)).toBe(false)
  expect(await push.verify(signed(body, NOW, ' '), ['', ' '], NOW)).toBe(true)
  for (const [ms, taken] of [
    [-300_000, true],
    [300_000, true],
    [-300_001, false],
    [300_001, false],
  ] as const)
    expect(await push.verify(signed(body, addMs(NOW, ms)), [SECRET], NOW)).toBe(taken)
})

/*
 * Planted bugs that turn this red: the time left out of what is signed; the body parsed and written again before it is
 * verified; a prefix of the signature compared; a signature that is none taken for a match.
 */
test('a batch that was changed on its way is refused, wherever it was changed', async () => {
  const good = signed(bodyOf([event()]))
  const header = good.headers['x-pegel-signature']
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('header', 'body'),
      fc.nat(),
      fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme-ascii' }),
      async (where, place, char) => {
        const text = where === 'header' ? header : good.body
        const at = place % text.length
        const changed = text.slice(0, at) + char + text.slice(at + 1)
        fc.pre(changed !== text)
        const request =
          where === 'header'
            ? { ...good, headers: { 'x-pegel-signature': changed } }
            : { ...good, body: changed }
        expect(await push.verify(request, [SECRET], NOW)).toBe(false)
      },
    ),
    { numRuns: 200 },
  )
  for (const odd of ['', 't=,v1=', header.replace('v1', 'v0'), `${header},v1=x`, header.slice(0, -1)])
    expect(await push.verify({ ...good, headers: { 'x-pegel-signature': odd } }, [SECRET], NOW)).toBe(false)
  expect(await push.verify({ ...good, headers: {} }, [SECRET], NOW)).toBe(false)
})

test('an event is a notice of its opportunity, by ids of 15 or of 18 characters', () => {
  const notice = { account: ORG, id: DEAL, key: 'tx-1', at: '2026-11-24T07:59:58.000Z' }
  expect(push.parse(bodyOf([event()]))).toEqual([notice])
  const short = bodyOf([event({ id: DEAL.slice(0, 15) })], ORG.slice(0, 15))
  expect(push.parse(short)).toEqual([notice])
  expect(fullId(ORG.slice(0, 15))).toBe(ORG)
  for (const change of ['CREATE', 'DELETE', 'UNDELETE', 'GAP_UPDATE', 'SOMETHING_NEW'])
    expect(push.parse(bodyOf([event({ change })]))).toEqual([notice])
})

test('what is about another object, asks for everything, or cannot be read, costs itself and not the batch', () => {
  const odd = [
    event({ id: '001gL000000000gQAA', key: 'account' }),
    event({ id: '000000000000000AAA', change: 'GAP_OVERFLOW' }),
    event({ change: 'GAP_OVERFLOW' }),
    event({ id: 'x' }),
    event({ at: 'yesterday' }),
    event({ key: '' }),
    event({ key: 'k'.repeat(201) }),
    'text',
    null,
  ]
  expect(push.parse(bodyOf([...odd, event({ key: 'kept' })]))).toMatchObject([{ key: 'kept' }])
  expect(push.parse(bodyOf([]))).toEqual([])
})

test('a body that is not of this agreement is none of ours', () => {
  for (const body of ['', 'x', '[]', '{}', '{"orgId":"x","events":[]}', `{"orgId":"${ORG}","events":{}}`])
    expect(push.parse(body)).toBeNull()
})

test('regression: a megabyte of empty events that nobody signed took more than a second to look at', () => {
  const event = { id: '006000000000001AAA', change: 'UPDATE', at: '2026-11-24T08:00:00.000Z', key: 'k' }
  const told = (events: unknown[]) => push.parse(JSON.stringify({ orgId: '00D000000000001EAA', events }))
  expect(told(Array.from({ length: 2_000 }, () => event))).toHaveLength(2_000)
  expect(told([event, ...Array.from({ length: 2_000 }, () => ({}))])).toBeNull()
})
