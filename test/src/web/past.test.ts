/** The time before a key result, through the form and on its page. */
import { expect, test } from 'vitest'
import { createCycle, createObjective } from '../../../src/okr/write.ts'
import { pastCard } from '../../../src/web/past-card.ts'
import { addDeals, company } from '../../support/company.ts'
import { pageContext } from '../../support/page-context.ts'
import { pastView } from '../../support/past-views.ts'
import { visit } from '../../support/web.ts'

const now = '2026-11-24T07:12:00.000Z'
const by = { actor: 'u1', now }
/** Numbers and their unit stand in one line on screen. */
const plain = (html: string) => html.replaceAll('\u00a0', ' ')
const idOf = (written: { ok: boolean; id?: string }) => written.id ?? ''

/** Read through since September a year ago, with what was won in the quarters since. */
async function sales() {
  const workspace = await company()
  const { db } = workspace
  await db.$client.execute(`INSERT INTO run (id, source, day, kind, status, started_at, finished_at, data_through, seq)
    VALUES ('first', 'hubspot', '2025-09-01', 'night', 'complete', '2025-09-01T02:00:00.000Z', '2025-09-01T02:10:00.000Z',
      '2025-09-01T02:00:00.000Z', 0)`)
  const wins = [
    ['2025-11-05', 31_240_000],
    ['2026-02-11', 38_810_050],
    ['2026-05-20', 35_500_000],
    ['2026-08-19', 41_275_099],
    ['2026-10-07', 5_000_000],
  ] as const
  await addDeals(
    workspace,
    wins.map(([day, amountMinor], n) => ({
      ...{ owner: 'abcdef'[n] ?? 'a', status: 'won', amountMinor, closeDate: day, createdDay: day },
    })),
  )
  const days = { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const cycleId = idOf(await createCycle(db, days, by))
  const aim = { cycleId, title: 'Wachsen', description: null, team: 'Vertrieb' }
  return { workspace, objectiveId: idOf(await createObjective(db, aim, by)) }
}

const typed = {
  ...{ title: ['Umsatz'], origin: ['metric'], kind: ['hold'], metric: ['won_revenue'], window: ['cycle'] },
  ...{ baseline: ['7'], target: [''], requiredShare: ['90'], weight: ['1'], unit: ['count'] },
}

test('a preview shows the quarters before, and one click puts their proposal into the fields', async () => {
  const { workspace, objectiveId } = await sales()
  const site = visit(workspace)
  const entered = { ...typed, objectiveId: [objectiveId] }
  const preview = await site.post('/key-results/new', { ...entered, intent: ['preview'] })
  for (const end of ['312.400,00', '388.100,50', '355.000,00', '412.750,99'])
    expect(plain(preview.html)).toContain(`${end} €`)
  expect(plain(preview.html)).toContain('Vorschlag: von 0 € auf 420.000 €')
  expect(preview.html).toContain('class="was"')
  expect(preview.html).toContain('name="baseline" type="text" value="7"')
  const taken = await site.post('/key-results/new', { ...entered, intent: ['take'] })
  expect(taken.html).toContain('name="baseline" type="text" value="0,00"')
  expect(taken.html).toContain('name="target" type="text" value="420000,00"')
  expect(taken.html).toContain('Noch ist nichts gespeichert.')
  // Only a way has a baseline and a target.
  expect(taken.html).toMatch(/id="kind-reach"[^>]* checked/)
  const saved = await site.post('/key-results/new', {
    ...entered,
    ...{ kind: ['reach'], baseline: ['0,00'], target: ['420000,00'] },
  })
  const page = await site.get(saved.location ?? '')
  expect(page.html).toContain('Wie es vorher war')
  expect(plain(page.html)).toContain('412.750,99 €')
  // It has both: nothing is proposed over them.
  expect(page.html).not.toContain('Vorschlag')
})

test('what was published is solid and nothing else is drawn beside it; gaps are told in words', async () => {
  const ctx = pageContext({ locale: 'en' })
  const html = String(
    await pastCard(pastView(), [{ day: '2026-10-02', value: 1, progress: 0, complete: true }], ctx),
  )
  expect(html).toContain('class="course"')
  expect(html).toContain('On 40 days not everything is known')
  expect(html).toContain('unknown, or known in part')
  expect(html).not.toMatch(/NaN|Infinity|undefined/)
  const nothing = pastView({
    points: [],
    periods: [],
    proposal: null,
    noProposal: 'too_few',
    since: '2026-11-20',
  })
  expect(String(await pastCard(nothing, [], ctx))).toContain('complete since 20 November 2026 only')
})

test('where it would keep the page waiting, it is worked out on request', async () => {
  const html = String(await pastCard('ask', [], pageContext()))
  expect(html).toContain('href="?past=show#past-title"')
  expect(html).not.toContain('<svg')
})
