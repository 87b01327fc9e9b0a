/**
 * Secrets at rest, by the master keys. A sealed text is `v1.<key id>.<iv>.<ciphertext>`: AES-256-GCM under a key derived
 * from the named master key, with the place it belongs to as associated data, so that a ciphertext moved elsewhere does
 * not open. What belongs to a company is sealed by a key of its own, and that key by this: `company-keys.ts`.
 */
import { FormError, type Key, open as openText, sealingKey, seal as sealText, toBase64Url } from './crypto.ts'
import type { MasterKey } from './master-keys.ts'
import type { Sealer } from './platform.ts'

export class SealError extends Error {
  override readonly name = 'SealError'
}

type Derivation = Parameters<typeof crypto.subtle.deriveBits>[0]

const VERSION = 'v1'
const encoder = new TextEncoder()

export interface MasterSealer extends Sealer {
  /** True for what the newest key sealed. */
  isNewest(sealed: string): boolean
  /** What people are hashed under. Kept sealed beside the data, it outlives the master key it came from. */
  hashingBytes(): Promise<Uint8Array<ArrayBuffer>>
}

/**
 * The first key seals, all open: a new key goes in front and the old one stays until everything is sealed anew.
 * People are hashed under the *last* key, the oldest, so that a new key in front does not make new people of them.
 */
export async function createSealer(masterKeys: readonly MasterKey[]): Promise<MasterSealer> {
  const [first] = masterKeys
  const last = masterKeys.at(-1)
  if (first === undefined || last === undefined) throw new SealError('There is no master key.')
  const keys = new Map<string, Key>()
  for (const { id, bytes } of masterKeys) keys.set(id, await sealingKey(await derived(bytes, 'seal')))
  const hashing = await derived(last.bytes, 'hash')
  const hash = await hasher(hashing)
  const sealing = first.id

  async function seal(plain: string, context: string): Promise<string> {
    return `${VERSION}.${sealing}.${await sealText(keyOf(sealing), plain, context)}`
  }

  async function open(sealed: string, context: string): Promise<string> {
    const [version, keyId = '', iv = '', text = '', ...rest] = sealed.split('.')
    if (version !== VERSION || rest.length > 0) throw new SealError('A sealed secret has an unknown form.')
    const key = keyOf(keyId)
    return told(context, openText(key, iv, text, context))
  }

  function keyOf(id: string): Key {
    const key = keys.get(id)
    if (key === undefined) throw new SealError(`The master key ${id} that sealed a secret is not there.`)
    return key
  }

  return {
    ...{ seal, open, hash },
    isNewest: (sealed) => sealed.startsWith(`${VERSION}.${sealing}.`),
    hashingBytes: async () => hashing,
  }
}

/** What does not open is told by its place; the rest is for nobody. */
export async function told(context: string, opening: Promise<string>): Promise<string> {
  try {
    return await opening
  } catch (error) {
    if (error instanceof FormError) throw new SealError('A sealed secret has an unknown form.')
    throw new SealError(`A secret sealed for ${context} does not open.`, { cause: error })
  }
}

export async function hasher(bytes: Uint8Array<ArrayBuffer>): Promise<Sealer['hash']> {
  const target = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes, target, false, ['sign'])
  return async (text) =>
    toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text))))
}

/** One master key, two uses: each gets a key of its own by HKDF. */
async function derived(bytes: Uint8Array<ArrayBuffer>, info: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits'])
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf(info), key, 256))
}

function hkdf(info: string): Derivation {
  return { name: 'HKDF', hash: 'SHA-256', salt: encoder.encode('pegel'), info: encoder.encode(info) }
}
