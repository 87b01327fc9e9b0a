/** Deals that leave, and those that come back: what the ledger and the values make of it. */
import { describe, expect, test } from 'vitest'
import { before, deals } from './company.ts'
import { crms, LATER, MORNING, openPipeline, scene } from './scene.ts'

const justBefore = '2026-03-03T08:59:59.999Z'

describe.each(crms)('%s', (name) => {
  test('Deal deleted', async () => {
    const { crm, nextNight, told, values } = await scene(name)
    crm.deleteDeal(deals.open, MORNING)
    await nextNight()
    expect(await told(deals.open)).toMatchObject([
      { cause: 'read', deleted: 0 },
      {
        cause: 'removed',
        time_from: 'crm',
        effective_at: MORNING,
        deleted: 1,
        status: 'open',
        amount_minor: 1000_00,
      },
    ])
    expect(await values()).toEqual({ ...before, open: 370_00, south: 70_00 })
    expect(await values({ kind: 'asOf', instant: justBefore })).toEqual(before)
    expect((await values({ kind: 'asOf', instant: MORNING })).open).toBe(370_00)
  })

  test('Deal restored', async () => {
    const { crm, nextNight, told, values } = await scene(name)
    crm.deleteDeal(deals.won, MORNING)
    await nextNight()
    expect((await values()).won).toBe(0)
    const back = '2026-03-04T09:00:00.000Z'
    crm.restoreDeal(deals.won, back)
    await nextNight(2)
    expect(await told(deals.won)).toMatchObject([
      { cause: 'read', deleted: 0 },
      { cause: 'removed', deleted: 1, effective_at: MORNING },
      {
        cause: 'restored',
        deleted: 0,
        time_from: 'crm',
        effective_at: back,
        status: 'won',
        amount_minor: 2000_00,
      },
    ])
    expect(await values()).toEqual(before)
    expect((await values({ kind: 'asOf', instant: '2026-03-04T08:59:59.999Z' })).won).toBe(0)
  })

  test('Deal deleted and restored the same day', async () => {
    const { crm, nextNight, told, values } = await scene(name)
    crm.deleteDeal(deals.open, MORNING)
    crm.restoreDeal(deals.open, LATER)
    await nextNight()
    expect(await told(deals.open)).toMatchObject([{ cause: 'read', deleted: 0 }])
    expect(await values()).toEqual(before)
    expect(await values({ kind: 'asOf', instant: '2026-03-03T11:00:00.000Z' })).toEqual(before)
  })

  test('Deal restored that was deleted before the first import', async () => {
    const { crm, nextNight, told, values } = await scene(name)
    expect(await told(deals.gone)).toEqual([])
    crm.restoreDeal(deals.gone, MORNING)
    await nextNight()
    expect(await told(deals.gone)).toMatchObject([
      { cause: 'read', deleted: 0, time_from: 'crm', effective_at: MORNING, amount_minor: 9_00 },
    ])
    expect(await values()).toEqual({ ...before, open: before.open + 9_00, south: before.south + 9_00 })
    expect(await values({ kind: 'asOf', instant: justBefore })).toEqual(before)
  })

  test('Deal nobody can read any more, and can again', async () => {
    const { crm, nextNight, told, value, values, rows } = await scene(name)
    crm.updateDeal(deals.open, { amount: '12,5 Mio' }, MORNING)
    await nextNight()
    expect(await told(deals.open)).toMatchObject([
      { cause: 'read', problem: null },
      {
        cause: 'read',
        time_from: 'crm',
        effective_at: MORNING,
        amount_minor: null,
        problem: expect.stringContaining('not_a_number'),
      },
    ])
    expect(await value(openPipeline)).toMatchObject({
      value: 370_00,
      complete: false,
      skipped: 1,
      reason: 'held_deals',
    })
    expect(await rows('SELECT external_id FROM skipped')).toEqual([])
    const again = '2026-03-04T09:00:00.000Z'
    crm.updateDeal(deals.open, { amount: '1100.00' }, again)
    await nextNight(2)
    expect((await told(deals.open)).at(-1)).toMatchObject({
      ...{ cause: 'read', time_from: 'crm', effective_at: again, amount_minor: 1100_00, problem: null },
    })
    expect(await value(openPipeline)).toMatchObject({ value: 1470_00, complete: true, skipped: 0 })
    expect((await values()).south).toBe(before.south + 100_00)
  })
})
