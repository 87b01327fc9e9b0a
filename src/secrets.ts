/**
 * Secrets at rest. A sealed text is `v1.<key id>.<iv>.<ciphertext>`: AES-256-GCM under a key derived from the named
 * master key, with the place it belongs to as associated data, so that a ciphertext moved elsewhere does not open.
 */
import type { MasterKey } from './master-keys.ts'
import type { Sealer } from './platform.ts'

export class SealError extends Error {
  override readonly name = 'SealError'
}

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>
type Algorithm = Parameters<typeof crypto.subtle.encrypt>[0]
type Derivation = Parameters<typeof crypto.subtle.deriveKey>[0]

const VERSION = 'v1'
const IV_BYTES = 12
const encoder = new TextEncoder()

/**
 * The first key seals, all open: a new key goes in front and the old one stays until everything is sealed anew.
 * People are hashed under the *last* key, the oldest, so that a new key in front does not make new people of them.
 */
export async function createSealer(masterKeys: readonly MasterKey[]): Promise<Sealer> {
  const [first] = masterKeys
  const last = masterKeys.at(-1)
  if (first === undefined || last === undefined) throw new SealError('There is no master key.')
  const keys = new Map<string, Key>()
  for (const { id, bytes } of masterKeys) keys.set(id, await sealingKey(bytes))
  const hashKey = await hashingKey(last.bytes)
  const sealing = first.id

  async function seal(plain: string, context: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
    const text = await crypto.subtle.encrypt(algorithm(iv, context), keyOf(sealing), encoder.encode(plain))
    return [VERSION, sealing, toBase64Url(iv), toBase64Url(new Uint8Array(text))].join('.')
  }

  async function open(sealed: string, context: string): Promise<string> {
    const [version, keyId = '', iv = '', text = '', ...rest] = sealed.split('.')
    if (version !== VERSION || rest.length > 0) throw new SealError('A sealed secret has an unknown form.')
    const key = keyOf(keyId)
    try {
      const plain = await crypto.subtle.decrypt(
        algorithm(fromBase64Url(iv), context),
        key,
        fromBase64Url(text),
      )
      return new TextDecoder().decode(plain)
    } catch (error) {
      throw new SealError(`A secret sealed for ${context} does not open.`, { cause: error })
    }
  }

  function keyOf(id: string): Key {
    const key = keys.get(id)
    if (key === undefined) throw new SealError(`The master key ${id} that sealed a secret is not there.`)
    return key
  }

  async function hash(text: string): Promise<string> {
    return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', hashKey, encoder.encode(text))))
  }

  return { seal, open, hash }
}

function algorithm(iv: Uint8Array<ArrayBuffer>, context: string): Algorithm {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(context) }
}

/** One master key, two uses: each gets a key of its own by HKDF. */
async function derivation(bytes: Uint8Array<ArrayBuffer>): Promise<Key> {
  return crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey'])
}

function hkdf(info: string): Derivation {
  return { name: 'HKDF', hash: 'SHA-256', salt: encoder.encode('pegel'), info: encoder.encode(info) }
}

async function sealingKey(bytes: Uint8Array<ArrayBuffer>): Promise<Key> {
  const target = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(hkdf('seal'), await derivation(bytes), target, false, ['encrypt', 'decrypt'])
}

async function hashingKey(bytes: Uint8Array<ArrayBuffer>): Promise<Key> {
  const target = { name: 'HMAC', hash: 'SHA-256', length: 256 }
  return crypto.subtle.deriveKey(hkdf('hash'), await derivation(bytes), target, false, ['sign'])
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new SealError('A sealed secret has an unknown form.')
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
