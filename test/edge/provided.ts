/** What the set-up in Node hands to the tests in workerd. */
import 'vitest'
import type { Facts, Measured } from './company.ts'

export interface World {
  readonly directoryUrl: string
  /** Of the libSQL server. */
  readonly adminUrl: string
  /** URL of a company's database, with `{workspace}`. */
  readonly template: string
  readonly facts: Facts
  /** Of `engines-world.ts`. */
  readonly enginesUrl: string
  /** Values of the same night, run embedded on libSQL files. */
  readonly embedded: readonly Measured[]
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly world: World
  }
}
