/** The HTTP program in workerd, called as from outside. */
import { SELF } from 'cloudflare:test'
import { expect, test } from 'vitest'

test('the Worker answers that it is there', async () => {
  const answer = await SELF.fetch('http://localhost:8787/healthz')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ status: 'ok' })
})
