import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HTTPException } from 'hono/http-exception'
import { expect, test } from 'vitest'
import { ConnectorError } from '../../../connectors/contract.ts'
import { problems, Refusal, refusalOf } from '../../../src/api/problem.ts'
import { failedOf, problem, problemSchema } from '../../../src/api/problem-answer.ts'
import { locales } from '../../../src/app-env.ts'
import { WorkspaceMissing } from '../../../src/platform.ts'
import { root } from '../../support/imports.ts'

const codes = Object.keys(problems) as (keyof typeof problems)[]

test('the page lists every code with its status', () => {
  const page = readFileSync(join(root, 'src/api/README.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `([a-z_]+)` +\| (\d+) +\|/gm)].map((row) => `${row[1]} ${row[2]}`)
  expect(rows.toSorted()).toEqual(codes.map((code) => `${code} ${problems[code]}`).toSorted())
})

test('every problem says in both languages what happened and what to do next', () => {
  for (const locale of locales) {
    for (const code of codes) {
      const told = problemSchema.parse(problem({ code, status: problems[code], issues: [] }, locale))
      expect(told.type).toBe(`urn:pegel:problem:${code}`)
      expect(told.title).toMatch(/\.$/)
      expect(told.next.length).toBeGreaterThan(10)
    }
  }
})

test('whatever was thrown has an answer, and what is not known is a fault of ours', () => {
  const examples: [unknown, string][] = [
    [new Refusal('forbidden'), 'forbidden'],
    [refusalOf([{ field: 'id', code: 'not_found' }]), 'not_found'],
    [refusalOf([{ field: 'objectiveId', code: 'not_found' }]), 'invalid'],
    [new WorkspaceMissing('acme'), 'workspace_missing'],
    [new ConnectorError('hubspot', { kind: 'unauthorized', detail: '' }), 'crm_failed'],
    [new HTTPException(413), 'too_large'],
    [new HTTPException(403), 'foreign_origin'],
    [new HTTPException(418), 'unreadable_request'],
    [new HTTPException(503), 'internal'],
    [new TypeError('x'), 'internal'],
    ['a string', 'internal'],
    [undefined, 'internal'],
  ]
  expect(examples.map(([error]) => failedOf(error).code)).toEqual(examples.map(([, code]) => code))
})
