import { expect, test } from 'vitest'
import { failure } from '../../../connectors/hubspot/failure.ts'
import { cases } from './failures.ts'

const NOW = '2026-11-24T04:30:00.000Z'

test.each(cases)('$name', ({ response, failure: expected }) => {
  expect(failure(response, NOW)).toMatchObject(expected)
})

test('a reason is shown in a length that fits a screen', () => {
  const body = JSON.stringify({ message: 'x'.repeat(10_000) })
  expect(failure({ status: 400, headers: {}, body }, NOW)).toMatchObject({ detail: 'x'.repeat(300) })
})
