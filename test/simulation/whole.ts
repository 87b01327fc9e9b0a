/** Rows for a check that looks often: told as one text, since a client that builds each row takes longer than the database. */
import type { Client } from '../../db/client.ts'

/** `columns`: what each row has, by name; `from` begins with FROM. */
export async function wholeOf<Name extends string>(
  client: Pick<Client, 'execute'>,
  columns: Readonly<Record<Name, string>>,
  from: string,
  args: readonly (string | number)[] = [],
): Promise<Readonly<Record<Name, unknown>>[]> {
  const names = Object.keys(columns) as Name[]
  const asked = names.map((name, n) => `${columns[name]} AS c${n}`).join(', ')
  const told = names.map((_, n) => `c${n}`).join(', ')
  const { rows } = await client.execute({
    sql: `SELECT json_group_array(json_array(${told})) AS whole FROM (SELECT ${asked} ${from})`,
    args: [...args],
  })
  const lists = JSON.parse(String(rows[0]?.whole ?? '[]')) as unknown[][]
  return lists.map(
    (list) => Object.fromEntries(names.map((name, n) => [name, list[n]])) as Record<Name, unknown>,
  )
}

/** Columns under their own names, `d.version` as `version`. */
export function columnsOf<Path extends string>(...paths: readonly Path[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path.replace(/^.*\./, ''), path]))
}
