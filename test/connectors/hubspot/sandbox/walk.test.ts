/**
 * Two ways to every deal, over random accounts: the list and the search by id agree with the store.
 * Planted and seen red: a list that starts at `after` instead of behind it; a search whose `GT` is `GTE` or nothing; a page cut
 * one row early; the recycle bin in a search; ids compared as text where they are numbers.
 */

import { expect, test } from 'vitest'
import fc from '../../../support/properties.ts'
import { callerOf, smallAccount, someDeal, T0 } from './account.ts'

const deal = fc.record({ id: fc.integer({ min: 1, max: 5000 }), gone: fc.boolean() })
const account = fc.uniqueArray(deal, { selector: (one) => one.id, maxLength: 60 })
const order = fc.constantFrom('numeric' as const, 'text' as const)
const after = fc.constantFrom('id' as const, 'opaque' as const)
const pageSize = fc.integer({ min: 1, max: 12 })

test('the list and the search by id each give every living deal once, in the order of ids', () => {
  fc.assert(
    fc.property(account, order, after, pageSize, (deals, idOrder, listAfter, limit) => {
      const crm = smallAccount()
      for (const one of deals) crm.createDeal(someDeal, T0, String(one.id))
      for (const one of deals) if (one.gone) crm.deleteDeal(String(one.id), T0)
      const alive = deals.filter((one) => !one.gone).map((one) => String(one.id))
      const expected = idOrder === 'text' ? alive.toSorted() : alive.toSorted((a, b) => Number(a) - Number(b))
      const caller = callerOf(crm, { idOrder, listAfter, searchPerSecond: 1000 })

      const listed: string[] = []
      for (let token: string | undefined = ''; token !== undefined; ) {
        const query = token === '' ? '' : `&after=${encodeURIComponent(token)}`
        const { body } = caller.get(`/crm/objects/2026-09/deals?limit=${limit}${query}`)
        listed.push(...body.results.map((row: { id: string }) => row.id))
        token = body.paging?.next.after
      }
      expect(listed).toEqual(expected)

      const searched: string[] = []
      for (let last: string | undefined = '0'; last !== undefined; ) {
        const filter = { propertyName: 'hs_object_id', operator: 'GT', value: last }
        const sorts = [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }]
        const { body } = caller.search({ filterGroups: [{ filters: [filter] }], sorts, limit })
        expect(body.total).toBe(expected.length - searched.length)
        const ids = body.results.map((row: { id: string }) => row.id)
        searched.push(...ids)
        last = ids.at(-1)
      }
      expect(searched).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})
