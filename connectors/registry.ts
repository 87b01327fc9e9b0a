/** Every CRM we can read. Adding one adds a folder and a line here. */
import { type AnyConnector, open } from './any-connector.ts'
import { hubspot } from './hubspot/index.ts'
import { salesforce } from './salesforce/index.ts'

export { type AnyConnector, open } from './any-connector.ts'

export const registry: readonly AnyConnector[] = [open(hubspot), open(salesforce)]

export function connectorFor(id: string): AnyConnector | null {
  return registry.find((connector) => connector.id === id) ?? null
}
