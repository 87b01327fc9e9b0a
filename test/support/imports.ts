/** The imports of the program, read as text: what the layers test holds against the design. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Import {
  readonly from: string
  /** A path from the root for our own files, else the package's name with its sub-path. */
  readonly to: string
  readonly own: boolean
  readonly typeOnly: boolean
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

export function files(folder: string, ending = '.ts'): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending) && !file.includes('node_modules'))
    .map((file) => join(folder, file))
    .sort()
}

export function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = [
    ...[...text.matchAll(STATEMENT)].map((m) => ({ spec: m[2] ?? '', typeOnly: m[1] !== undefined })),
    ...[...text.matchAll(DYNAMIC)].map((m) => ({ spec: m[1] ?? '', typeOnly: false })),
  ]
  return found.map(({ spec, typeOnly }) => {
    const own = spec.startsWith('.')
    const to = own ? relative(root, normalize(join(root, dirname(file), spec))) : spec
    return { from: file, to, own, typeOnly }
  })
}

/** Everything a file pulls in at run time, itself included. */
export function reachable(entry: string): Set<string> {
  const seen = new Set<string>()
  const todo = [entry]
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const edge of importsOf(file))
      if (edge.own && !edge.typeOnly && edge.to.endsWith('.ts')) todo.push(edge.to)
  }
  return seen
}
