import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { changeRandomly, loadMaven, mavenStages } from '../../../connectors/demo/maven.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import { mavenDir, mavenMissing } from '../../support/maven.ts'

const EDITED = '2018-02-01T09:00:00.000Z'
const title = mavenMissing === null ? 'the Maven data set' : `the Maven data set (skipped: ${mavenMissing})`

const records = (crm: Crm) => JSON.stringify([...crm.deals.values()])
const inStage = (crm: Crm, stageId: string) =>
  [...crm.deals.values()].filter((deal) => deal.stageId === stageId)

describe.skipIf(mavenMissing !== null)(title, () => {
  test('loads every opportunity with its traps', async () => {
    const crm = await loadMaven(mavenDir)
    const counts = Object.entries(mavenStages).map(([name, id]) => [name, inStage(crm, id).length])
    expect(Object.fromEntries(counts)).toEqual({ Prospecting: 500, Engaging: 1589, Won: 4238, Lost: 2473 })
    expect(crm.companies.size).toBe(85)
    expect(crm.users).toHaveLength(35)
    expect(crm.teams.map((team) => team.name)).toEqual(['Central', 'East', 'West'])

    const all = [...crm.deals.values()]
    expect(all.filter((deal) => deal.properties.product === 'GTXPro')).toHaveLength(1480)
    expect(all.filter((deal) => deal.companyId === null)).toHaveLength(1425)
    expect(inStage(crm, mavenStages.Lost).every((deal) => deal.amount === '0')).toBe(true)
    const open = [...inStage(crm, mavenStages.Prospecting), ...inStage(crm, mavenStages.Engaging)]
    expect(open.every((deal) => deal.amount === null && deal.closeDate === null)).toBe(true)
    expect(new Set(inStage(crm, mavenStages.Prospecting).map((deal) => deal.createdAt))).toEqual(
      new Set(['2018-01-01T12:00:00.000Z']),
    )
  })

  test('keeps what the file says of a deal, and that it was engaged before it was won', async () => {
    const crm = await loadMaven(mavenDir)
    const [, line = ''] = readFileSync(join(mavenDir, 'sales_pipeline.csv'), 'utf8').split('\n')
    expect(line).toBe('1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054')
    const deal = [...crm.deals.values()].find((one) => one.properties.opportunity_id === '1C1I7A6R')
    const owner = crm.users.find((user) => user.id === deal?.ownerId)
    expect(owner?.name).toBe('Moses Frase')
    expect(crm.teams.find((team) => team.id === owner?.teamId)?.name).toBe('Central')
    expect(crm.companies.get(deal?.companyId ?? '')?.name).toBe('Cancity')
    expect(deal).toMatchObject({
      stageId: mavenStages.Won,
      amount: '1054',
      currency: 'USD',
      closeDate: '2017-03-01',
      createdAt: '2016-10-20T12:00:00.000Z',
      updatedAt: '2017-03-01T12:00:00.000Z',
      properties: { product: 'GTX Plus Basic', office: 'Central' },
    })
    const stages = deal?.history.filter((entry) => entry.field === 'stageId').map((entry) => entry.value)
    expect(stages).toEqual([mavenStages.Engaging, mavenStages.Won])
  })

  test('random edits are the same for the same seed and touch every kind of field', async () => {
    const edited = async (seed: number) => {
      const crm = await loadMaven(mavenDir)
      changeRandomly(crm, seed, 500, EDITED)
      return crm
    }
    const [first, again, other] = [await edited(11), await edited(11), await edited(12)]
    expect(records(first) === records(again)).toBe(true)
    expect(records(first) === records(other)).toBe(false)

    const touched = [...first.deals.values()].filter((deal) => deal.updatedAt >= EDITED)
    expect(touched.length).toBeGreaterThan(400)
    expect(first.deals.size).toBeGreaterThan(8820)
    expect(touched.filter((deal) => deal.deletedAt !== null).length).toBeGreaterThan(10)
    const fields = new Set(
      touched.flatMap((deal) => deal.history.filter((e) => e.at >= EDITED).map((e) => e.field)),
    )
    expect([...fields].sort()).toEqual(['amount', 'closeDate', 'ownerId', 'pipelineId', 'stageId'])
    const keys = [...first.deals.values()].map((deal) => deal.properties.opportunity_id)
    expect(new Set(keys).size).toBe(first.deals.size)
    const closed = [...inStage(first, mavenStages.Won), ...inStage(first, mavenStages.Lost)]
    expect(closed.every((deal) => deal.closeDate !== null)).toBe(true)
  })
})
