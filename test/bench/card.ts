/**
 * The deal's card in process, embedded, asked by many members at a steady rate whether or not the one before has been answered:
 * what is late waits, and its wait counts. One process, one thread: who asks takes of the same core.
 */
import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { connection, member, user } from '../../db/directory/schema.ts'
import { createApp } from '../../src/app.ts'
import { importDemo, NIGHT } from './demo.ts'
import { benchPlatform, type StandingPlatform } from './platform.ts'
import { type Bench, type Line, percentile } from './report.ts'

const publicUrl = 'http://localhost:8787'
const SECRET = 'a secret of the bench'
const MEMBERS = 400
const SECONDS = 10
const PER_SECOND = 500

export const card: Bench = {
  name: 'card',
  async run(say) {
    say('importing the demo company')
    const world = await benchPlatform(NIGHT, 'card')
    await importDemo(world)
    const { account, deals, emails } = await prepare(world)
    const app = createApp({
      ...{ ...world.platform, publicUrl, sessionSecret: 'a secret of the bench, long enough' },
      pushSecrets: { hubspot: [SECRET] },
    })
    const calls = Array.from({ length: SECONDS * PER_SECOND }, (_, n) =>
      call(account, emails[n % emails.length] ?? '', deals[n % deals.length] ?? '', world.platform.now()),
    )
    // Each person is looked up once in half a minute: that is part of a day, and not of every request.
    for (const one of calls.slice(0, MEMBERS)) await ask(one)
    const reads = countReads(world)
    const before = reads()
    say(`${PER_SECOND} requests a second for ${SECONDS} s`)
    const cards = await openLoop(calls, ask)
    const each = (reads() - before) / calls.length
    const floor = await openLoop(calls, async () => {
      await (await app.request(`${publicUrl}/healthz`)).text()
    })
    const lines: Line[] = [
      ['p50', 0.5],
      ['p99', 0.99],
      ['worst', 1],
    ].map(([label, share]) => ({
      what: `card, ${label} of ${calls.length} at ${PER_SECOND}/s`,
      ours: percentile(cards, Number(share)),
      other: percentile(floor, Number(share)),
      unit: 'ms',
      against: 'the same app saying it is alive, as often',
    }))
    return [
      ...lines,
      {
        what: 'reads of the company’s database, each',
        ours: each,
        other: 2,
        unit: 'reads',
        against: 'the most allowed',
      },
    ]

    async function ask({ path, headers }: Call): Promise<void> {
      const response = await app.request(`${publicUrl}${path}`, { headers })
      const text = await response.text()
      if (response.status !== 200 || !text.includes('"ok":true'))
        throw new Error(`${response.status} ${text.slice(0, 200)}`)
    }
  },
}

interface Call {
  readonly path: string
  readonly headers: Record<string, string>
}

function call(account: string, email: string, id: string, now: string): Call {
  const asked = `objectId=${id}&objectTypeId=0-3&locale=de&userId=7&portalId=${account}&userEmail=${encodeURIComponent(email)}&appId=9`
  const path = `/card/hubspot?${asked}`
  const timestamp = String(Date.parse(now))
  const signed = `GET${publicUrl}${decodeURIComponent(path)}${timestamp}`
  const signature = createHmac('sha256', SECRET).update(signed).digest('base64')
  return { path, headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp } }
}

/** Open deals, and members enough for nobody to meet the limit of one. */
async function prepare({ platform, workspace }: StandingPlatform) {
  const { directory } = platform
  const createdAt = new Date(NIGHT)
  const people = Array.from({ length: MEMBERS }, (_, n) => ({
    ...{
      id: `p${n}`,
      name: `P ${n}`,
      email: `p${n}@bench.example`,
      emailVerified: true,
      createdAt,
      updatedAt: createdAt,
    },
  }))
  await directory.insert(user).values(people)
  await directory
    .insert(member)
    .values(
      people.map(({ id }) => ({ userId: id, workspaceId: workspace.id, role: 'member', createdAt: NIGHT })),
    )
  const [row] = await directory.select().from(connection).where(eq(connection.crm, 'hubspot'))
  const { rows } = await workspace.db.$client.execute({
    sql: `SELECT d.external_id FROM deal d JOIN revision r ON r.seq = d.current_seq
      WHERE d.source = ? AND r.status = 'open' AND r.deleted = 0 LIMIT 200`,
    args: [row?.id ?? ''],
  })
  return {
    account: row?.accountId ?? '',
    deals: rows.map(({ external_id }) => String(external_id)),
    emails: people.map(({ email }) => email),
  }
}

/** Milliseconds from when each was due. */
async function openLoop<T>(calls: readonly T[], ask: (call: T) => Promise<void>): Promise<number[]> {
  const times: number[] = []
  const start = performance.now()
  const open: Promise<void>[] = []
  for (const [n, one] of calls.entries()) {
    const due = start + (n * 1000) / PER_SECOND
    while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve))
    open.push(ask(one).then(() => void times.push(performance.now() - due)))
  }
  await Promise.all(open)
  return times
}

function countReads({ workspace }: StandingPlatform): () => number {
  let reads = 0
  const { $client } = workspace.db
  for (const method of ['execute', 'batch'] as const) {
    const real = $client[method].bind($client) as (...args: never[]) => unknown
    Object.assign($client, {
      [method]: (...args: never[]) => {
        const [first] = args as readonly unknown[]
        const text = typeof first === 'object' && first !== null && 'sql' in first ? String(first.sql) : ''
        // Who looked is written down when the answer is on its way.
        if (!/^insert/i.test(text)) reads += 1
        return real(...args)
      },
    })
  }
  return () => reads
}
