import { expect, test } from 'vitest'
import { errorText } from '../../../src/jobs/error-text.ts'

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return null
}

test('the line for a log quotes nothing of what could not be read', () => {
  expect(errorText(thrownBy(() => JSON.parse('{"dealname":"Geheimes Projekt", oops}')))).toBe('SyntaxError')
  expect(errorText(new Error('Failed query: insert into deal\nparams: Geheimes Projekt'))).toBe(
    'Error: Failed query: insert into deal',
  )
  expect(errorText('text')).not.toContain('text ')
})
