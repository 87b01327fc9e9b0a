/** Connectors of different configurations in one list. */
import type { Connector, PullStream, Stream } from './contract.ts'

/** A connector whose configuration came from storage: it is parsed again at every door. */
export type AnyConnector = Connector<unknown>

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
