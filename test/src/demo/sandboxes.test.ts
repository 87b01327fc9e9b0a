import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newDemo } from '../../../src/demo/play.ts'
import { type DemoSandboxes, demoCredentials, startSandboxes } from '../../../src/demo/sandboxes.ts'
import { type DemoFile, demoFile } from '../../../src/demo/state.ts'

const REAL = '2026-11-19T09:00:00.000Z'
const realNowMs = () => Date.parse(REAL)

function company(): DemoFile {
  const dataDir = mkdtempSync(join(tmpdir(), 'pegel-demo-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const file = demoFile(dataDir)
  file.write(newDemo(REAL, undefined))
  return file
}

async function up(file: DemoFile): Promise<DemoSandboxes> {
  const sandboxes = await startSandboxes(file, realNowMs)
  if (sandboxes === null) throw new Error('The sandboxes run already.')
  onTestFinished(() => sandboxes.close())
  return sandboxes
}

/** Deals of the last changed first, as HubSpot's search tells them. */
async function deals(file: DemoFile, { urls }: DemoSandboxes): Promise<number> {
  const state = file.read()
  if (state === null) throw new Error('There is no company.')
  const answer = await fetch(`${urls.hubspot}/crm/objects/2026-09/deals/search`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${demoCredentials(state).token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ filterGroups: [], limit: 1 }),
  })
  const { total } = (await answer.json()) as { total: number }
  return total
}

test('in the first night the company has lived up to its anchor and not a day longer, in every process', async () => {
  const file = company()
  const sandboxes = await up(file)
  const before = await deals(file, sandboxes)
  const other = company()
  expect(await deals(other, await up(other))).toBe(before)
  // A day later on the virtual clock a day has been lived; asked twice, it is lived once.
  const state = file.read()
  if (state === null) throw new Error('There is no company.')
  file.write({ ...state, shiftMs: state.shiftMs + 86_400_000 })
  const after = await deals(file, sandboxes)
  expect(after).toBeGreaterThan(before)
  expect(await deals(file, sandboxes)).toBe(after)
})

test('a second process of the same company leaves the sandboxes to the first', async () => {
  const file = company()
  await up(file)
  expect(await startSandboxes(file, realNowMs)).toBeNull()
})

test('where a stranger took the ports, the sandboxes get others', async () => {
  const file = company()
  const first = await startSandboxes(file, realNowMs)
  await first?.close()
  const ports = file.read()?.ports
  const stranger = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => stranger.listen(ports?.hubspot, '127.0.0.1', resolve))
  onTestFinished(() => {
    stranger.close()
  })
  const second = await up(file)
  expect(second.urls.hubspot).not.toBe(first?.urls.hubspot)
  expect(file.read()?.ports.hubspot).toBe(Number(new URL(second.urls.hubspot).port))
})
