/**
 * Prepares each statement once a database, and asks once what it is: a night is some hundred statements, and most of its
 * time was spent on that.
 */
import { createRequire } from 'node:module'

interface Statement {
  raw(on?: boolean): unknown
  columns(): unknown
  safeIntegers(on?: boolean): unknown
}
interface Prepares {
  prepare(sql: string): Statement
}

let kept = false

export function keepStatements(): void {
  if (kept) return
  kept = true
  const client = createRequire(import.meta.url).resolve('@libsql/client')
  const { prototype } = createRequire(client)('libsql') as { readonly prototype: Prepares }
  const prepare = prototype.prepare
  const databases = new WeakMap<object, Map<string, Statement>>()
  prototype.prepare = function (this: Prepares, sql: string) {
    const statements = databases.get(this) ?? new Map<string, Statement>()
    databases.set(this, statements)
    const statement = statements.get(sql) ?? asked(prepare.call(this, sql))
    statements.set(sql, statement)
    return statement
  }
}

/** The client asks all this at each use, always with the same words. */
function asked(statement: Statement): Statement {
  statement.safeIntegers(true)
  try {
    statement.raw(true)
  } catch (error) {
    // It returns no rows; the client goes by that.
    return Object.assign(statement, {
      safeIntegers: () => statement,
      raw() {
        throw error
      },
    })
  }
  const columns = statement.columns()
  return Object.assign(statement, {
    safeIntegers: () => statement,
    raw: () => statement,
    columns: () => columns,
  })
}
