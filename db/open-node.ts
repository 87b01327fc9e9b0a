/** Embedded: libSQL in files, or a server by URL. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { createClient } from '@libsql/client'
import type { Client } from './client.ts'

/** Files open with WAL and wait up to 5 s for another process, so that CLI and server may work at once. */
export async function openNode(url: string, authToken?: string): Promise<Client> {
  if (!url.startsWith('file:')) return createClient({ url, ...(authToken ? { authToken } : {}) }) as Client
  mkdirSync(dirname(url.slice('file:'.length)), { recursive: true })
  const client = createClient({ url, timeout: 5000 })
  await client.execute('PRAGMA journal_mode = WAL')
  await client.execute('PRAGMA synchronous = NORMAL')
  return client as Client
}
