/** The vitest project that runs the Worker of `wrangler.toml` in workerd. */
import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import type { UserWorkspaceConfig } from 'vitest/config'
import type { World } from './provided.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Key of the tests; 32 times the same byte. */
const MASTER_KEY = `test:${btoa('k'.repeat(32))}`

export const edge: UserWorkspaceConfig = {
  plugins: [
    cloudflareTest(({ inject }) => ({
      main: './test/edge/worker.ts',
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        compatibilityFlags: ['nodejs_compat', 'service_binding_extra_handlers'],
        bindings: bindingsOf(inject('world')),
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
  // As in wrangler.toml, which only the bundler reads.
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

function bindingsOf({ directoryUrl, template, facts: { hubspot, salesforce } }: World) {
  return {
    DIRECTORY_DB_URL: directoryUrl,
    WORKSPACE_DB_URL: template,
    PEGEL_MASTER_KEY: MASTER_KEY,
    PEGEL_ALLOW_HOSTS: [hubspot.apiUrl, salesforce.instanceUrl].map((url) => new URL(url).host).join(','),
  }
}
