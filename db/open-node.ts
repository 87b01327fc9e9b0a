/** Embedded: libSQL in files, or a server by URL. */
import { mkdirSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createClient } from '@libsql/client'
import type { Client } from './client.ts'
import { DatabaseUnusable } from './errors.ts'

/**
 * Files open with WAL and wait up to 5 s for another process, so that CLI and server may work at once. Throws
 * `DatabaseUnusable` for a file that cannot be opened or written.
 */
export async function openNode(url: string, authToken?: string): Promise<Client> {
  if (!url.startsWith('file:')) return createClient({ url, ...(authToken ? { authToken } : {}) }) as Client
  const path = pathOf(url)
  try {
    mkdirSync(dirname(path), { recursive: true })
    const client = createClient({ url, timeout: 5000 })
    await client.execute('PRAGMA journal_mode = WAL')
    await client.execute('PRAGMA synchronous = NORMAL')
    await probe(client as Client)
    return client as Client
  } catch (error) {
    throw new DatabaseUnusable(resolve(path), reasonOf(error), { cause: error })
  }
}

/** Removes a database file with its log; one that is not there is fine. */
export function removeFile(url: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(pathOf(url) + ending, { force: true })
}

function pathOf(url: string): string {
  return url.slice('file:'.length)
}

/**
 * A write that is taken back: a file that can only be read is told now and not in the middle of a night. The lock alone
 * does not tell: with WAL it is granted on a read-only file.
 */
async function probe(client: Client): Promise<void> {
  try {
    await client.executeMultiple('BEGIN IMMEDIATE; PRAGMA user_version = 0; ROLLBACK')
  } catch (error) {
    // Somebody else is writing, so it can be written.
    if (codeOf(error) !== 'SQLITE_BUSY') throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'SQLITE_READONLY':
    case 'EACCES':
    case 'EROFS':
    case 'EPERM':
      return 'it is not writable for this user'
    case 'SQLITE_NOTADB':
      return 'the file is no database'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'its folder is a file'
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return 'the disk is full'
    default:
      return `it cannot be opened${codeOf(error) === '' ? '' : ` (${codeOf(error)})`}`
  }
}
