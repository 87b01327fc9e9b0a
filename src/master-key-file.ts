/** Embedded: without `PEGEL_MASTER_KEY` a key is made once, readable by its owner only, and said so. */
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatMasterKey, type MasterKey, MasterKeyError, parseMasterKeys } from './master-keys.ts'

export function masterKeys(
  fromEnv: string | undefined,
  dataDir: string,
  /** Told where a new one lies. */
  made: (path: string) => void,
): readonly MasterKey[] {
  if (fromEnv !== undefined) return parseMasterKeys(fromEnv)
  const path = join(dataDir, 'master.key')
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true })
    writeOnce(path, formatMasterKey({ id: 'file', bytes: crypto.getRandomValues(new Uint8Array(32)) }))
    made(path)
  }
  refuseOpen(path)
  return parseMasterKeys(readFileSync(path, 'utf8'))
}

/** One that came back from a backup or a copy may be open to everybody. A group may be that of a mounted volume. */
function refuseOpen(path: string): void {
  // Windows shows every file as open.
  if (process.platform === 'win32' || (statSync(path).mode & 0o007) === 0) return
  throw new MasterKeyError(`${path} can be read by every user of this machine: chmod 600 it.`)
}

/**
 * Written aside and then linked: a killed start leaves no half key. The link is exclusive, so of two first starts at once
 * one makes the key and the other reads it.
 */
function writeOnce(path: string, text: string): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
}
