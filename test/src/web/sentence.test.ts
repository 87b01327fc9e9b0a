import { expect, test } from 'vitest'
import { pipeline, source } from '../../../db/workspace/schema.ts'
import { readNames } from '../../../src/web/mirror-names.ts'
import { namesOf, sentenceOf } from '../../../src/web/sentence.ts'
import { company } from '../../support/company.ts'
import { cycle } from '../../support/views.ts'

const counting = { day: '2026-11-23', currency: 'EUR', fiscalYearStartMonth: 1, cycle }

test('a definition is told with the names the CRM uses', async () => {
  const { db } = await company()
  const definition = { metric: 'won_revenue', window: 'cycle', filter: { pipelines: ['new'] } } as const
  const sentence = sentenceOf(
    { ...definition, filter: { pipelines: ['new'] } },
    'de',
    await readNames(db),
    counting,
  )
  expect(sentence).toContain('New business')
  expect(sentence).toContain('1. Oktober')
})

test('where both CRMs have a pipeline of one name, the CRM is told with it', async () => {
  const { db } = await company()
  await db
    .insert(source)
    .values({ id: 'salesforce', crm: 'salesforce', createdAt: '2026-09-02T00:00:00.000Z' })
  await db.insert(pipeline).values({ source: 'salesforce', id: 'sf-new', label: 'New business' })
  const names = namesOf(await readNames(db), 'EUR')
  expect(names.pipeline('new')).toBe('New business (HubSpot)')
  expect(names.pipeline('sf-new')).toBe('New business (Salesforce)')
  expect(names.pipeline('gone')).toBe('gone')
})
