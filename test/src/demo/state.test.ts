import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newDemo } from '../../../src/demo/play.ts'
import { demoFile } from '../../../src/demo/state.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'pegel-demo-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

test('another process sees every state at once, however fast they follow each other and however alike they look', () => {
  const dataDir = folder()
  const [writer, reader] = [demoFile(dataDir), demoFile(dataDir)]
  const start = newDemo('2026-11-19T09:00:00.000Z', undefined)
  for (let n = 0; n < 500; n += 1) {
    // Same length, within one tick of the file system's clock.
    const state = { ...start, shiftMs: -100_000_000 - n }
    writer.write(state)
    expect([writer.read(), reader.read()]).toEqual([state, state])
  }
})

test('a new company has lived until two nights ago, whatever the hour it is started at', () => {
  const days = [
    '2026-11-18T23:30:00Z',
    '2026-11-19T03:00:00Z',
    '2026-11-19T09:00:00Z',
    '2026-11-19T22:00:00Z',
  ].map((now) => newDemo(now, undefined).anchor)
  // Before five in Berlin the night of the day before has not been yet.
  expect(days).toEqual(['2026-11-16', '2026-11-16', '2026-11-17', '2026-11-17'])
})

test('without a company there is nothing to read', () => {
  expect(demoFile(join(folder(), 'not-there')).read()).toBeNull()
})
