/** Evidence files of all published values of a company, asked of the Worker as a person does, with their bodies read to the end. */
import { env, SELF } from 'cloudflare:test'
import { expect } from 'vitest'
import { issueSignInLink } from '../../src/auth/link.ts'
import { openEdge } from '../../src/platform-edge.ts'

const origin = 'http://localhost:8787'

/** How many files were compared: each adds up to the published value, and its CSV has a row for each deal of its JSON. */
export async function compareEvidenceFiles(workspaceId: string): Promise<number> {
  const platform = await openEdge(env)
  const person = { email: 'files@acme.example', name: 'Files', workspaceId, role: 'administrator' } as const
  const opened = await SELF.fetch(await issueSignInLink(platform, person), { redirect: 'manual' })
  const cookie = opened.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const { db } = await platform.open(workspaceId)
  const { rows } = await db.$client.execute(
    `SELECT key_result_id AS id, json_extract(value, '$.numerator') AS numerator FROM measurement WHERE origin = 'auto'`,
  )
  for (const { id, numerator } of rows) {
    const path = `${origin}/api/key-results/${String(id)}/evidence`
    const json = await SELF.fetch(`${path}.json`, { headers: { cookie } })
    expect(json.status).toBe(200)
    const { head, deals } = (await json.json()) as {
      readonly head: { readonly numerator: number | null }
      readonly deals: readonly { readonly numerator: number | null }[]
    }
    expect(deals.length).toBeGreaterThan(0)
    expect(head.numerator).toBe(numerator)
    expect(deals.reduce((sum, deal) => sum + (deal.numerator ?? 0), 0)).toBe(numerator)
    const csv = await (await SELF.fetch(`${path}.csv?locale=en`, { headers: { cookie } })).text()
    // The head, an empty line, the titles, the deals.
    const [, table = ''] = csv.split('\r\n\r\n')
    expect(table.trimEnd().split('\r\n').length).toBe(deals.length + 1)
  }
  return rows.length
}
