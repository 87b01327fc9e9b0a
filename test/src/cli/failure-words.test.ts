import { expect, test } from 'vitest'
import { failureWords } from '../../../src/cli/failure-words.ts'

test('a day of calls that is used up says when it goes on', () => {
  const day = { kind: 'rate_limited', retryAfterMs: 3_540_500, scope: 'day' } as const
  expect(failureWords(day, 'en')).toContain('asked again in 60 min at the earliest')
  expect(failureWords({ ...day, scope: 'burst' }, 'en')).not.toContain('60 min')
})
