/** The keys that seal secrets at rest, from text: `<id>:<base64 of 32 bytes>`, the newest first. */

export interface MasterKey {
  readonly id: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError'
}

export function parseMasterKeys(text: string): readonly MasterKey[] {
  const keys = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseKey)
  if (keys.length === 0) throw new MasterKeyError('PEGEL_MASTER_KEY holds no key.')
  const ids = new Set(keys.map(({ id }) => id))
  if (ids.size < keys.length) throw new MasterKeyError('PEGEL_MASTER_KEY: two keys have the same id.')
  return keys
}

function parseKey(text: string): MasterKey {
  const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(text)
  if (match === null) {
    throw new MasterKeyError('PEGEL_MASTER_KEY: each key is <id>:<base64 of 32 bytes>.')
  }
  const [, id = '', base64 = ''] = match
  return { id, bytes: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)) }
}

export function formatMasterKey({ id, bytes }: MasterKey): string {
  return `${id}:${btoa(String.fromCharCode(...bytes))}`
}
