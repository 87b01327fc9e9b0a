/** Record ids, where the rest of the connector looks for them. */
export { fullId, ID } from '../values/record-id.ts'
