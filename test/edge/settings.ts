/** The Worker's settings in the tests' world. */
import type { World } from './provided.ts'

export interface Settings {
  readonly DIRECTORY_DB_URL: string
  readonly WORKSPACE_DB_URL: string
  readonly PEGEL_MASTER_KEY: string
  readonly PEGEL_ALLOW_HOSTS: string
  readonly HUBSPOT_CLIENT_SECRET: string
}

export function settingsOf({ directoryUrl, template }: World): Settings {
  return {
    DIRECTORY_DB_URL: directoryUrl,
    WORKSPACE_DB_URL: template,
    // 32 times the same byte.
    PEGEL_MASTER_KEY: `test:${btoa('k'.repeat(32))}`,
    // The sandboxes, whatever their ports.
    PEGEL_ALLOW_HOSTS: '127.0.0.1',
    HUBSPOT_CLIENT_SECRET: 'the secret of the marketplace app',
  }
}
