import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { unstable_startWorker } from 'wrangler'
import { startSalesforceSandbox } from '../../../connectors/salesforce/sandbox/index.ts'
import { smallCompany } from '../support/company.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

test('jsforce, as wrangler.toml bundles it, reads an org in workerd, and a request with a body arrives', async () => {
  const sandbox = await startSalesforceSandbox({
    crm: smallCompany(30),
    now: () => '2026-04-10T02:30:00.000Z',
    clientId: 'id',
    clientSecret: 'secret',
  })
  const worker = await unstable_startWorker({
    config: `${root}wrangler.toml`,
    entrypoint: `${root}test/connectors/salesforce/edge-worker.ts`,
    dev: { server: { port: 0 }, inspector: false, logLevel: 'none', watch: false, persist: false },
  })
  try {
    const answer = await worker.fetch(`http://localhost/?org=${encodeURIComponent(sandbox.url)}`)
    const told = (await answer.json()) as {
      account: { name: string }
      deals: readonly unknown[]
      sent: readonly string[]
      numbers: readonly unknown[]
      rights: unknown
    }
    expect(told).toMatchObject({ account: { name: 'Rohrbau', currency: 'EUR' } })
    expect(told.deals).toHaveLength(30)
    expect(told.sent).toContain('POST /services/data/v68.0/composite')
    // Numbers of its own: a statement, and a report that answers something else.
    expect(told.numbers).toMatchObject([{ ok: true, value: { number: '30' } }, { ok: false }])
    expect(told.rights).toMatchObject({ profile: 'Pegel Integration' })
  } finally {
    await worker.dispose()
    await sandbox.close()
  }
})
