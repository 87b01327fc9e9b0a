/** From text to checked values. A page that is not one is a failure; a row that is not one costs only itself. */
import type * as z from 'zod'
import { ConnectorError, type Skipped } from '../contract.ts'
import { type PageWire, pageWire } from './wire.ts'

export function unreadable(path: string, issue: string): ConnectorError {
  return new ConnectorError('hubspot', { kind: 'unreadable', path, issue })
}

export function parseBody<T>(schema: z.ZodType<T>, body: string): T {
  const result = schema.safeParse(parseJson(body))
  if (result.success) return result.data
  const { path, issue } = firstIssue(result.error)
  throw unreadable(path, issue)
}

export function parsePage(body: string): PageWire {
  return parseBody(pageWire, body)
}

export interface Rows<R> {
  readonly records: readonly R[]
  readonly skipped: readonly Skipped[]
}

/** `map` answers text for a row that cannot be used: the reason, for a person. */
export function parseRows<W, R>(
  results: readonly unknown[],
  schema: z.ZodType<W>,
  map: (wire: W) => R | string,
): Rows<R> {
  const records: R[] = []
  const skipped: Skipped[] = []
  for (const row of results) {
    const parsed = schema.safeParse(row)
    const mapped = parsed.success ? map(parsed.data) : sentence(firstIssue(parsed.error))
    if (typeof mapped === 'string') skipped.push({ id: rowId(row) ?? 'without id', reason: mapped })
    else records.push(mapped)
  }
  return { records, skipped }
}

/** The row's id however broken the rest of it is. */
export function rowId(row: unknown): string | null {
  if (typeof row !== 'object' || row === null || !('id' in row)) return null
  const { id } = row
  return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : null
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw unreadable('', 'the body is not JSON')
  }
}

function firstIssue(error: z.ZodError): { path: string; issue: string } {
  const [first] = error.issues
  return { path: first?.path.join('.') ?? '', issue: first?.message ?? 'not readable' }
}

function sentence({ path, issue }: { path: string; issue: string }): string {
  return path === '' ? issue : `${path}: ${issue}`
}
