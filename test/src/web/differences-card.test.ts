import { expect, test } from 'vitest'
import type { Locale, Role } from '../../../src/app-env.ts'
import type { Difference } from '../../../src/okr/differences.ts'
import { can } from '../../../src/okr/roles.ts'
import { differencesCard } from '../../../src/web/differences-card.ts'
import { pageContext } from '../../support/page-context.ts'

const found: Difference = {
  ...{ source: 'hubspot', pipelineId: 'new', pipeline: 'Neugeschäft', status: 'won', measure: 'count' },
  ...{ ours: 3, theirs: 4, ids: ['1', '2', '3', '4', '5', '6'], nights: 2, day: '2026-11-23' },
  ...{ since: '2026-11-24T04:00:00.000Z', until: null },
}

async function words(differences: readonly Difference[], locale: Locale, role: Role = 'administrator') {
  const ctx = pageContext({ locale, may: (action) => can(role, action) })
  const card = await differencesCard({ differences }, ctx)
  return String(card ?? '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

test('a key result says where mirror and CRM differ, which deals it is about, and what follows from it', async () => {
  expect(await words([], 'de')).toBe('')
  const german = await words([found], 'de')
  expect(german).toContain('höchstens drei Nächte')
  expect(german).toContain('Neugeschäft, gewonnen Deals 1, 2, 3, 4, 5 … Deals 3 4 2')
  expect(await words([{ ...found, nights: 4 }], 'en')).toContain('is shown with this difference')
  const held: Difference = { ...found, measure: 'held', nights: 0, day: null, theirs: 0 }
  expect(await words([found, held], 'en')).toContain('until an administrator decides')
})

test('whoever may not see deals sees no id of one', async () => {
  expect(await words([found], 'en', 'coach')).not.toMatch(/1, 2/)
})
