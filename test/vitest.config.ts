import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { edge } from './edge/config.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * `verify` takes seconds; `node` is the bulk; `simulation` takes minutes; `browser` needs a Chromium, `edge` a workerd and a
 * libSQL server.
 */
export default defineConfig({
  test: {
    root,
    // All cores: the default leaves one idle, which on a machine of two is half of it.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'verify', root, include: ['test/*.test.ts'] } },
      {
        test: {
          name: 'node',
          root,
          include: ['test/{connectors,db,engines,src,real,oracles}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'simulation',
          root,
          include: ['test/simulation/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'browser',
          root,
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/unpack.ts'],
          testTimeout: 60_000,
          // Unpacking the browser takes a while the first time.
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'process',
          root,
          include: ['test/process/**/*.test.ts'],
          // Whole programs on a busy machine.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      edge,
    ],
  },
})
