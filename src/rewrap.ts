/**
 * A new master key, without a stop: it goes in front, and whatever the older ones wrapped is wrapped anew while everything
 * runs. Once `left` is 0 the old key can be taken out. Each row is replaced only while it is what was read.
 */
import type { DirectoryDb } from '../db/client.ts'
import { embeddingPlace } from './card/embed/keys.ts'
import { keyPlace, store } from './company-keys.ts'
import type { Sealer } from './platform.ts'
import type { MasterSealer } from './secrets.ts'
import { configPlace, grantPlace } from './sync/grants.ts'

/** Of one call; the next takes the rest. */
const BATCH = 100

export interface Rewrapped {
  readonly keys: number
  readonly secrets: number
  /** What an older master key still opens alone. */
  readonly left: number
}

export async function rewrap(
  directory: DirectoryDb,
  master: MasterSealer,
  sealer: Sealer,
): Promise<Rewrapped> {
  const left = () => leftOver(directory, master)
  // The usual case costs one look.
  if ((await left()) === 0) return { keys: 0, secrets: 0, left: 0 }
  const keys = await wrapKeys(directory, master)
  const secrets = await sealSecrets(directory, sealer, '')
  return { keys, secrets, left: await left() }
}

async function wrapKeys({ $client }: DirectoryDb, master: MasterSealer): Promise<number> {
  const { rows } = await $client.execute('SELECT workspace_id, version, wrapped FROM data_key')
  let done = 0
  for (const row of rows.filter(({ wrapped }) => !master.isNewest(String(wrapped))).slice(0, BATCH)) {
    const place = keyPlace(String(row.workspace_id), Number(row.version))
    const wrapped = await master.seal(await master.open(String(row.wrapped), place), place)
    const { rowsAffected } = await $client.execute({
      sql: 'UPDATE data_key SET wrapped = ? WHERE workspace_id = ? AND version = ? AND wrapped = ?',
      args: [wrapped, String(row.workspace_id), Number(row.version), String(row.wrapped)],
    })
    done += rowsAffected
  }
  return done
}

interface SealedColumn {
  readonly table: string
  readonly field: string
  /** SQL on a row `c`: which one of the company's it is, and of which CRM. */
  readonly id: string
  readonly crm: string
  readonly placeOf: (company: string, id: string, crm: string) => string
}

/** Everything in the directory that is sealed for a company. */
const sealed: readonly SealedColumn[] = [
  { table: 'connection', field: 'sealed_config', id: 'c.id', crm: 'c.crm', placeOf: configPlace },
  { table: 'connection', field: 'sealed_grant', id: 'c.id', crm: 'c.crm', placeOf: grantPlace },
  { table: 'embedding', field: 'sealed_key', id: "''", crm: "''", placeOf: embeddingPlace },
]

/** Sealed by a master key itself, or by an older key of the company. Empty id: of all companies. */
async function sealSecrets({ $client }: DirectoryDb, sealer: Sealer, workspaceId: string): Promise<number> {
  let done = 0
  for (const { table, field, id, crm, placeOf } of sealed) {
    const { rows } = await $client.execute({
      sql: `SELECT c.workspace_id, ${id} AS id, ${crm} AS crm, c.${field} AS sealed FROM ${table} c
        JOIN workspace w ON w.id = c.workspace_id AND w.status <> 'ending'
        LEFT JOIN (SELECT workspace_id, MAX(version) AS version FROM data_key GROUP BY workspace_id) k
          ON k.workspace_id = c.workspace_id
        WHERE (?1 = '' OR c.workspace_id = ?1) AND c.${field} IS NOT NULL
          AND c.${field} NOT LIKE 'v2.' || COALESCE(k.version, 1) || '.%' LIMIT ${BATCH}`,
      args: [workspaceId],
    })
    for (const row of rows) {
      const [company, one, text] = [String(row.workspace_id), String(row.id), String(row.sealed)]
      const place = placeOf(company, one, String(row.crm))
      const { rowsAffected } = await $client.execute({
        sql: `UPDATE ${table} AS c SET ${field} = ?1 WHERE c.workspace_id = ?2 AND ${id} = ?3 AND c.${field} = ?4`,
        args: [await sealer.seal(await sealer.open(text, place), place), company, one, text],
      })
      done += rowsAffected
    }
  }
  return done
}

async function leftOver({ $client }: DirectoryDb, master: MasterSealer): Promise<number> {
  const own = sealed.map(
    ({ table, field }) => `SELECT 'v1' FROM ${table} c
      JOIN workspace w ON w.id = c.workspace_id AND w.status <> 'ending' WHERE c.${field} LIKE 'v1.%'`,
  )
  const { rows } = await $client.execute(
    ['SELECT wrapped AS sealed FROM data_key', ...own].join(' UNION ALL '),
  )
  return rows.filter((row) => !master.isNewest(String(row.sealed))).length
}

/** A new key of the company itself: all its secrets are sealed anew, then the older keys go. */
export async function renewCompanyKey(
  directory: DirectoryDb,
  master: MasterSealer,
  /** That remembers no key: it must see the new one. */
  sealer: Sealer,
  workspaceId: string,
): Promise<{ readonly secrets: number }> {
  const newest = 'SELECT MAX(version) AS version FROM data_key WHERE workspace_id = ?'
  const { rows } = await directory.$client.execute({ sql: newest, args: [workspaceId] })
  const version = Number(rows[0]?.version ?? 0) + 1
  await store({ directory, master }, workspaceId, version, crypto.getRandomValues(new Uint8Array(32)))
  const secrets = await sealSecrets(directory, sealer, workspaceId)
  const unused = sealed.map(
    ({ table, field }) => `AND NOT EXISTS (SELECT 1 FROM ${table} c WHERE c.workspace_id = ?1
      AND c.${field} LIKE 'v2.' || data_key.version || '.%')`,
  )
  // An instance may seal under the older key for as long as it remembers it: that key goes the next time.
  await directory.$client.execute({
    sql: `DELETE FROM data_key WHERE workspace_id = ?1 AND version < ?2 ${unused.join(' ')}
      AND created_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-2 minutes')`,
    args: [workspaceId, version],
  })
  return { secrets }
}
