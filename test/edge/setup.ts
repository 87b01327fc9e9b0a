/** Before the tests: starts their world in plain Node, since this file is loaded as if for workerd. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import type { World } from './provided.ts'

const program = fileURLToPath(new URL('world.ts', import.meta.url))

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const line = once(createInterface(child.stdout), 'line')
  const [said] = await Promise.race([line, ended.then(() => [null])])
  if (said === null) throw new Error('The libSQL server, the sandboxes or the embedded night did not start.')
  const world: World = JSON.parse(said)
  provide('world', world)
  return async () => {
    child.stdin.end()
    await ended
  }
}
