import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

test('every surprise in BEHAVIOR.md has a test of its name, and no test is without its surprise', () => {
  const page = read('../../../connectors/salesforce/BEHAVIOR.md')
  const headings = [...page.matchAll(/^### (.+)$/gm)].map((match) => match[1])
  const tests = readdirSync(new URL('.', import.meta.url))
    .filter((file) => /^behavior-.*\.test\.ts$/.test(file))
    .flatMap((file) => [...read(file).matchAll(/^test\(\s*(['"`])(.+?)\1,/gm)])
    .map((match) => match[2]?.replaceAll("\\'", "'"))
  expect(headings.length).toBeGreaterThan(20)
  expect(tests.toSorted()).toEqual(headings.toSorted())
})
