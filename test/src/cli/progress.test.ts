import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { progressView } from '../../../src/cli/progress.ts'

function terminal(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 160, rows: 40 })
  let written = ''
  stream.on('data', (chunk) => {
    written += String(chunk)
  })
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => written }
}

const step = { source: 'hubspot', stream: 'deals', done: false }

test('a bar keeps the total that the CRM told with the first page', () => {
  const { stream, text } = terminal(true)
  const view = progressView(stream, () => 0, 'en')
  view.update({ ...step, pages: 1, records: 100, total: 3063 })
  view.update({ ...step, pages: 2, records: 200, total: null })
  view.stop()
  expect(text()).toContain('200/3063 records | 2 pages')
})

test('without a terminal each stream is one line, when it is done', () => {
  const { stream, text } = terminal(false)
  const view = progressView(stream, () => 0, 'de')
  view.update({ ...step, pages: 1, records: 100, total: 150 })
  view.update({ ...step, pages: 2, records: 150, total: null, done: true })
  view.stop()
  expect(text()).toBe('hubspot deals: 150 Sätze, 2 Seiten\n')
})
