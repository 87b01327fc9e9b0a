/** What every tick does beside the nights: companies that go, and a new master key. Neither keeps the other up. */
import { errorText } from '../jobs/error-text.ts'
import type { Platform } from '../platform.ts'
import type { Rewrapped } from '../rewrap.ts'
import { runClocks } from './clock.ts'
import type { EndDeps } from './end.ts'

interface Kept extends Pick<Platform, 'directory' | 'now' | 'log'> {
  readonly ends?: EndDeps
  rewrap(): Promise<Rewrapped>
}

export async function upkeep(deps: Kept): Promise<void> {
  const { ends, log } = deps
  try {
    if (ends !== undefined) await runClocks(deps, ends)
  } catch (error) {
    log('clocks_failed', { reason: errorText(error) })
  }
  try {
    const { keys, secrets, left } = await deps.rewrap()
    if (keys + secrets > 0) log('rewrapped', { keys, secrets, left })
  } catch (error) {
    log('rewrap_failed', { reason: errorText(error) })
  }
}
