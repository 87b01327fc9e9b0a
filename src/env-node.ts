/** The one reader of the process's environment. */
import { type Env, parseEnv } from './env.ts'

export function nodeEnv(): Env {
  return parseEnv(process.env)
}
