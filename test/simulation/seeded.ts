/** While a seed lives, ids, chance and deadlines of the whole process come from it. */
import { createHash } from 'node:crypto'
import { randomOf } from '../../connectors/demo/prng.ts'
import type { Deadline } from './network.ts'

export async function seeded<T>(seed: string, work: () => Promise<T>): Promise<T> {
  const random = randomOf(seed, 'process')
  const before = {
    random: Math.random,
    uuid: crypto.randomUUID,
    timeout: AbortSignal.timeout,
    digest: crypto.subtle.digest,
  }
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(random.next() * 16).toString(16)).join('')
  Math.random = random.next
  crypto.randomUUID = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`
  // Only read by the socket of the simulation, which lets its time pass.
  AbortSignal.timeout = (ms) => ({ aborted: false, ms }) satisfies Deadline as unknown as AbortSignal
  // The platform's own works in threads, whose end no seed decides.
  crypto.subtle.digest = async (algorithm, data) => digestOf(String(algorithm), data)
  try {
    return await work()
  } finally {
    Math.random = before.random
    crypto.randomUUID = before.uuid
    AbortSignal.timeout = before.timeout
    crypto.subtle.digest = before.digest
  }
}

function digestOf(algorithm: string, data: Parameters<typeof crypto.subtle.digest>[1]): ArrayBuffer {
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
  return new Uint8Array(createHash(algorithm.replace('-', '').toLowerCase()).update(bytes).digest()).buffer
}
