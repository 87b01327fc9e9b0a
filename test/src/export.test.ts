import { expect, test } from 'vitest'
import { canonical, exportAll } from '../../src/export.ts'
import { addDeals, addRun, company } from '../support/company.ts'

const open = { status: 'open', amountMinor: 100, closeDate: '2026-12-01' } as const

test('an export holds the deals and no trace of who owns them', async () => {
  const workspace = await company()
  await addRun(workspace, '2026-11-22')
  await addDeals(workspace, [
    { owner: 'anna-hash-that-must-stay', ...open },
    { owner: 'ben-hash-that-must-stay', ...open },
  ])
  const all = await exportAll(workspace)
  expect(all.tables.deal).toHaveLength(2)
  expect(all.tables.revision).toHaveLength(2)
  const text = JSON.stringify([all, canonical(all)])
  expect(text).not.toMatch(/hash-that-must-stay|ownerHash/)
})
