/** The one clear line a person gets when the program cannot go on. */
import { DatabaseError } from '../../db/errors.ts'
import type { Locale } from '../app-env.ts'
import { EnvError } from '../env.ts'
import { MasterKeyError } from '../master-keys.ts'
import { WorkspaceMissing } from '../platform.ts'
import { SealError } from '../secrets.ts'
import { WorkspaceRefused } from '../workspaces.ts'
import { cliTexts } from './texts.ts'

/** A mistake of the caller, already worded for people. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
}

const worded = [
  DatabaseError,
  EnvError,
  MasterKeyError,
  WorkspaceMissing,
  WorkspaceRefused,
  SealError,
  CommandFailed,
]

const NOT_WRITABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST']

/** The stack only where it is a bug of ours: somebody has to find it. */
export function exitLine(error: unknown, locale: Locale): string {
  const words = cliTexts(locale)
  if (!(error instanceof Error)) return `${words.stopped}: ${String(error)}`
  if (worded.some((known) => error instanceof known)) return error.message
  const { code, port, path } = error as { code?: unknown; port?: unknown; path?: unknown }
  if (code === 'EADDRINUSE') return words.portTaken(String(port ?? ''))
  if (NOT_WRITABLE.includes(String(code)) && path !== undefined) return words.cannotWrite(String(path))
  return `${words.stopped}: ${error.stack ?? error.message}`
}
