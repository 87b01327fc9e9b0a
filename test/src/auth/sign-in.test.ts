import { expect, test, vi } from 'vitest'
import { member, session, user, verification } from '../../../db/directory/schema.ts'
import { issueSignInLink, LINK_PATH } from '../../../src/auth/link.ts'
import { WorkspaceMissing } from '../../../src/platform.ts'
import { cookiesOf, problemOf, publicUrl, running } from '../../support/app.ts'

const anna = { email: 'Anna@Acme.example', name: 'Anna', workspaceId: 'acme', role: 'management' } as const

test('a link signs a person in once, and the session carries company, role and what it may do', async () => {
  const { app, deps, request } = await running()
  const link = await issueSignInLink(deps, anna)
  expect(link.startsWith(`${deps.publicUrl}${LINK_PATH}?token=`)).toBe(true)

  const opened = await app.request(link)
  expect([opened.status, opened.headers.get('location')]).toEqual([302, `${deps.publicUrl}/`])
  const [cookie = ''] = opened.headers.getSetCookie()
  expect(cookie).toMatch(/HttpOnly/i)
  expect(cookie).toMatch(/SameSite=Lax/i)
  const me = await request('/api/me', { cookie: cookiesOf(opened) })
  expect(await me.json()).toMatchObject({
    user: { name: 'Anna', email: 'anna@acme.example' },
    role: 'management',
    workspace: { id: 'acme', timeZone: 'Europe/Berlin', currency: 'EUR' },
  })

  const again = await app.request(link)
  expect(again.headers.getSetCookie()).toEqual([])
  const page = await app.request(again.headers.get('location') ?? '', {
    headers: { 'accept-language': 'de' },
  })
  expect(page.status).toBe(410)
  expect(await page.text()).toContain('abgelaufen')
})

test('a link is over after an hour, and one that was made up never works', async () => {
  const { app, deps, request } = await running()
  const link = await issueSignInLink(deps, anna)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61 * 60_000 })
  const late = await app.request(link)
  vi.useRealTimers()
  const guessed = await request(`${LINK_PATH}?token=${'a'.repeat(32)}`)
  const none = await request(LINK_PATH)
  for (const response of [late, guessed, none]) {
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toContain('/sign-in?error=')
    expect(response.headers.getSetCookie()).toEqual([])
  }
})

test('a preview that only looks at the head does not use the link up', async () => {
  const { app, deps } = await running()
  const link = await issueSignInLink(deps, anna)
  expect((await app.request(link, { method: 'HEAD' })).status).toBe(200)
  expect(cookiesOf(await app.request(link))).not.toBe('')
})

test('the directory keeps neither the token of a link nor an address of a computer', async () => {
  const { app, deps } = await running()
  const link = await issueSignInLink(deps, anna)
  const token = new URL(link).searchParams.get('token') ?? ''
  const [row] = await deps.directory.select().from(verification)
  expect(JSON.stringify(row)).not.toContain(token)
  await app.request(link, { headers: { 'x-forwarded-for': '203.0.113.9' } })
  const [kept] = await deps.directory.select().from(session)
  expect(kept?.ipAddress ?? '').toBe('')
})

test('who is a member already keeps the role, and nobody is created twice', async () => {
  const { deps } = await running()
  await issueSignInLink(deps, anna)
  await issueSignInLink(deps, { ...anna, email: 'anna@acme.example', role: 'administrator' })
  expect((await deps.directory.select().from(user)).length).toBe(1)
  expect(await deps.directory.select({ role: member.role }).from(member)).toEqual([{ role: 'management' }])
})

test('there is no link into a company that does not exist', async () => {
  const { deps } = await running()
  await expect(issueSignInLink(deps, { ...anna, workspaceId: 'none' })).rejects.toThrow(WorkspaceMissing)
  expect(await deps.directory.select().from(user)).toEqual([])
})

test('signing out ends the session everywhere it was copied to', async () => {
  const { request, signIn } = await running()
  const cookie = await signIn('member')
  const out = await request('/sign-out', {
    ...{ method: 'POST', cookie },
    headers: { origin: publicUrl },
  })
  expect([out.status, out.headers.get('location')]).toEqual([303, '/sign-in'])
  expect((await request('/api/me', { cookie })).status).toBe(401)
})

test('regression: a session that was used every day never ended', async () => {
  const { deps, request, signIn } = await running()
  const cookie = await signIn('member')
  const daysOld = (days: number) =>
    deps.directory.update(session).set({ createdAt: new Date(Date.now() - days * 86_400_000) })
  await daysOld(89)
  expect((await request('/api/me', { cookie })).status).toBe(200)
  await daysOld(91)
  expect((await request('/api/me', { cookie })).status).toBe(401)
  expect(await deps.directory.select().from(session)).toEqual([])
})

test('a session whose membership ended sees nothing', async () => {
  const { deps, request, signIn } = await running()
  const cookie = await signIn('member')
  await deps.directory.delete(member)
  const refused = await request('/api/me', { cookie })
  expect([refused.status, (await problemOf(refused)).code]).toEqual([403, 'not_a_member'])
})

test('a cookie that was tampered with is no session', async () => {
  const { request, signIn } = await running()
  const cookie = await signIn('administrator')
  const changed = cookie.replace(/=(.)/, (_, first) => `=${first === 'a' ? 'b' : 'a'}`)
  expect((await request('/api/me', { cookie: changed })).status).toBe(401)
})

test('over https the cookie is sent over https only', async () => {
  const { app, deps } = await running({ publicUrl: 'https://pegel.example' })
  const opened = await app.request(await issueSignInLink(deps, anna))
  expect(opened.headers.getSetCookie()[0]).toMatch(/^__Secure-pegel.*Secure/i)
  expect(opened.headers.get('strict-transport-security')).toBe('max-age=31536000')
})

test('signing in leaves no token, address or name in the log', async () => {
  const { app, deps, logged } = await running()
  const link = await issueSignInLink(deps, anna)
  await app.request(link)
  await app.request(link)
  const lines = JSON.stringify(logged)
  const token = new URL(link).searchParams.get('token') ?? ''
  for (const secret of [token, 'anna@acme.example', deps.sessionSecret]) expect(lines).not.toContain(secret)
})
