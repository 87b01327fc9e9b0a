/**
 * Stands in, in the Worker's bundle, for what jsforce loads and we never use: sockets of its own, CSV of bulk jobs, XML of
 * SOAP. `wrangler.toml` names the packages. Each throws when it is used after all.
 */

class LeftOut {}

function leftOut(): never {
  throw new Error('left out of the Worker: jsforce is only used through the transport, and for JSON')
}

// undici: its agents are made when the module loads.
// csv-parse, csv-stringify
export { LeftOut as Agent, LeftOut as ProxyAgent, leftOut as fetch, leftOut as parse, leftOut as stringify }
// xml2js
export default { parseStringPromise: leftOut }
