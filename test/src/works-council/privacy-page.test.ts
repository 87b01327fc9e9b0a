// Planted and seen red: titles in the table of definitions; the target of a coverage in its sentence; the definitions for
// everybody; the button to agree for whoever proposed.

import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { member } from '../../../db/directory/schema.ts'
import { source } from '../../../db/workspace/schema.ts'
import { roles } from '../../../src/app-env.ts'
import { texts } from '../../../src/i18n/index.ts'
import { actions, can } from '../../../src/okr/roles.ts'
import { handOver } from '../../support/company.ts'
import { privacyScene, SALES } from './scene.ts'

const PATH = '/settings/privacy'
const german = { 'accept-language': 'de' }

test('every role reads the rules, in both languages, and no number of sales', async () => {
  const { run, get } = await privacyScene()
  for (const role of roles) {
    const cookie = await run.signIn(role)
    for (const headers of [{}, german]) {
      const { status, words } = await get(PATH, cookie, headers)
      expect([role, status]).toEqual([role, 200])
      expect([role, SALES.exec(words)]).toEqual([role, null])
    }
  }
  const { words } = await get(PATH, await run.signIn('member'))
  expect(words).toContain('Contacts, e-mails, notes, calls and meetings are not read.')
  expect(words).toContain('at least 5 people stand behind it')
  expect(words).toContain('Behind the total of the whole company stand 6 people.')
  expect(words).toContain('deleted after 90 days')
})

test('the auditor sees each definition with the people behind it, and neither title, target nor value', async () => {
  const { run, get } = await privacyScene()
  const { words } = await get(PATH, await run.signIn('auditor'))
  expect(words).toMatch(
    /Won revenue, close date from 1 October to 31 December 2026 North North 6 whole company/,
  )
  expect(words).toMatch(
    /Won revenue of the team North, close date from 1 October to 31 December 2026 North North 6 P/,
  )
  expect(words).toMatch(
    /Pipeline coverage, close date from 1 October to 31 December 2026 North North 6 whole company/,
  )
  expect(words).toContain('divided by')
  expect(SALES.exec(words)).toBeNull()
  // A member reads the rules and not the list.
  expect((await get(PATH, await run.signIn('member'))).words).not.toContain('Which definitions are in force')
})

test('a definition that lost its people is shown as hidden, with how many are left', async () => {
  const { run, workspace, get } = await privacyScene()
  await workspace.db.$client.execute(
    'UPDATE key_result SET broken = \'{"code":"group_too_small","subject":"4"}\' WHERE definition LIKE \'%teams%\' AND origin = \'metric\'',
  )
  for (const owner of ['b', 'c']) await handOver(workspace, 'a', owner)
  const { words } = await get(PATH, await run.signIn('auditor'))
  expect(words).toMatch(
    /Won revenue of the team North, close date from 1 October to 31 December 2026 North North 4 hidden/,
  )
})

test('each connection tells its fields, those that were chosen and none that is hidden from us', async () => {
  const { run, workspace, get } = await privacyScene()
  const cookie = await run.signIn('coach')
  const before = (await get(PATH, cookie)).words
  expect(before).toContain('hubspot_owner_id')
  expect(before).toContain('No additional fields of deals are chosen.')
  await workspace.db
    .update(source)
    .set({ properties: '["region","churn_risk"]' })
    .where(eq(source.id, 'hubspot'))
  const after = (await get(PATH, cookie)).words
  expect(after).toContain('Chosen in addition are these fields of deals: region, churn_risk.')
  expect(after).toMatch(/deals amount, .*region, churn_risk/)
  await workspace.db.update(source).set({ status: 'disconnected' })
  expect((await get(PATH, cookie)).words).toContain('No CRM is connected yet.')
})

test('the table of rights is the one the program asks', async () => {
  const { run, get } = await privacyScene()
  const { text } = await get(PATH, await run.signIn('member'))
  const t = texts('en')
  for (const action of actions) {
    const row = text.split('<tr>').find((part) => part.includes(`>${t(`action.${action}`)}<`)) ?? ''
    const cells = row
      .split('<td')
      .slice(1)
      .map((cell) => cell.includes(t('may.yes')))
    expect([action, cells]).toEqual([action, roles.map((role) => can(role, action))])
  }
})

test('on the page one proposes, the other agrees, and what happened stands in the log of changes', async () => {
  const { run, get, post } = await privacyScene()
  const [administrator, auditor] = [await run.signIn('administrator'), await run.signIn('auditor')]
  const refused = await post(`${PATH}/minimum`, administrator, { minimum: '2', reason: '' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('value="2"')
  const few = await post(`${PATH}/minimum`, administrator, { minimum: '2', reason: 'x' })
  expect(few.text).toContain('Fewer than 3 people are never enough')
  const word = await post(`${PATH}/minimum`, administrator, { minimum: 'six', reason: 'x' })
  expect([word.status, word.text.includes('value="six"')]).toEqual([422, true])
  const proposed = await post(`${PATH}/minimum`, administrator, { minimum: '6', reason: '<b>Because</b>' })
  expect([proposed.status, proposed.location]).toEqual([303, `${PATH}#minimum`])
  const waiting = await get(PATH, administrator)
  expect(waiting.words).toContain('Proposal: from 5 to 6 people')
  expect(waiting.text).toContain('&lt;b&gt;Because&lt;/b&gt;')
  expect(waiting.text).not.toContain('/agree"')
  const seen = await get(PATH, auditor)
  const id = /minimum\/([0-9a-f-]+)\/agree/.exec(seen.text)?.[1] ?? ''
  expect((await post(`${PATH}/minimum/${id}/agree`, administrator)).status).toBe(403)
  expect((await post(`${PATH}/minimum/${id}/agree`, auditor)).status).toBe(303)
  const again = await post(`${PATH}/minimum/${id}/refuse`, auditor)
  expect([again.status, again.text.includes('has been decided already')]).toEqual([422, true])
  expect((await post(`${PATH}/minimum/none/agree`, auditor)).status).toBe(404)
  const after = await get(PATH, auditor)
  expect(after.words).toContain('at least 6 people stand behind it')
  expect(after.words).toMatch(/Minimum changed from 5 to 6 .*?auditor/)
  expect(after.words).toMatch(/Minimum proposed from 5 to 6 · .*?administrator/)
  // Who may not read the log of changes reads what became of proposals all the same.
  const other = await get(PATH, await run.signIn('member'))
  expect(other.words).toContain('change from 5 to 6, agreed to by auditor. Proposed by administrator.')
  expect(other.words).not.toContain('Changes to these settings')
})

test('whoever proposed and became an auditor is offered no way to agree', async () => {
  const { run, get, post } = await privacyScene()
  const cookie = await run.signIn('administrator')
  await post(`${PATH}/minimum`, cookie, { minimum: '6', reason: 'x' })
  await run.deps.directory.update(member).set({ role: 'auditor' })
  const { text } = await get(PATH, cookie)
  expect(text).toContain('Proposal: from 5 to 6 people')
  expect(text).not.toContain('/agree"')
})

test('the way to the page is at the foot of every page, beside the promise', async () => {
  const { run, ids, get } = await privacyScene()
  const cookie = await run.signIn('member')
  for (const path of ['/', `/key-results/${ids[0]}`]) {
    const { text } = await get(path, cookie)
    const foot = text.slice(text.indexOf('<footer'))
    expect(foot).toContain('No number here feeds pay or appraisal.')
    expect(foot).toContain(`href="${PATH}"`)
  }
  expect((await get('/sign-in', '')).text).not.toContain(`href="${PATH}"`)
})

test('by the API the same rules, and the definitions for whoever may read settings', async () => {
  const { run, get } = await privacyScene()
  const read = async (role: (typeof roles)[number]) => {
    const { text } = await get('/api/settings/privacy?locale=de', await run.signIn(role))
    expect(SALES.exec(text)).toBeNull()
    return JSON.parse(text)
  }
  const auditor = await read('auditor')
  expect(auditor).toMatchObject({
    ...{ minimum: 5, people: 6, leavingDays: 30, lifetimes: { textDays: 365, sessionDays: 90 } },
    connections: [{ id: 'hubspot', crm: 'hubspot', properties: [] }],
  })
  expect(
    auditor.definitions.map(({ people, total }: { people: number; total: boolean }) => [people, total]),
  ).toEqual(
    expect.arrayContaining([
      [6, true],
      [6, false],
    ]),
  )
  expect((await read('member')).definitions).toEqual([])
})
