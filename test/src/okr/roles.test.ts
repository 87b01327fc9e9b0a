import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { roles } from '../../../src/app-env.ts'
import { type Action, actions, can, isRole } from '../../../src/okr/roles.ts'
import { root } from '../../support/imports.ts'

/** The rows of the README's table: action, then yes or nothing for each role. */
function table(): string[][] {
  const page = readFileSync(join(root, 'src/okr/README.md'), 'utf8')
  const lines = page.split('\n').filter((line) => line.startsWith('|'))
  const start = lines.findIndex((line) => /^\| action +\|/.test(line))
  return lines.slice(start).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

test('the table people read says what the code decides', () => {
  const [head, , ...rows] = table()
  expect(head).toEqual(['action', ...roles])
  const decided = actions.map((action) => [action, ...roles.map((role) => (can(role, action) ? 'yes' : ''))])
  expect(rows).toEqual(decided)
})

test('an auditor reads settings and logs and no number', () => {
  const numbers: Action[] = ['board.read', 'evidence.read', 'metric.evaluate']
  expect(numbers.filter((action) => can('auditor', action))).toEqual([])
  expect(can('auditor', 'audit.read') && can('auditor', 'settings.read')).toBe(true)
})

test('only an administrator touches connections, settings and members; nobody may rank or look at a person', () => {
  for (const action of ['connection.write', 'settings.write', 'member.write'] as const) {
    expect(roles.filter((role) => can(role, action))).toEqual(['administrator'])
  }
  expect(actions.filter((action) => /person|rank|people/.test(action))).toEqual([])
})

test('a role is one of the list', () => {
  expect([isRole('member'), isRole('root'), isRole('')]).toEqual([true, false, false])
})
