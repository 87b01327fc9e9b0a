/** AES-256-GCM on texts: `<iv>.<ciphertext>`, both base64url, with a place as associated data. */

/** The text is none of ours; what it was sealed for does not matter. */
export class FormError extends Error {
  override readonly name = 'FormError'
}

export type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>
type Algorithm = Parameters<typeof crypto.subtle.encrypt>[0]

const IV_BYTES = 12
const encoder = new TextEncoder()

export async function sealingKey(bytes: Uint8Array<ArrayBuffer>): Promise<Key> {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

export async function seal(key: Key, plain: string, place: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const text = await crypto.subtle.encrypt(algorithm(iv, place), key, encoder.encode(plain))
  return `${toBase64Url(iv)}.${toBase64Url(new Uint8Array(text))}`
}

/** Rejects with the system's error when key, text and place do not belong together. */
export async function open(key: Key, iv: string, text: string, place: string): Promise<string> {
  const plain = await crypto.subtle.decrypt(algorithm(fromBase64Url(iv), place), key, fromBase64Url(text))
  return new TextDecoder().decode(plain)
}

function algorithm(iv: Uint8Array<ArrayBuffer>, place: string): Algorithm {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(place) }
}

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new FormError('This is no base64url.')
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
