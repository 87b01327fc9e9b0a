/** What the program ships with: licences that may be passed on, nothing that runs by itself when it is installed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './support/imports.ts'

interface Locked {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly optional?: boolean
  readonly peer?: boolean
  readonly resolved?: string
  readonly integrity?: string
  readonly hasInstallScript?: boolean
  readonly inBundle?: boolean
}

const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(join(root, 'package-lock.json'), 'utf8'),
)
const all = Object.entries(lock.packages).filter(([path]) => path !== '')
const shipped = all.filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true)

/** May be used, changed and passed on with a notice. A licence that is not here is looked at by a person first. */
const ALLOWED = new Set([
  ...[
    'MIT',
    'MIT-0',
    'ISC',
    '0BSD',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'Unlicense',
  ],
  ...['CC0-1.0', 'Python-2.0'],
])

/** Have a script, which `ignore-scripts` keeps from running, and which nothing misses. */
const UNNEEDED: Readonly<Record<string, string>> = {
  'node_modules/core-js': 'asks for donations',
  'node_modules/core-js-pure': 'asks for donations',
}

/** Of a choice one has to fit, of a sum all of them. */
function fits(expression: string): boolean {
  const bare = expression.replaceAll(/[()]/g, '')
  if (bare.includes(' OR ')) return bare.split(' OR ').some(fits)
  return bare.split(' AND ').every((part) => ALLOWED.has(part.trim()))
}

function licenceOf(path: string, locked: Locked): string {
  // The lock file repeats the package; where another system's binary is not installed it is all there is.
  const file = join(root, path, 'package.json')
  try {
    const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof license === 'string') return license
    if (typeof license?.type === 'string') return license.type
    if (Array.isArray(licenses)) return licenses.map(({ type }: { type: string }) => type).join(' OR ')
    return 'none'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && locked.optional === true)
      return locked.license ?? 'none'
    throw error
  }
}

test('every package that is shipped has a licence of the list', () => {
  expect(shipped.length).toBeGreaterThan(40)
  const wrong = shipped
    .map(([path, locked]) => [path, licenceOf(path, locked)] as const)
    .filter(([, licence]) => !fits(licence))
  expect(wrong).toEqual([])
})

test('nothing that is installed runs by itself, and each file is the one that was locked', () => {
  expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m)
  const scripts = shipped.filter(([, one]) => one.hasInstallScript && one.optional !== true)
  expect(scripts.map(([path]) => path).filter((path) => UNNEEDED[path] === undefined)).toEqual([])
  // What a package brings in its own archive is locked with it.
  const locked = ([path, { integrity, inBundle }]: (typeof all)[number]): boolean => {
    if (inBundle !== true) return integrity?.startsWith('sha512-') === true
    const outer = path.slice(0, path.lastIndexOf('/node_modules/'))
    return all.some((one) => one[0] === outer && locked(one))
  }
  // The lock file names no place to get anything from: that is for whoever installs to say.
  const loose = all.filter((one) => one[1].resolved !== undefined || !locked(one))
  expect(loose).toEqual([])
})

test('versions are exact, those of tools too', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(String(version)),
  )
  expect(ranges).toEqual([])
})
