/**
 * What every connector must pass where a CRM tells of changes: who may, and what is believed.
 *
 * Planted in a connector and seen red: signatures that do not age, times of the future, only the last secret, a key that
 * leaves out the deal.
 */
import { describe, expect, test } from 'vitest'
import type { Instant, Push, Received } from '../../connectors/contract.ts'

export interface PushSubject {
  readonly name: string
  readonly push: Push
  readonly url: string
  readonly secret: string
  readonly account: string
  /** A delivery of the vendor, signed at `at`. */
  signed(body: string, at: Instant, secret: string): Promise<Received> | Received
  /** The vendor's message about these deals. */
  message(ids: readonly string[], at: Instant): string
}

const NOW = '2026-04-10T02:30:00.000Z'
const at = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString()

export function testPush(subject: PushSubject): void {
  const { push, secret, account } = subject
  const ids = ['301', '302']
  const deliver = async (when: Instant = NOW) => subject.signed(subject.message(ids, when), when, secret)

  describe(`${subject.name}, pushes`, () => {
    test('what the CRM signed is believed to be from it, whichever of our secrets it used', async () => {
      const request = await deliver()
      expect(await push.verify(request, [secret], NOW)).toBe(true)
      expect(await push.verify(request, ['an older one', secret], NOW)).toBe(true)
      expect(await push.verify(request, [secret, 'a newer one'], NOW)).toBe(true)
    })

    test('what is unsigned, altered or signed by somebody else is refused', async () => {
      const request = await deliver()
      expect(await push.verify(request, [], NOW)).toBe(false)
      expect(await push.verify(request, [''], NOW)).toBe(false)
      expect(await push.verify(request, ['another'], NOW)).toBe(false)
      expect(await push.verify({ ...request, headers: {} }, [secret], NOW)).toBe(false)
      expect(await push.verify({ ...request, body: `${request.body} ` }, [secret], NOW)).toBe(false)
    })

    test('a delivery that was kept and sent again later is refused, and so is one from the future', async () => {
      const request = await deliver()
      expect(await push.verify(request, [secret], at(4 * 60_000))).toBe(true)
      expect(await push.verify(request, [secret], at(6 * 60_000))).toBe(false)
      expect(await push.verify(request, [secret], at(-6 * 60_000))).toBe(false)
    })

    test('it names the account, the deals and a key that is the same for a repeated delivery', async () => {
      const { body } = await deliver()
      const notices = push.parse(body) ?? []
      expect(notices.map((notice) => [notice.account, notice.at])).toEqual(ids.map(() => [account, NOW]))
      expect(new Set(notices.map((notice) => notice.id)).size).toBe(2)
      expect(new Set(notices.map((notice) => notice.key)).size).toBe(2)
      expect(push.parse(body)).toEqual(notices)
    })

    test('a body of another shape is none of ours', () => {
      for (const body of ['', 'null', '7', '"text"', 'not json']) expect(push.parse(body)).toBeNull()
    })
  })
}
