/** A real libSQL database in memory, reached through the ports of a program. */
import { createClient } from '@libsql/client'
import type { Random } from '../../connectors/demo/prng.ts'
import type { Client } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { directory, workspace } from '../../db/migrations/index.ts'
import type { Program } from './program.ts'
import { keepStatements } from './statements.ts'

export type Which = 'directory' | 'workspace'

export async function openMemory(which: Which): Promise<Client> {
  keepStatements()
  const client = createClient({ url: 'file::memory:' }) as Client
  await migrate(client, which === 'directory' ? directory : workspace, '2020-01-01T00:00:00.000Z')
  return client
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
