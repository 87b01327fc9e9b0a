/** Where a database speaks of somebody: every column of every table, whatever it is meant for. */
import type { Client } from '../../db/client.ts'
import type { Markers } from './deployment.ts'

/** `table.column` of each that holds one of the markers, sorted. */
export async function mentions(client: Client, markers: Markers): Promise<string[]> {
  const columns = await client.execute(`SELECT t.name AS tab, c.name AS col FROM sqlite_schema t
    JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY 1, 2`)
  const found = await client.batch(
    columns.rows.map(({ tab, col }) => ({
      sql: `SELECT EXISTS (SELECT 1 FROM "${tab}" t JOIN json_each(?) m
        WHERE instr(CAST(t."${col}" AS TEXT), m.value) > 0) AS there`,
      args: [JSON.stringify(markers)],
    })),
    'read',
  )
  return columns.rows.filter((_, n) => found[n]?.rows[0]?.there === 1).map(({ tab, col }) => `${tab}.${col}`)
}
