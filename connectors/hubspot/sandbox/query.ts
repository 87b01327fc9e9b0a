/** Query parameters and JSON bodies, turned down as the vendor does. */
import type { z } from 'zod'
import { validation } from './refusals.ts'

export function wholeNumber(query: URLSearchParams, name: string, fallback: number, max: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > max)
    throw validation(`${name} must be a whole number from 1 to ${max}`, { code: 'INVALID_LIMIT', in: name })
  return value
}

/** Comma separated, or the parameter repeated; null when it is not there. */
export function nameList(query: URLSearchParams, name: string): string[] | null {
  const all = query.getAll(name)
  if (all.length === 0) return null
  return all.flatMap((text) => text.split(',')).filter((text) => text !== '')
}

export function flag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name)
  if (text !== null && text !== 'true' && text !== 'false')
    throw validation(`${name} must be true or false`, { code: 'INVALID_BOOLEAN', in: name })
  return text === 'true'
}

export function bodyAs<T>(schema: z.ZodType<T>, text: string): T {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    throw validation('Invalid input JSON')
  }
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw validation(`Invalid input JSON: ${issue?.message ?? ''}`, {
    code: 'INVALID_BODY',
    in: issue?.path.join('.') ?? '',
  })
}
