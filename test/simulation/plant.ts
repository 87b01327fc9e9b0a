/**
 * Plants a bug in the program as it is loaded: the sources stay as they are, and nothing of it is in what we ship. A place
 * that a refactoring has moved is told, so that no bug is ever quietly not planted.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Favour } from './favour.ts'

export interface Change {
  /** Path below the repository. */
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly put: string
}
export interface Bug {
  readonly name: string
  readonly changes: readonly Change[]
  /** What brings it to light soon. It is found by the invariants all the same. */
  readonly shows?: Favour
}

const root = new URL('../../', import.meta.url)

/** Places that are not there exactly once. */
export function misplaced({ changes }: Bug): string[] {
  return changes.flatMap(({ file, find }) => {
    const found = readFileSync(new URL(file, root), 'utf8').split(find).length - 1
    return found === 1 ? [] : [`${file}: found ${found} times: ${find}`]
  })
}

/** For all modules loaded from here on. Returns which files were changed so far. */
export function plant(bug: Bug): () => readonly string[] {
  const wrong = misplaced(bug)
  if (wrong.length > 0) throw new Error(`${bug.name} cannot be planted: ${wrong.join('; ')}`)
  const done: string[] = []
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      const changes = bug.changes.filter(({ file }) => url === new URL(file, root).href)
      if (changes.length === 0) return loaded
      let source = readFileSync(fileURLToPath(url), 'utf8')
      for (const { find, put } of changes) source = source.replace(find, () => put)
      done.push(...changes.map(({ file }) => file))
      return { ...loaded, source }
    },
  })
  return () => done
}
