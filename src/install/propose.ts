/** Asks a CRM what it has, once, and proposes what counts as what. */
import { ConnectorError, type Pull, pullOf, type Stream } from '../../connectors/contract.ts'
import { lookForContracts } from '../health/contract-offers.ts'
import type { Platform, Workspace } from '../platform.ts'
import { openCrm } from '../sync/crm.ts'
import { loadConnection } from '../sync/views.ts'
import { keepProposal, type Proposal, readProposal, type Use } from './settings.ts'

/** Pages of a set-up stream: an account with more teams than that is measured by the others. */
const MOST_PAGES = 10

/** Null for a connection that is not there or may not be called. What was asked once is not asked again. */
export async function proposalOf(
  platform: Platform,
  workspace: Workspace,
  source: string,
): Promise<Proposal | null> {
  const connection = await loadConnection(platform.directory, workspace.id, source)
  if (connection?.status !== 'active') return null
  const known = await readProposal(workspace.db, source)
  if (known?.whole === true) return known
  const crm = await openCrm(platform, connection, {})
  try {
    const { rows } = await workspace.db.$client.execute({
      sql: 'SELECT account FROM source WHERE id = ?',
      args: [source],
    })
    const request: Pull<unknown> = {
      ...{ config: crm.config, transport: crm.transport, baseUrl: (await crm.grant()).baseUrl },
      account: rows[0]?.account == null ? null : JSON.parse(String(rows[0].account)),
      ...{ now: platform.now(), timeZone: workspace.timeZone, currency: workspace.currency, properties: [] },
    }
    const pipelines = await all(crm.connector, 'pipelines', request)
    const teams = await all(crm.connector, 'teams', request)
    const looked = await lookForContracts(platform, workspace, source)
    const live = (pipelines ?? []).filter(({ archived }) => !archived)
    const proposal: Proposal = {
      pipelines: live.map(({ id, label }) => ({ id, label, use: live.length === 1 ? 'new' : useOf(label) })),
      teams: teams?.length ?? 0,
      whole: pipelines !== null && teams !== null && looked?.ok === true,
    }
    await keepProposal(workspace.db, source, proposal)
    return proposal
  } finally {
    await crm.close()
  }
}

/** Null: the CRM would not say, which must not keep anybody from going on. */
async function all<S extends Extract<Stream, 'pipelines' | 'teams'>>(
  connector: Parameters<typeof pullOf>[0],
  stream: S,
  request: Pull<unknown>,
) {
  try {
    const pull = pullOf<unknown, S>(connector as never, stream)
    const records = []
    let cursor = null
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const read = await pull(request, cursor)
      records.push(...read.records)
      if (!read.more) break
      cursor = read.cursor
    }
    return records
  } catch (error) {
    if (error instanceof ConnectorError) return null
    throw error
  }
}

const RENEWAL = /renew|verl[äa]nger|retention|vertragsverl/i
const EXPANSION = /expan|up-?sell|cross-?sell|ausbau|erweiter|bestand|existing/i

/** By the words people use for it: a guess that stands on a page, to be changed. */
export function useOf(label: string): Use {
  if (RENEWAL.test(label)) return 'renewal'
  return EXPANSION.test(label) ? 'expansion' : 'new'
}
