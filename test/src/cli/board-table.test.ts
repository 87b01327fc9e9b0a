import { expect, test } from 'vitest'
import { tableOf } from '../../../src/cli/board-table.ts'
import { board, movedBoard } from '../../support/views.ts'

const rows = (text: string) => text.split('\n').map((line) => line.trim().split(/\s{2,}/))

test('what pushes have moved stands below the official value, with its time and the difference', () => {
  const lines = rows(tableOf(movedBoard(), 'en').replaceAll('\u00a0', ' '))
  const at = lines.findIndex(([title]) => title?.startsWith('Umsatz aus gewonnenen') === true)
  expect(lines[at]?.slice(1)).toEqual(['€1.24m', '€2m', '62%', '59%', 'on track', '+€42,800'])
  expect(lines[at + 1]).toEqual(['Today, provisional, at 07:58', '€1.29m', '65%', '+€50,000'])
})

test('without pushes there is no such line', () => {
  expect(tableOf(board(), 'de')).not.toContain('vorläufig')
  expect(tableOf(movedBoard(), 'de')).toContain('Heute, vorläufig, um 07:58')
})
