import type { TestProject } from 'vitest/node'
import { startWorld } from './start-world.ts'

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const { world, stop } = await startWorld()
  provide('world', world)
  return stop
}
