import { expect, test } from 'vitest'
import { checkCharacters, fullId, neutralId, recordId } from '../../../../connectors/salesforce/sandbox/id.ts'
import fc from '../../../support/properties.ts'

test('2.1 the three check characters tell which letters are upper case', () => {
  expect(checkCharacters('00Dxx0000001gPL')).toBe('EAY')
  expect(checkCharacters('005xx000001SwiU')).toBe('AAS')
  expect(checkCharacters('001D000000IRt53')).toBe('IAD')
})

test('2.1 an id of 15 or 18 characters is taken, and a wrong check character is not', () => {
  expect(fullId('00Dxx0000001gPL')).toBe('00Dxx0000001gPLEAY')
  expect(fullId('00Dxx0000001gPLEAY')).toBe('00Dxx0000001gPLEAY')
  expect(fullId('00Dxx0000001gPLEAZ')).toBeNull()
  expect(fullId("006' OR Name != '")).toBeNull()
})

// Planted and seen red: 61 instead of 62 digits; a lower-case alphabet first; no padding.
test('neutral ids come back, are 18 characters long and keep their order', () => {
  const neutral = fc.bigInt({ min: 0n, max: 10n ** 16n - 1n })
  fc.assert(
    fc.property(neutral, neutral, (a, b) => {
      const [left, right] = [recordId('Opportunity', String(a)), recordId('Opportunity', String(b))]
      expect(left).toHaveLength(18)
      expect(left.startsWith('006')).toBe(true)
      expect(neutralId(left)).toBe(String(a))
      expect(left < right).toBe(a < b)
    }),
  )
})
