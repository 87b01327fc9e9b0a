/** Every CRM we can read. Adding one adds a folder and a line here. */
import type { Connector, PullStream, Stream } from './contract.ts'
import { hubspot } from './hubspot/index.ts'
import { salesforce } from './salesforce/index.ts'

/** A connector whose configuration came from storage: it is parsed again at every door. */
export type AnyConnector = Connector<unknown>

export const registry: readonly AnyConnector[] = [open(hubspot), open(salesforce)]

export function connectorFor(id: string): AnyConnector | null {
  return registry.find((connector) => connector.id === id) ?? null
}

/** Hides the type of the configuration behind its own schema. */
export function open<Config>(connector: Connector<Config>): AnyConnector {
  const { streams } = connector
  const parse = (config: unknown) => connector.config.parse(config)
  const pull =
    <S extends Stream>(stream: PullStream<Config, S>): PullStream<unknown, S> =>
    (request, cursor) =>
      stream({ ...request, config: parse(request.config) }, cursor)
  return {
    ...connector,
    hosts: (config) => connector.hosts(parse(config)),
    authorize: (config, send, now) => connector.authorize(parse(config), send, now),
    streams: {
      account: pull(streams.account),
      pipelines: pull(streams.pipelines),
      teams: pull(streams.teams),
      owners: pull(streams.owners),
      currencies: pull(streams.currencies),
      companies: pull(streams.companies),
      deals: pull(streams.deals),
      removals: pull(streams.removals),
    },
  }
}
