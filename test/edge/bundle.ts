/**
 * `npm run bundle`: the Worker as it would be deployed, built without a network and weighed against the limit. That this
 * bundle also runs is held by `test/process/worker.test.ts`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** Compressed. The platform allows more; a small Worker starts quickly. */
const LIMIT_KIB = 600

const root = fileURLToPath(new URL('../..', import.meta.url))
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')
/** Wrangler neither asks nor phones home, and reads no account. */
const quiet = { WRANGLER_SEND_METRICS: 'false', CI: 'true', WRANGLER_LOG: 'error', NO_COLOR: '1' }

function build(folder: string): Buffer {
  const args = [wrangler, 'deploy', '--dry-run', '--minify', '--outdir', folder]
  const { status, stderr, stdout } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...quiet, WRANGLER_LOG_PATH: join(folder, 'log') },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`wrangler deploy --dry-run failed:\n${stdout}${stderr}`)
  return readFileSync(join(folder, 'worker.js'))
}

/** Modules beside the program that are data: read, and never parsed as code. */
function dataBeside(folder: string): number {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0) / 1024
}

const folder = mkdtempSync(join(tmpdir(), 'pegel-bundle-'))
try {
  const script = build(folder)
  const [kib, gzipKib] = [script, gzipSync(script)].map(({ length }) => length / 1024)
  const texts = dataBeside(folder).toFixed(0)
  const size = `The Worker: ${kib?.toFixed(0)} KiB, ${gzipKib?.toFixed(0)} KiB gzip (limit ${LIMIT_KIB}), and ${texts} KiB gzip of texts as data.`
  process.stdout.write(`${size}\n`)
  if ((gzipKib ?? 0) > LIMIT_KIB) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
