import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { files, type Import, importsOf, reachable, root } from './support/imports.ts'

const program = [...files('connectors'), ...files('db'), ...files('src')]
const edges = program.flatMap(importsOf)
const show = (list: readonly Import[]) => list.map((edge) => `${edge.from} -> ${edge.to}`)

test('connectors know nothing of ours but their own contract', () => {
  const wrong = edges.filter(
    (e) => e.own && e.from.startsWith('connectors/') && !e.to.startsWith('connectors/'),
  )
  expect(show(wrong)).toEqual([])
})

test('databases know nothing but their schemas', () => {
  const wrong = edges.filter((e) => e.own && e.from.startsWith('db/') && !e.to.startsWith('db/'))
  expect(show(wrong)).toEqual([])
})

test('one connector does not know another', () => {
  const crm = (path: string) => /^connectors\/(hubspot|salesforce)\//.exec(path)?.[1]
  const wrong = edges.filter((e) => e.own && crm(e.from) && crm(e.to) && crm(e.from) !== crm(e.to))
  expect(show(wrong)).toEqual([])
})

test("a vendor's client is imported by its connector's read.ts and nowhere else", () => {
  const sdk = /^(@hubspot\/api-client|jsforce)/
  const wrong = edges.filter((e) => sdk.test(e.to) && !/^connectors\/[a-z]+\/read\.ts$/.test(e.from))
  expect(show(wrong)).toEqual([])
})

test('no file imports itself by a detour', () => {
  const graph = new Map<string, string[]>()
  for (const edge of edges) {
    if (!edge.own || edge.typeOnly) continue
    graph.set(edge.from, [...(graph.get(edge.from) ?? []), edge.to])
  }
  const cycles: string[] = []
  const done = new Set<string>()
  function visit(file: string, path: readonly string[]): void {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (done.has(file)) return
    done.add(file)
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
  }
  for (const file of program) visit(file, [])
  expect(cycles).toEqual([])
})

/** Files that compute and do nothing else: what they need comes in as arguments. */
const PURE = [
  /^connectors\/values\//,
  /^connectors\/window\.ts$/,
  /^connectors\/[a-z]+\/(map|soql|wire)\.ts$/,
  /^src\/sync\/(derive|decide)\.ts$/,
  /^src\/metrics\/window\.ts$/,
  /^src\/okr\/(progress|pace|status|rollup|roles)\.ts$/,
  /^src\/forecast\/(?!prepare|read|load)[a-z-]+\.ts$/,
]

test('a pure file imports no database, environment or clock', () => {
  const pure = program.filter((file) => PURE.some((pattern) => pattern.test(file)))
  expect(pure.length).toBeGreaterThan(8)
  const impure = edges.filter(
    (e) =>
      pure.includes(e.from) &&
      !e.typeOnly &&
      (e.to.startsWith('db/') || e.to.startsWith('node:') || /libsql|drizzle|hono/.test(e.to)),
  )
  expect(show(impure)).toEqual([])
  const clock = /\bDate\.now\(|new Date\(\)|process\.env|Math\.random\(|\bfetch\(/
  expect(pure.filter((file) => clock.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})

test('the Worker pulls in no sandbox, no demo and nothing of Node', () => {
  const worker = [...reachable('src/worker.ts')]
  const inside = worker.filter((file) =>
    /\/sandbox\/|\/demo\/|src\/demo|open-node|src\/node|src\/cli/.test(file),
  )
  expect(inside).toEqual([])
  const node = worker.flatMap(importsOf).filter((e) => !e.typeOnly && e.to.startsWith('node:'))
  expect(show(node)).toEqual([])
})

test('the environment is read in one file', () => {
  const readers = program.filter((file) => /process\.env/.test(readFileSync(join(root, file), 'utf8')))
  expect(readers).toEqual(['src/env-node.ts'])
})

test('every property starts from the seed all of them share', () => {
  const direct = files('test')
    .flatMap(importsOf)
    .filter((e) => e.to === 'fast-check')
  expect(direct.map((e) => e.from)).toEqual(['test/support/properties.ts'])
})

test('every link in a README leads somewhere', () => {
  const pages = ['README.md', ...files('.', '.md').filter((file) => /^(src|connectors|db|test)\//.test(file))]
  const dead = pages.flatMap((page) => {
    const links = readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)
    return [...links]
      .map((match) => match[1] ?? '')
      .filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(root, dirname(page), link)))
      .map((link) => `${page} -> ${link}`)
  })
  expect(dead).toEqual([])
})

test('a source file holds one idea: those over 250 lines are named here with their reason', () => {
  const long = program.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 251)
  const reasons: Record<string, string> = {
    'db/migrations/index.ts': 'written by a tool',
    'db/workspace/schema.ts': 'one table after the other, a list',
  }
  expect(long.filter((file) => reasons[file] === undefined)).toEqual([])
})
