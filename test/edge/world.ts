/**
 * What the tests in workerd meet, in a process of its own: a libSQL server, the two sandbox CRMs, and the values of the
 * same night run embedded. Says where it all is in one line of JSON, and goes when its input ends.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDemoCompany } from '../../connectors/demo/company.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../connectors/salesforce/sandbox/index.ts'
import { addDays, toInstant } from '../../connectors/values/time.ts'
import { libsqlServerProvisioner } from '../../db/provision.ts'
import { parseEnv } from '../../src/env.ts'
import { openRuntime } from '../../src/node-runtime.ts'
import { runNight } from '../../src/sync/run-night.ts'
import { startLibsqlServer } from '../support/libsql-server.ts'
import { type Facts, type Measured, makeCompany, makeKeyResults, measured, noonZone } from './company.ts'
import { startEngines } from './engines-world.ts'
import type { World } from './provided.ts'

const now = () => toInstant(Date.now())

async function start(): Promise<{ world: World; stop(): Promise<void> }> {
  const server = await startLibsqlServer()
  const { adminUrl, template } = server
  const directoryUrl = await libsqlServerProvisioner(template, { adminUrl, fetch }).create('directory')

  // Two days back, so that no zone has yet to come to its last day.
  const anchor = addDays(now().slice(0, 10), -2)
  const hubspot = await startHubspotSandbox({
    crm: createDemoCompany({ seed: 3, anchor, crm: 'hubspot' }),
    now,
    // The tests' companies share this account, as no two companies do: its limits are not their subject.
    clockMs: () => performance.now() * 1000,
  })
  const salesforce = await startSalesforceSandbox({
    crm: createDemoCompany({ seed: 3, anchor, crm: 'salesforce' }),
    now,
  })
  const engines = await startEngines()
  const { clientId, clientSecret } = salesforce
  const facts: Facts = {
    timeZone: noonZone(Date.now()),
    hubspot: { token: DEFAULT_TOKEN, apiUrl: hubspot.url },
    salesforce: { instanceUrl: salesforce.url, clientId, clientSecret },
  }
  return {
    world: {
      ...{ adminUrl, template, directoryUrl, facts, enginesUrl: engines.url },
      embedded: await embeddedNight(facts),
    },
    async stop() {
      await Promise.all([hubspot.close(), salesforce.close(), engines.close(), server.stop()])
    },
  }
}

/** First import, key results, night: as `npm start` does it. */
async function embeddedNight(facts: Facts): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pegel-edge-'))
  const hosts = [facts.hubspot.apiUrl, facts.salesforce.instanceUrl].map((url) => new URL(url).host)
  const env = parseEnv({ DATA_DIR: folder, PEGEL_DEMO: 'off', PEGEL_ALLOW_HOSTS: hosts.join(',') })
  const quiet = { madeKey() {}, log() {}, realNowMs: () => Date.now(), shiftMs: () => 0 }
  const runtime = await openRuntime({ env, ...quiet })
  try {
    await makeCompany(runtime.deps, runtime.provisioner, 'embedded', facts)
    await runNight(runtime.deps, 'embedded', { kind: 'manual' })
    await makeKeyResults(runtime.deps, 'embedded', facts)
    const night = await runNight(runtime.deps, 'embedded', { kind: 'night' })
    if (night.runs.some(({ status }) => status !== 'complete'))
      throw new Error(`the embedded night failed: ${JSON.stringify(night)}`)
    return await measured((await runtime.deps.open('embedded')).db)
  } finally {
    await runtime.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const { world, stop } = await start()
process.stdin.resume().once('end', () => {
  stop().then(() => process.exit(0))
})
process.stdout.write(`${JSON.stringify(world)}\n`)
