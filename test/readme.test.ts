import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { envSchema } from '../src/env.ts'
import { root } from './support/imports.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const scripts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts

test('every npm script the README names is there', () => {
  const named = [...readme.matchAll(/npm run ([a-z-]+)/g)].map((match) => match[1] ?? '')
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  expect(scripts.start).toBeDefined()
  expect(scripts.test).toBeDefined()
})

test('every command the README shows is one of the program', () => {
  const files = [
    'src/cli.ts',
    ...['leaving', 'settings', 'key-result'].map((group) => `src/cli/${group}-commands.ts`),
  ]
  const program = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
  const known = new Set(
    [...program.matchAll(/(?:command|connecting)\('([a-z-]+)/g)].map((match) => match[1] ?? ''),
  )
  const named = [...readme.matchAll(/npm run pegel -- ([a-z]+)(?: ([a-z][a-z-]+))?/g)]
  expect(named.length).toBeGreaterThan(6)
  expect(
    named.flatMap(([, ...words]) => words.filter((word) => word !== undefined && !known.has(word))),
  ).toEqual([])
})

/** Read by the program and not meant for an operator: what only tests need. */
const UNLISTED = ['PEGEL_DEMO_ANCHOR']

test('the table of variables is the list the program reads', () => {
  const table = readme.slice(readme.search(/^\| variable /m))
  const rows = table.slice(0, table.indexOf('\n\n')).split('\n').slice(2)
  const listed = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map((m) => m[1] ?? ''),
  )
  const read = Object.keys(envSchema.shape).filter((name) => !UNLISTED.includes(name))
  expect(listed.toSorted()).toEqual(read.toSorted())
})
