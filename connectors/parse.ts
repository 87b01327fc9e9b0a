/** From answers to checked values. A page that is not one is a failure; a row that is not one costs only itself. */
import type * as z from 'zod'
import { ConnectorError, type Skipped } from './contract.ts'

export interface Rows<R> {
  readonly records: readonly R[]
  readonly skipped: readonly Skipped[]
}

export interface Parser {
  /** Throws `unreadable` with the path of the first thing that is wrong. */
  whole<T>(schema: z.ZodType<T>, value: unknown): T
  /** `map` answers text for a row that cannot be used: the reason, for a person. */
  rows<W, R>(rows: readonly unknown[], schema: z.ZodType<W>, map: (wire: W) => R | string): Rows<R>
  /** The row's id however broken the rest of it is. */
  rowId(row: unknown): string | null
  unreadable(path: string, issue: string): ConnectorError
}

/** `idField` is what the CRM calls a row's id. */
export function createParser(connector: string, idField: string): Parser {
  function unreadable(path: string, issue: string): ConnectorError {
    return new ConnectorError(connector, { kind: 'unreadable', path, issue })
  }

  function whole<T>(schema: z.ZodType<T>, value: unknown): T {
    const result = schema.safeParse(value)
    if (result.success) return result.data
    const { path, issue } = firstIssue(result.error)
    throw unreadable(path, issue)
  }

  function rows<W, R>(list: readonly unknown[], schema: z.ZodType<W>, map: (wire: W) => R | string): Rows<R> {
    const records: R[] = []
    const skipped: Skipped[] = []
    for (const row of list) {
      const parsed = schema.safeParse(row)
      const mapped = parsed.success ? map(parsed.data) : sentence(firstIssue(parsed.error))
      if (typeof mapped === 'string') skipped.push({ id: rowId(row) ?? 'without id', reason: mapped })
      else records.push(mapped)
    }
    return { records, skipped }
  }

  function rowId(row: unknown): string | null {
    if (typeof row !== 'object' || row === null) return null
    const id: unknown = (row as Readonly<Record<string, unknown>>)[idField]
    return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : null
  }

  return { whole, rows, rowId, unreadable }
}

function firstIssue(error: z.ZodError): { path: string; issue: string } {
  const [first] = error.issues
  return { path: first?.path.join('.') ?? '', issue: first?.message ?? 'not readable' }
}

function sentence({ path, issue }: { path: string; issue: string }): string {
  return path === '' ? issue : `${path}: ${issue}`
}
