/** At the edge: a libSQL server or Turso over HTTP. No socket is kept, so a client may live as long as its request. */
import { createClient } from '@libsql/client/http'
import type { Client } from './client.ts'

export async function openWeb(url: string, authToken?: string): Promise<Client> {
  return createClient({ url, ...(authToken ? { authToken } : {}) })
}
