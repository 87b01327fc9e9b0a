/** The one clear line a person gets when the program cannot go on. */
import { DatabaseError } from '../../db/errors.ts'
import { EnvError } from '../env.ts'
import { MasterKeyError } from '../master-keys.ts'
import { WorkspaceMissing } from '../platform.ts'
import { SealError } from '../secrets.ts'
import { WorkspaceRefused } from '../workspaces.ts'

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

export function exitLine(error: unknown): string {
  if (!(error instanceof Error)) return `Pegel stopped: ${String(error)}`
  if (worded.some((known) => error instanceof known)) return error.message
  if ('code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? String(error.port) : 'is named'
    return `Port ${port} is taken. Stop the other program, or choose another: PORT=8788 npm start`
  }
  if ('code' in error && error.code === 'EACCES' && 'path' in error)
    return `Cannot write ${String(error.path)}.`
  return `Pegel stopped: ${error.stack ?? error.message}`
}
