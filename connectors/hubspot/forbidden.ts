import { ConnectorError } from '../contract.ts'

/** What was read, or null where the grant does not reach. Every other failure stays one. */
export async function unlessForbidden<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof ConnectorError && error.failure.kind === 'forbidden') return null
    throw error
  }
}
