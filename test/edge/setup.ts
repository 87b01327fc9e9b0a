import type { TestProject } from 'vitest/node'
import { writeTexts } from '../../src/i18n/write-texts.ts'
import { startWorld } from './start-world.ts'

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  writeTexts()
  const { world, stop } = await startWorld()
  provide('world', world)
  return stop
}
