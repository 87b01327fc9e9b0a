/**
 * Each company's secrets under a key of its own: `v2.<version>.<iv>.<ciphertext>`, with the version and the place (company,
 * connection, field, provider) as associated data. The key lies in the directory, wrapped by the newest master key: a new
 * master key wraps few rows anew and no secret, and a deleted row makes noise of all that it sealed.
 */
import type { DirectoryDb } from '../db/client.ts'
import {
  fromBase64Url,
  type Key,
  open as openText,
  sealingKey,
  seal as sealText,
  toBase64Url,
} from './crypto.ts'
import type { Sealer } from './platform.ts'
import { hasher, type MasterSealer, SealError, told } from './secrets.ts'

const VERSION = 'v2'
/** No longer is a key remembered that another process may have shredded. */
const KEPT_MS = 60_000
/** Of the deployment: people are counted under one key in all companies. */
export const DEPLOYMENT = ''

/** What an instance remembers. At the edge one outlives the requests that share it: nothing in it waits for anybody. */
export interface KeyMemory {
  readonly keys: Map<string, { readonly until: number; readonly version: number; readonly key: Key }>
  hash: Sealer['hash'] | null
}

export const keyMemory = (): KeyMemory => ({ keys: new Map(), hash: null })

interface Deps {
  readonly directory: DirectoryDb
  readonly master: MasterSealer
  readonly memory: KeyMemory
  /** Of the real clock. */
  nowMs(): number
}

export function companySealer(deps: Deps): Sealer {
  const { master, memory } = deps

  async function seal(plain: string, place: string): Promise<string> {
    const found = await newestKey(deps, companyOf(place))
    // Before there is a company, as while it is being connected.
    if (found === null) return master.seal(plain, place)
    const { version, key } = found
    return `${VERSION}.${version}.${await sealText(key, plain, bound(version, place))}`
  }

  async function open(sealed: string, place: string): Promise<string> {
    const [form, version = '', iv = '', text = '', ...rest] = sealed.split('.')
    // Sealed before companies had keys, or by the first releases, which did not bind the provider.
    if (form === 'v1')
      return master.open(sealed, place).catch(() => master.open(sealed, withoutProvider(place)))
    if (form !== VERSION || rest.length > 0 || !/^\d{1,6}$/.test(version))
      throw new SealError('A sealed secret has an unknown form.')
    const key = await keyOf(deps, companyOf(place), Number(version))
    if (key === null) throw new SealError(`The key of the company that sealed ${place} is gone.`)
    return told(place, openText(key, iv, text, bound(Number(version), place)))
  }

  async function hash(text: string): Promise<string> {
    memory.hash ??= await hasher(await hashingBytes(deps))
    return memory.hash(text)
  }

  return { seal, open, hash }
}

function companyOf(place: string): string {
  return place.split('/')[0] ?? ''
}

function bound(version: number, place: string): string {
  return `${VERSION}/${version}/${place}`
}

function withoutProvider(place: string): string {
  return place.replace(/@[a-z0-9-]*$/, '')
}

/** Where a wrapped key belongs. */
export function keyPlace(workspaceId: string, version: number): string {
  return `data key ${version} of ${workspaceId}`
}

interface Versioned {
  readonly version: number
  readonly key: Key
}

async function newestKey(deps: Deps, workspaceId: string): Promise<Versioned | null> {
  const known = deps.memory.keys.get(workspaceId)
  if (known !== undefined && deps.nowMs() < known.until) return known
  const row = (await read(deps, workspaceId)) ?? (await make(deps, workspaceId))
  if (row === null) return null
  const found = { version: row.version, key: await unwrap(deps, workspaceId, row) }
  deps.memory.keys.set(workspaceId, { ...found, until: deps.nowMs() + KEPT_MS })
  return found
}

async function keyOf(deps: Deps, workspaceId: string, version: number): Promise<Key | null> {
  // Beside the newest: who opens an older text must not begin to seal under its key.
  const name = `${workspaceId}/${version}`
  const newest = deps.memory.keys.get(workspaceId)
  const known = newest?.version === version ? newest : deps.memory.keys.get(name)
  if (known !== undefined && deps.nowMs() < known.until) return known.key
  const row = await read(deps, workspaceId, version)
  if (row === null) return null
  const key = await unwrap(deps, workspaceId, row)
  deps.memory.keys.set(name, { version, key, until: deps.nowMs() + KEPT_MS })
  return key
}

interface Row {
  readonly version: number
  readonly wrapped: string
}

async function read({ directory }: Deps, workspaceId: string, version?: number): Promise<Row | null> {
  const { rows } = await directory.$client.execute({
    sql: `SELECT version, wrapped FROM data_key WHERE workspace_id = ?1 AND (?2 IS NULL OR version = ?2)
      ORDER BY version DESC LIMIT 1`,
    args: [workspaceId, version ?? null],
  })
  const row = rows[0]
  return row === undefined ? null : { version: Number(row.version), wrapped: String(row.wrapped) }
}

/** The first to come makes it; of two at once the second takes what the first made. Null: there is no such company. */
async function make(deps: Deps, workspaceId: string): Promise<Row | null> {
  await store(deps, workspaceId, 1, crypto.getRandomValues(new Uint8Array(32)))
  return read(deps, workspaceId)
}

/** A company that is on its way out gets none any more. */
export async function store(
  { directory, master }: Pick<Deps, 'directory' | 'master'>,
  workspaceId: string,
  version: number,
  bytes: Uint8Array,
): Promise<void> {
  await directory.$client.execute({
    sql: `INSERT INTO data_key (workspace_id, version, wrapped, created_at)
      SELECT ?1, ?2, ?3, strftime('%Y-%m-%dT%H:%M:%fZ')
      WHERE ?1 = '' OR EXISTS (SELECT 1 FROM workspace WHERE id = ?1 AND status <> 'ending') ON CONFLICT DO NOTHING`,
    args: [workspaceId, version, await master.seal(toBase64Url(bytes), keyPlace(workspaceId, version))],
  })
}

async function unwrap({ master }: Deps, workspaceId: string, { version, wrapped }: Row): Promise<Key> {
  return sealingKey(fromBase64Url(await master.open(wrapped, keyPlace(workspaceId, version))))
}

/** Made once from the oldest master key, so that people stay the same ones when that key goes. */
async function hashingBytes(deps: Deps): Promise<Uint8Array<ArrayBuffer>> {
  const known = await read(deps, DEPLOYMENT)
  if (known === null) await store(deps, DEPLOYMENT, 0, await deps.master.hashingBytes())
  const row = known ?? (await read(deps, DEPLOYMENT))
  if (row === null) throw new SealError('The key under which people are counted could not be kept.')
  return fromBase64Url(await deps.master.open(row.wrapped, keyPlace(DEPLOYMENT, row.version)))
}
