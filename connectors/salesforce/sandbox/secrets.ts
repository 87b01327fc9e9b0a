/** Tokens, codes and secrets: opaque to whoever gets them, and the same again for the same seed. */
import { createHash } from 'node:crypto'

export type Secrets = () => string

export function createSecrets(seed: string): Secrets {
  let given = 0
  return () => {
    given += 1
    return createHash('sha256').update(`${seed} ${given}`).digest('base64url')
  }
}
