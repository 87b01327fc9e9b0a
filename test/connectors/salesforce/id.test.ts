import { expect, test } from 'vitest'
import { fullId, ID } from '../../../connectors/salesforce/id.ts'

test.each([
  ['000000000000000', '000000000000000AAA'],
  ['aaaaabbbbbccccc', 'aaaaabbbbbcccccAAA'],
  ['AAAAABBBBBCCCCC', 'AAAAABBBBBCCCCC555'],
  ['Aaaaaa1Bbbbaaaa', 'Aaaaaa1BbbbaaaaBEA'],
  ['001D000000IRFma', '001D000000IRFmaIAH'],
])('%s is %s', (short, full) => {
  expect(fullId(short)).toBe(full)
  expect(fullId(full)).toBe(full)
})

test('an id has 15 or 18 letters and digits', () => {
  for (const id of [
    '',
    '0'.repeat(14),
    '0'.repeat(16),
    '0'.repeat(19),
    `${'0'.repeat(14)}'`,
    `${'0'.repeat(15)}\n`,
  ])
    expect(ID.test(id)).toBe(false)
})
