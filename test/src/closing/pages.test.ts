/** Planted and seen red: the measured number shown as the one that stands, a final value without its notes. */
import { expect, test } from 'vitest'
import { setOverride } from '../../../src/closing/override.ts'
import { addDeals } from '../../support/company.ts'
import { visit } from '../../support/web.ts'
import { liveNight, quarter, won } from './scene.ts'

test('set by hand on the page: beside the measured value, on the board too, and withdrawn there', async () => {
  const { workspace, ids } = await quarter([{ target: 100_00 }])
  await liveNight(workspace, '2026-11-23')
  const path = `/key-results/${ids[0]}`
  const person = visit(workspace, { role: 'okr_master' })
  const sent = await person.post(`${path}/overrides`, {
    ...{ override: '95,00', why: 'Zwei Rechnungen fehlen noch', until: '2026-11-26' },
  })
  expect([sent.status, sent.location]).toEqual([303, path])
  const page = await person.get(path)
  expect(page.words).toContain('Wert 95,00 €')
  expect(page.words).toMatch(/Von Hand gesetzt 95,00 € gilt bis 26\. November 2026/)
  expect(page.words).toContain('Zwei Rechnungen fehlen noch')
  expect(page.words).toContain('Gemessen: 50,00 €')
  expect(page.words).toContain('von Mara Lindner')
  const board = await visit(workspace, { role: 'coach' }).get('/')
  expect(board.words).toMatch(/von Hand gesetzt, gilt bis 26\. November 2026/)
  expect(board.words).not.toContain('von Mara')
  // Its deals are still those of the measured value.
  expect(page.words).toContain('5 Deals')

  const member = await visit(workspace, { role: 'member' }).get(path)
  expect(member.html).not.toContain('/overrides')
  expect((await visit(workspace, { role: 'member' }).post(`${path}/overrides`, {})).status).toBe(403)
  await person.post(`${path}/overrides/end`, {})
  expect((await person.get(path)).words).toMatch(/Wert 50,00 €.*zurückgenommen am/)
})

test('what is refused is said at its field, with what was typed', async () => {
  const { workspace, ids } = await quarter()
  await liveNight(workspace, '2026-11-23')
  const person = visit(workspace, { locale: 'en' })
  const refused = (more: object) =>
    person.post(`/key-results/${ids[0]}/overrides`, {
      ...{ override: '95.00', why: 'Two are missing', until: '2026-11-26', ...more },
    })
  const past = await refused({ until: '2026-11-23' })
  expect(past.status).toBe(422)
  expect(past.words).toContain('The end must not be in the past.')
  expect(past.html).toContain('value="Two are missing"')
  expect((await refused({ until: '2027-03-01' })).words).toContain('it ends on 5 January 2027 at the latest')
  expect((await refused({ override: '12345678901234567' })).words).toContain('too large')
  expect((await refused({ override: 'many' })).words).toContain('This is not a number')
  expect((await refused({ why: '' })).words).toContain('This is needed.')
})

test('a final value says so, with what has to be known of it, and what the CRM says by now', async () => {
  const { workspace, ids } = await quarter([{}, { target: 500_00 }])
  await liveNight(workspace, '2026-12-31')
  const closing = await visit(workspace, { now: '2027-01-02T09:00:00.000Z' }).get(`/key-results/${ids[0]}`)
  expect(closing.words).toContain('Der Wert folgt dem CRM noch bis zur Nacht auf den 6. Januar 2027')
  const due = await visit(workspace, { now: '2027-01-08T09:00:00.000Z' }).get(`/key-results/${ids[0]}`)
  expect(due.words).toContain('Zum Festschreiben fehlt noch eine vollständige Nacht.')
  await liveNight(workspace, '2027-01-12')
  await addDeals(workspace, [won('a', 7_00)])
  await liveNight(workspace, '2027-01-13')

  const at = { now: '2027-01-14T09:00:00.000Z' }
  const page = await visit(workspace, at).get(`/key-results/${ids[0]}`)
  expect(page.words).toMatch(/erreicht endgültig/)
  expect(page.words).toContain('Wert 50,00 €')
  expect(page.words).toContain('7 Tage später festgeschrieben als vorgesehen.')
  expect(page.words).toContain('Im CRM inzwischen 57,00 €')
  expect(page.words).toMatch(/\+7,00 € gegenüber dem Endwert/)
  expect(page.words).toMatch(/Betroffene Deals .* – 7,00 €/)
  // Step by step, without being asked, down to the deal and with words for it.
  expect(page.words).toMatch(
    /Was den Wert bewegt hat .* Stand 5\. Januar 2027 .* \+7,00 € .* Stand 14\. Januar 2027 57,00 €/,
  )
  expect(page.html).toContain('?to=restated#movement')
  expect(page.html).not.toContain('/overrides')
  // Who sees no deal sees the difference and none of its deals.
  const coach = await visit(workspace, { ...at, role: 'coach' }).get(`/key-results/${ids[0]}`)
  expect(coach.words).toContain('Im CRM inzwischen 57,00 €')
  expect(coach.words).not.toContain('Betroffene Deals')
  const board = await visit(workspace, at).get('/')
  expect(board.words).toMatch(/endgültig Nachträglich geändert/)
})

test('nobody sets a value by hand over one that is final', async () => {
  const { workspace, ids } = await quarter()
  await liveNight(workspace, '2027-01-05')
  const now = '2027-01-06T09:00:00.000Z'
  const input = { keyResultId: ids[0] ?? '', value: 1, reason: 'x', expiresOn: '2027-01-06' }
  const set = await setOverride(workspace.db, input, { actor: 'u1', now, workspace })
  expect(set).toEqual({ ok: false, issues: [{ field: 'keyResultId', code: 'frozen' }] })
  const page = await visit(workspace, { now }).post(`/key-results/${ids[0]}/overrides`, {
    ...{ override: '1,00', why: 'x', until: '2027-01-06' },
  })
  expect(page.status).toBe(422)
})
