/** Embedded: without `PEGEL_MASTER_KEY` a key is made once, readable by its owner only, and said so. */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { formatMasterKey, type MasterKey, parseMasterKeys } from './master-keys.ts'

export function masterKeys(
  fromEnv: string | undefined,
  dataDir: string,
  say: (line: string) => void,
): readonly MasterKey[] {
  if (fromEnv !== undefined) return parseMasterKeys(fromEnv)
  const path = join(dataDir, 'master.key')
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true })
    writeOnce(path, formatMasterKey({ id: 'file', bytes: crypto.getRandomValues(new Uint8Array(32)) }))
    say(`Made a master key in ${path}. Back it up: without it the CRM connections must be made again.`)
  }
  return parseMasterKeys(readFileSync(path, 'utf8'))
}

/** Exclusive: of two first starts at once one makes the key and the other reads it. */
function writeOnce(path: string, text: string): void {
  try {
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, text)
    closeSync(file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}
