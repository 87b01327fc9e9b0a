/** Numbers that a CRM works out itself: asked before one is saved, and how the last answer went. */
import * as z from 'zod'
import type { NativeTrouble } from '../../connectors/native.ts'
import type { AppDeps } from '../app-env.ts'
import { type Unit, units } from '../metrics/types.ts'
import { nativeAsker } from '../okr/native/ask.ts'
import { nativeIssue } from '../okr/native/issue.ts'
import { readNative } from '../okr/native/read.ts'
import { nativeInput } from '../okr/native/types.ts'
import type { Add } from './endpoint.ts'
import { Refusal } from './problem.ts'

const basis = z
  .object({
    title: z.string().nullable().describe('Of the report'),
    scope: z.string().nullable().describe('Of the report, as the CRM names it'),
    user: z.string().nullable().describe('With whose rights; null where the CRM does not say'),
    profile: z.string().nullable(),
  })
  .readonly()
const answered = z.object({
  value: z.number().describe('Integer minor units for money, 0..1 for a ratio'),
  unit: z.enum(units),
  currency: z.string().nullable(),
  people: z.number().nullable().describe('Owners behind it; null where nobody can count them'),
  moves: z.boolean().describe('It names days that go with the calendar'),
  basis,
})
const reading = z.object({
  at: z.string().nullable().describe('When it was last asked; null: not yet'),
  trouble: z.object({ code: z.string(), found: z.string().optional() }).nullable(),
  moves: z.boolean(),
  basis: basis.nullable(),
})

export function nativeEndpoints(add: Add, deps: AppDeps): void {
  add({
    ...{ action: 'key_result.write', method: 'post', path: '/native/check', tag: 'Key results' },
    summary: 'Ask a CRM for a number of its own, as saving a key result would; nothing is written',
    input: nativeInput.extend({ unit: z.enum(units) }),
    answer: answered,
    async handle({ workspace, input: { unit, ...input } }) {
      const answer = await nativeAsker(deps, workspace)(input, unit)
      if (!answer.ok) throw refused(answer.trouble)
      const { value, people, moves, basis: on } = answer.checked
      return { value, unit, currency: currencyOf(unit, workspace.currency), people, moves, basis: on }
    },
  })
  add({
    ...{ action: 'board.read', method: 'get', path: '/key-results/{id}/native', tag: 'Key results' },
    summary: 'How the CRM answered last, and with whose rights',
    answer: reading,
    async handle({ workspace, id }) {
      const found = await readNative(workspace.db, id)
      if (found === undefined) throw new Refusal('not_found')
      return found ?? { at: null, trouble: null, moves: false, basis: null }
    },
  })
}

function refused(trouble: NativeTrouble): Refusal {
  const issue = nativeIssue(trouble)
  return new Refusal('invalid', [{ ...issue, field: issue.field.replace('native.', '') }])
}

function currencyOf(unit: Unit, currency: string): string | null {
  return unit === 'money' ? currency : null
}
