/** Starts the world of the edge tests in a process of plain Node: vitest loads its own files as if for workerd. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { World } from './provided.ts'

const program = fileURLToPath(new URL('world.ts', import.meta.url))

export async function startWorld(): Promise<{ readonly world: World; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const line = once(createInterface(child.stdout), 'line')
  const [said] = await Promise.race([line, ended.then(() => [null])])
  if (said === null) throw new Error('The libSQL server, the sandboxes or the embedded night did not start.')
  const world: World = JSON.parse(said)
  return {
    world,
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
