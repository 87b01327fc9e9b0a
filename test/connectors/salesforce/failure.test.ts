import { expect, test } from 'vitest'
import { retryWait } from '../../../connectors/retry.ts'
import { failure } from '../../../connectors/salesforce/failure.ts'
import { cases } from './failures.ts'

const NOW = '2026-11-24T04:30:00.000Z'

test.each(cases)('$name', ({ response, failure: expected }) => {
  expect(failure(response, NOW)).toMatchObject(expected)
})

test('the first of several errors is told', () => {
  const body = JSON.stringify([
    { message: 'first', errorCode: 'INVALID_FIELD' },
    { message: 'second', errorCode: 'INVALID_TYPE' },
  ])
  expect(failure({ status: 400, headers: {}, body }, NOW)).toMatchObject({
    code: 'INVALID_FIELD',
    detail: 'first',
  })
})

test('a reason is shown on one line, in a length that fits a screen', () => {
  const body = JSON.stringify([
    { message: `\nSELECT\n  ^\n${'x'.repeat(10_000)}`, errorCode: 'INVALID_FIELD' },
  ])
  expect(failure({ status: 400, headers: {}, body }, NOW)).toMatchObject({
    detail: `SELECT ^ ${'x'.repeat(291)}`,
  })
})

test('a page of an answer that is gone is not asked for again in place', () => {
  const body = JSON.stringify([{ message: 'own words', errorCode: 'INVALID_QUERY_LOCATOR' }])
  const gone = failure({ status: 400, headers: {}, body }, NOW)
  expect(retryWait({ failure: gone, number: 1, elapsedMs: 0, repeatable: true, random: 0 })).toBeNull()
})
