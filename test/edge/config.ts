/** The vitest project that runs the Worker of `wrangler.toml` in workerd. */
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
  // The bundle leaves out what jsforce loads and never uses; unbundled, its own build for browsers does. The bundle itself
  // is run by `test/process/worker.test.ts`.
  resolve: { alias: { 'jsforce/lib/connection.js': 'jsforce/browser/connection.js' } },
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
