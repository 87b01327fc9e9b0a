/**
 * `npm run sbom`: every package of the lock file, by npm's own tool, those for development marked as such. It is asked for all
 * of them: with `--omit dev` npm 11 leaves out a package that a tool has in another version too.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../support/imports.ts'

test('the bill of materials names each package with version and checksum', () => {
  const text = execFileSync('npm', ['run', '--silent', 'sbom'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const { bomFormat, components } = JSON.parse(text)
  expect(bomFormat).toBe('CycloneDX')
  const named = new Map<
    string,
    { readonly hashes?: readonly unknown[]; readonly licenses?: readonly unknown[] }
  >(components.map((one: { readonly purl: string }) => [decodeURIComponent(one.purl), one]))
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const [name, version] of Object.entries(dependencies)) {
    const found = named.get(`pkg:npm/${name}@${version}`)
    expect([name, found !== undefined]).toEqual([name, true])
    expect([name, (found?.hashes?.length ?? 0) > 0]).toEqual([name, true])
  }
  const tools = components.filter((one: { readonly properties?: readonly { readonly name: string }[] }) =>
    one.properties?.some(({ name }) => name === 'cdx:npm:package:development'),
  )
  expect(tools.map(({ name }: { readonly name: string }) => name)).toEqual(
    expect.arrayContaining(['typescript', 'wrangler']),
  )
})
