/** The vitest project that runs the Worker of `wrangler.toml` in workerd. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import type { UserWorkspaceConfig } from 'vitest/config'
import './provided.ts'
import { settingsOf } from './settings.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export const edge: UserWorkspaceConfig = {
  plugins: [
    cloudflareTest(({ inject }) => ({
      main: './test/edge/worker.ts',
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        // The second lets a test fire the cron.
        compatibilityFlags: ['nodejs_compat', 'service_binding_extra_handlers'],
        bindings: { ...settingsOf(inject('world')) },
        // One repetition instead of three: each is 30 s away.
        queueConsumers: {
          'pegel-work': {
            maxBatchSize: 1,
            maxBatchTimeout: 0,
            maxRetries: 1,
            deadLetterQueue: 'pegel-parked',
          },
          'pegel-parked': { maxBatchSize: 1, maxBatchTimeout: 0, maxRetries: 10 },
        },
      },
    })),
  ],
  resolve: { alias: aliases() },
  test: {
    name: 'edge',
    root,
    include: ['test/edge/**/*.test.ts'],
    globalSetup: ['test/edge/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One workerd at a time.
    fileParallelism: false,
  },
}

/** What `wrangler.toml` leaves out of the bundle is left out here too: only wrangler's own bundler reads that table. */
function aliases() {
  const toml = readFileSync(`${root}wrangler.toml`, 'utf8')
  const table = toml.split(/^\[alias\]$/m)[1]?.split(/^\[/m)[0] ?? ''
  const entries = [...table.matchAll(/^"([^"]+)" = "([^"]+)"$/gm)]
  return entries.map(([, name = '', target = '']) => ({
    find: new RegExp(`^${name}$`),
    replacement: target.startsWith('./') ? root + target.slice(2) : target,
  }))
}
