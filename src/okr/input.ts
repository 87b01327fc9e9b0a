/** The door: what a form or a request sends, as an input of ours or as issues that name the field. Pure. */
import type * as z from 'zod'
import type { Issue } from './types.ts'

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly Issue[] }

export function parseInput<Schema extends z.ZodType>(schema: Schema, raw: unknown): Parsed<z.output<Schema>> {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return { ok: true, value: parsed.data }
  return { ok: false, issues: issuesOf(parsed.error, raw) }
}

export function issuesOf({ issues }: Pick<z.ZodError, 'issues'>, raw: unknown): readonly Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const field = issue.path.map(String).join('.')
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: field === '' ? key : `${field}.${key}`, code: 'invalid' }))
    }
    return [{ field, code: codeOf(issue.message, valueAt(raw, issue.path)) }]
  })
}

function codeOf(message: string, value: unknown): Issue['code'] {
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === ''))
    return 'required'
  return message === 'day' ? 'day' : 'invalid'
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    raw,
  )
}
