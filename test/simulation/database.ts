/** A real libSQL database in memory, reached through the ports of a program. */
import { createClient } from '@libsql/client'
import type { Random } from '../../connectors/demo/prng.ts'
import type { Client } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { directory, workspace } from '../../db/migrations/index.ts'
import type { Program } from './program.ts'
import { keepStatements } from './statements.ts'

export type Which = 'directory' | 'workspace'

/** Closed ones, for the next life: a database that knows its statements costs a fifth less than a new one. */
const closed: Readonly<Record<Which, Client[]>> = { directory: [], workspace: [] }

export async function openMemory(which: Which): Promise<Client> {
  keepStatements()
  const client = closed[which].pop() ?? (createClient({ url: 'file::memory:' }) as Client)
  await empty(client)
  await migrate(client, which === 'directory' ? directory : workspace, '2020-01-01T00:00:00.000Z')
  client.close = () => void closed[which].push(client)
  return client
}

/**
 * As it was after its first migration: nothing of the life before may be in it. Those that refer to others go first; the
 * pragma that puts foreign keys off would have every statement prepared anew.
 */
async function empty(client: Client): Promise<void> {
  const { rows } = await client.execute(`WITH RECURSIVE depth (name, n) AS (
      SELECT name, 0 FROM sqlite_master WHERE type = 'table' AND name <> 'migration'
      UNION SELECT f."table", d.n + 1 FROM depth d JOIN pragma_foreign_key_list(d.name) f ON f."table" <> d.name
    ) SELECT name FROM depth GROUP BY name ORDER BY MAX(n)`)
  const tables = rows.map(({ name }) => `DELETE FROM "${String(name)}"`)
  if (tables.length > 0) await client.batch(tables, 'write')
}

class DatabaseBusy extends Error {
  override readonly name = 'LibsqlError'
  readonly code = 'SQLITE_BUSY'
  constructor() {
    super('SQLITE_BUSY: database is locked')
  }
}

/** Told after each statement or batch that took effect, with its SQL. */
export type Written = (which: Which, sql: string) => Promise<void>

export function throughPorts(
  inner: Client,
  which: Which,
  program: Program,
  random: Random,
  written: Written,
): Client {
  function call(method: 'execute' | 'batch', args: unknown[]): Promise<unknown> {
    const sql = textOf(args[0])
    return program.io(`${which}: ${sql.slice(0, 60)}`, {
      latencyMs: random.between(1, 4),
      async run() {
        const result: unknown = await (
          Reflect.get(inner, method) as (...a: unknown[]) => Promise<unknown>
        ).apply(inner, args)
        if (/\b(INSERT|UPDATE|DELETE)\b/i.test(sql)) await written(which, sql)
        return result
      },
      busy: () => new DatabaseBusy(),
    })
  }
  return new Proxy(inner, {
    get(target, key) {
      if (key === 'execute' || key === 'batch') return (...args: unknown[]) => call(key, args)
      if (key === 'transaction' || key === 'executeMultiple' || key === 'migrate')
        throw new Error(`the harness has no port for ${String(key)}`)
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement
  if (Array.isArray(statement)) return statement.map(textOf).join('; ')
  return String((statement as { readonly sql?: unknown }).sql ?? '')
}
