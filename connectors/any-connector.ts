/** Connectors of different configurations in one list. */
import type { Connector, Pull, PullStream, Stream } from './contract.ts'

/** A connector whose configuration came from storage: it is parsed again at every door. */
export type AnyConnector = Connector<unknown>

/** Hides the type of the configuration behind its own schema. */
export function open<Config>(connector: Connector<Config>): AnyConnector {
  const { streams } = connector
  const parse = (config: unknown) => connector.config.parse(config)
  const parsed = (request: Pull<unknown>): Pull<Config> => ({ ...request, config: parse(request.config) })
  const pull =
    <S extends Stream>(stream: PullStream<Config, S>): PullStream<unknown, S> =>
    (request, cursor) =>
      stream(parsed(request), cursor)
  const { contractOffers, native, oauth } = connector
  return {
    ...connector,
    hosts: (config) => connector.hosts(parse(config)),
    authorize: (config, send, now, held) => connector.authorize(parse(config), send, now, held),
    streams: {
      account: pull(streams.account),
      pipelines: pull(streams.pipelines),
      teams: pull(streams.teams),
      owners: pull(streams.owners),
      currencies: pull(streams.currencies),
      companies: pull(streams.companies),
      deals: pull(streams.deals),
      removals: pull(streams.removals),
      contracts: pull(streams.contracts),
      history: pull(streams.history),
    },
    ...(contractOffers === undefined ? {} : { contractOffers: (request) => contractOffers(parsed(request)) }),
    ...(oauth === undefined
      ? {}
      : {
          oauth: { ...oauth, leave: (request) => oauth.leave({ ...request, config: parse(request.config) }) },
        }),
    ...(native === undefined
      ? {}
      : {
          native: {
            ask: native.ask,
            calls: native.calls,
            read: (request, asks) => native.read(parsed(request), asks),
            rights: (request) => native.rights(parsed(request)),
          },
        }),
    recheck: {
      limit: connector.recheck.limit,
      read: (request, ids) => connector.recheck.read(parsed(request), ids),
      totals: (request, by, pipelines) => connector.recheck.totals(parsed(request), by, pipelines),
      ids: (request, slice, after) => connector.recheck.ids(parsed(request), slice, after),
    },
  }
}
