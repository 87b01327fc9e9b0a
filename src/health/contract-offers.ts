/** Asks a connection's CRM what contracts could be read from, and keeps the answer for the screens. A few calls. */
import { ConnectorError, type Failure } from '../../connectors/contract.ts'
import { type FoundOffers, offersKey } from '../okr/contracts.ts'
import type { Platform, Workspace } from '../platform.ts'
import { openCrm } from '../sync/crm.ts'
import { loadConnection, type SyncOptions } from '../sync/views.ts'

export type Looked =
  | { readonly ok: true; readonly found: FoundOffers }
  | { readonly ok: false; readonly failure: Failure }

/** Null for a connection that is not there, or that may not be called. */
export async function lookForContracts(
  platform: Platform,
  workspace: Workspace,
  source: string,
  options: SyncOptions = {},
): Promise<Looked | null> {
  const connection = await loadConnection(platform.directory, workspace.id, source)
  if (connection?.status !== 'active') return null
  const { rows } = await workspace.db.$client.execute({
    sql: 'SELECT account, properties FROM source WHERE id = ?',
    args: [source],
  })
  const [row] = rows
  const crm = await openCrm(platform, connection, options)
  try {
    const now = platform.now()
    const offers = await crm.connector.contractOffers?.({
      ...{ config: crm.config, transport: crm.transport, baseUrl: (await crm.grant()).baseUrl, now },
      account: row?.account == null ? null : JSON.parse(String(row.account)),
      ...{ timeZone: workspace.timeZone, currency: workspace.currency },
      properties: JSON.parse(String(row?.properties ?? '[]')),
    })
    const found = { at: now, offers: offers ?? [] }
    await workspace.db.$client.execute({
      sql: 'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      args: [offersKey(source), JSON.stringify(found)],
    })
    return { ok: true, found }
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, failure: error.failure }
    throw error
  } finally {
    await crm.close()
  }
}
