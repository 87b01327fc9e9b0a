import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

test('every event of EVENTS.md has a test of its name where the table says, and no such test is without its event', () => {
  const rows = read('../../../../src/sync/EVENTS.md').matchAll(/^\| ([A-Z][^|]*?) +\|.*\| `([a-z-]+)` +\|$/gm)
  const told = [...rows].map(([, event, file]) => `${file}: ${event}`)
  const tests = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => {
      const titles = read(file).matchAll(
        /\btest(?:\.each\(.*?\))?\(\s*'(?:salesforce: )?([A-Z][^']*?)(?: %o)?',/g,
      )
      return [...titles].map(([, title]) => `${file.replace('.test.ts', '')}: ${title}`)
    })
  expect(told.length).toBeGreaterThan(20)
  expect([...new Set(tests)].toSorted()).toEqual(told.toSorted())
})
