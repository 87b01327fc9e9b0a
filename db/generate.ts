/** `npm run migrations -- <name>`: generates what the schemas changed, and bundles all of it as text. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const name = process.argv[2]
const parts = ['directory', 'workspace'] as const

function bundle(part: (typeof parts)[number]): string {
  const folder = `${root}/db/migrations/${part}`
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  const entries = files.map((file) => {
    const statements = readFileSync(`${folder}/${file}`, 'utf8')
      .split('--> statement-breakpoint')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== '')
    return { tag: file.replace(/\.sql$/, ''), statements }
  })
  return `export const ${part}: readonly Migration[] = ${JSON.stringify(entries, null, 2)}\n`
}

if (name !== undefined) {
  for (const part of parts) {
    const config = `db/${part}/drizzle.config.ts`
    execFileSync('drizzle-kit', ['generate', '--config', config, '--name', name], {
      cwd: root,
      stdio: 'inherit',
    })
  }
}
const head = `/** Written by \`npm run migrations\`: a Worker cannot read files. */
export interface Migration {
  readonly tag: string
  readonly statements: readonly string[]
}
`
writeFileSync(`${root}/db/migrations/index.ts`, [head, ...parts.map(bundle)].join('\n'))
