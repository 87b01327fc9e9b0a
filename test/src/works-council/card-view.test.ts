/** A card in the CRM is a look at numbers too, of the person whom its signature names. */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { user } from '../../../db/directory/schema.ts'
import { viewLog } from '../../../db/workspace/schema.ts'
import { now } from '../../support/app.ts'
import { MEMBER, scene } from '../card/scene.ts'
import { hubspotCall } from '../card/signed.ts'

test('a card that showed something is written down; one that was refused is not', async () => {
  const { workspace, deps, open, app } = await scene(
    [{ definition: { metric: 'won_revenue', window: 'cycle' } }],
    async () => {},
    async () => {},
  )
  const pending: Promise<unknown>[] = []
  const edge = {
    waitUntil: (work: Promise<unknown>) => pending.push(work),
    passThroughOnException() {},
    props: {},
  }
  const ask = async (id: string, email: string, secret?: string) => {
    const { path, init } = hubspotCall({ id, email, at: now, ...(secret === undefined ? {} : { secret }) })
    return app.request(`http://localhost:8787${path}`, init, {}, edge)
  }
  expect((await ask(open, MEMBER)).status).toBe(200)
  await ask('not-mirrored', MEMBER)
  await ask(open, 'stranger@acme.example')
  await ask(open, MEMBER, 'guessed')
  await Promise.all(pending)
  const [person] = await deps.directory.select({ id: user.id }).from(user).where(eq(user.email, MEMBER))
  expect(await workspace.db.select().from(viewLog)).toMatchObject([
    { at: now, kind: 'card', way: 'card', subject: open, role: 'member', person: person?.id },
  ])
})
