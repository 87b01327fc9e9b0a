import { expect, test } from 'vitest'
import { z } from 'zod'
import * as tables from '../../../db/workspace/schema.ts'
import { mappingWords } from '../../../src/cli/mapping-words.ts'
import { nameLeading, readMapping } from '../../../src/okr/mapping.ts'
import { jsonOf, problemOf, running } from '../../support/app.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { type LedgerDeal, writeLedger } from '../../support/metric-ledger.ts'

const sources = [{ id: 'hubspot' }, { id: 'salesforce' }]
const life = (twinId: string | null, more: object = {}) => ({ revisions: [{ twinId, ...more }] })
const deals: LedgerDeal[] = [
  { id: '1', createdDay: '2026-01-02', ...life('006A') },
  { id: '2', createdDay: '2026-01-02', ...life('006B') },
  { id: '3', createdDay: '2026-01-01', ...life('006C') },
  { id: '4', createdDay: '2026-01-09', ...life('006D') },
  { id: '5', createdDay: '2026-01-09', ...life('nowhere') },
  // Told from both sides: one pair all the same.
  { id: '006A', source: 'salesforce', createdDay: '2026-01-01', ...life('1') },
  { id: '006B', source: 'salesforce', createdDay: '2026-01-01', ...life(null) },
  { id: '006C', source: 'salesforce', createdDay: '2026-01-05', ...life(null) },
  { id: '006D', source: 'salesforce', createdDay: '2026-01-05', ...life(null, { deleted: true }) },
]
const writer = { actor: 'anna', now: '2026-11-24T09:00:00.000Z' }

test('the side where most of the pairs began is proposed, and a person decides', async () => {
  const db = await emptyWorkspace()
  await writeLedger(db, { sources, deals })
  const open = {
    sides: [
      { id: 'hubspot', crm: 'hubspot', deals: 5, originals: 1 },
      { id: 'salesforce', crm: 'salesforce', deals: 3, originals: 2 },
    ],
    ...{ pairs: 3, leading: null, proposed: 'salesforce' },
  }
  expect(await readMapping(db)).toEqual(open)
  expect(await nameLeading(db, 'pipedrive', writer)).toMatchObject({
    issues: [{ field: 'leading', code: 'connection_gone', subject: 'pipedrive' }],
  })
  expect(await nameLeading(db, 'hubspot', writer)).toEqual({ ok: true })
  expect(await nameLeading(db, 'hubspot', writer)).toEqual({ ok: true })
  expect(await readMapping(db)).toEqual({ ...open, leading: 'hubspot' })
  expect(await nameLeading(db, null, writer)).toEqual({ ok: true })
  expect(await readMapping(db)).toEqual(open)
  const audit = await db.select().from(tables.audit)
  expect(audit.map(({ actor, action, detail }) => [actor, action, JSON.parse(detail ?? '')])).toEqual([
    ['anna', 'mapping.leading', { before: null, after: 'hubspot' }],
    ['anna', 'mapping.leading', { before: 'hubspot', after: null }],
  ])
})

test('without a pair nothing is proposed', async () => {
  const db = await emptyWorkspace()
  await writeLedger(db, { sources, deals: deals.slice(4, 5) })
  expect(await readMapping(db)).toMatchObject({ pairs: 0, leading: null, proposed: null })
})

test('the mapping is told in plain words', () => {
  const side = { crm: 'hubspot', deals: 9 }
  const sides = [
    { id: 'hubspot', originals: 1, ...side },
    { id: 'salesforce', originals: 2, ...side },
  ]
  const open = { sides, pairs: 3, leading: null, proposed: 'salesforce' }
  expect(mappingWords('en').sentence(open)).toMatch(
    /^3 deals are in both CRMs, 2 of them were created in salesforce/,
  )
  expect(mappingWords('de').sentence({ ...open, leading: 'hubspot' })).toContain(
    'gezählt werden sie aus hubspot',
  )
  expect(mappingWords('de').sentence({ ...open, pairs: 0 })).toBe('Kein Deal steht in beiden CRMs.')
})

test('over the API the mapping is read by those who read settings and decided by an administrator', async () => {
  const { request, signIn } = await running()
  const [auditor, administrator] = [await signIn('auditor'), await signIn('administrator')]
  const change = (cookie: string, leading: string) =>
    request('/api/mapping', { method: 'PATCH', cookie, json: { leading } })
  expect((await change(auditor, 'hubspot')).status).toBe(403)
  expect(await problemOf(await change(administrator, 'pipedrive'))).toMatchObject({ status: 422 })
  expect((await change(administrator, 'hubspot')).status).toBe(200)
  const answer = await request('/api/mapping', { cookie: auditor })
  expect(await jsonOf(answer, z.looseObject({}))).toMatchObject({ leading: 'hubspot', pairs: 0 })
})
