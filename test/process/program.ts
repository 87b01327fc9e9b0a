/** The real program as its users start it: child processes with a data folder of their own, nothing shared with the test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
  readonly ms: number
}

export interface Running {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
  /** What standard output held once it matched. Fails with everything that was said when the program ends before. */
  untilOut(pattern: RegExp): Promise<RegExpMatchArray>
  untilErr(pattern: RegExp): Promise<RegExpMatchArray>
}

export type Settings = Readonly<Record<string, string>>

/** Nothing of the tester's own settings reaches the program; compiled once, it starts in half the time. */
const inherited = {
  NODE_COMPILE_CACHE: join(tmpdir(), 'pegel-process-cache'),
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
}

export function run(script: string, args: readonly string[], settings: Settings, input = ''): Running {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: { ...inherited, LANG: 'en', ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const heard = { out: '', err: '' }
  const listeners = new Set<() => void>()
  for (const [name, stream] of [['out', child.stdout] as const, ['err', child.stderr] as const]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      heard[name] += text
      for (const listener of listeners) listener()
    })
  }
  child.stdin.on('error', () => undefined).end(input)
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, ...heard, ms: performance.now() - startedAt })
      for (const listener of listeners) listener()
    })
  })

  function until(name: 'out' | 'err', pattern: RegExp): Promise<RegExpMatchArray> {
    return new Promise((resolve, reject) => {
      function look(): void {
        const found = heard[name].match(pattern)
        if (found === null && child.exitCode === null && child.signalCode === null) return
        listeners.delete(look)
        if (found === null) reject(new Error(`It ended without ${pattern}:\n${heard.out}\n${heard.err}`))
        else resolve(found)
      }
      listeners.add(look)
      look()
    })
  }
  return {
    child,
    finished,
    untilOut: (pattern) => until('out', pattern),
    untilErr: (pattern) => until('err', pattern),
  }
}

/** One installation: a folder, its settings, the server and the command line. */
export interface Installation {
  readonly folder: string
  start(settings?: Settings): Running
  cli(
    args: readonly string[],
    options?: { readonly settings?: Settings; readonly input?: string },
  ): Promise<Finished>
  end(): void
}

export function installation(settings: Settings): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'pegel-process-'))
  const own = { DATA_DIR: folder, PORT: '0', ...settings }
  const started = new Set<Running>()
  function begin(running: Running): Running {
    started.add(running)
    running.finished.then(() => started.delete(running))
    return running
  }
  return {
    folder,
    start: (more = {}) => begin(run('src/node.ts', [], { ...own, ...more })),
    cli: (args, { settings: more = {}, input } = {}) =>
      begin(run('src/cli.ts', args, { ...own, ...more }, input)).finished,
    end() {
      for (const { child } of started) child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The same, gone when the test is. */
export function installed(settings: Settings): Installation {
  const made = installation(settings)
  onTestFinished(() => made.end())
  return made
}

/** A stop as an operator would do it. */
export function terminate({ child, finished }: Running): Promise<Finished> {
  child.kill('SIGTERM')
  return finished
}
