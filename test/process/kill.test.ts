/**
 * The process killed at any moment: the first start of a new company is killed by SIGKILL again and again and then let
 * finish. What it holds then is what an undisturbed start holds, the history that follows the nights included: a life
 * that reached its sign-in link has begun on it, and how far it came before a kill is chance.
 */
import { expect, test } from 'vitest'
import { type Installation, installed } from './program.ts'
import { random } from './random.ts'

/** One master key for both: it makes the hashes of owners. */
const COMPANY = {
  PEGEL_DEMO_ANCHOR: '2026-11-17',
  PEGEL_MASTER_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
}
const READY = /sign-in\/link\?token=/

/** `npm run kill-test` asks for fifty; here fewer, for time. */
const KILLS = Number(process.env.PEGEL_KILLS ?? 8)
const SEED = Number(process.env.PEGEL_KILL_SEED ?? Date.now() % 1_000_000)

/** What it takes undisturbed, in milliseconds from the start of the process. */
interface Pace {
  readonly firstPage: number
  readonly ready: number
}

async function finish(made: Installation): Promise<{ pace: Pace; rows: readonly string[] }> {
  const startedAt = performance.now()
  const { child, untilErr, untilOut, finished } = made.start()
  await untilErr(/./)
  const firstPage = performance.now() - startedAt
  await untilOut(READY)
  const ready = performance.now() - startedAt
  await untilHistory(made)
  child.kill('SIGKILL')
  await finished
  const { code, out } = await made.cli(['export', '--canonical'])
  expect(code).toBe(0)
  return { pace: { firstPage, ready }, rows: rowsOf(out) }
}

/** Resolves once every connection has its history. It follows the nights by seconds; the test's own time limit ends this. */
async function untilHistory(made: Installation): Promise<void> {
  for (;;) {
    const { out } = await made.cli(['doctor', '--json'])
    const { connections } = JSON.parse(out) as { connections: { background: Background[] }[] }
    const told = connections.map(
      ({ background }) => background.find(({ kind }) => kind === 'history')?.status,
    )
    expect(told).not.toContain('failed')
    if (told.length === 2 && told.every((status) => status === 'complete')) return
  }
}

interface Background {
  readonly kind: string
  readonly status: string
}

/**
 * Most moments lie around the first pages of a life, so that all lives fit into one first night; each tenth lies
 * anywhere.
 */
function moment({ firstPage, ready }: Pace, n: number, next: () => number): number {
  if (n % 10 === 9) return next() * ready
  const [from, to] = [firstPage * 0.8, firstPage + ((ready - firstPage) * 2) / KILLS]
  return from + next() * (to - from)
}

test(`killed ${KILLS} times at random moments (seed ${SEED}), the first nights end as if nothing had happened`, async () => {
  const calm = await finish(installed(COMPANY))
  const next = random(SEED)
  let [early, companies] = [0, 0]
  while (early < KILLS) {
    companies += 1
    const disturbed = installed(COMPANY)
    early += await killUntilReady(disturbed, calm.pace, KILLS - early, next)
    expect(difference(calm.rows, (await finish(disturbed)).rows)).toEqual([])
    // A new company when one was through before all kills were made: only those count that hit unfinished nights.
    expect(companies).toBeLessThan(20)
  }
  console.info(`${early} kills before the two nights were done, in ${companies} companies`)
}, 900_000)

/** How many kills came before the nights were done; at most `wanted`, fewer when a life was long enough. */
async function killUntilReady(
  disturbed: Installation,
  pace: Pace,
  wanted: number,
  next: () => number,
): Promise<number> {
  for (let early = 0; early < wanted; early += 1) {
    const { child, finished } = disturbed.start()
    const timer = setTimeout(() => child.kill('SIGKILL'), moment(pace, early, next))
    const { signal, code, out, err } = await finished
    clearTimeout(timer)
    // Only our own kill may end it: a start that stops by itself after a kill is what this test looks for.
    expect({ signal, code, err }).toEqual({ signal: 'SIGKILL', code: null, err })
    if (READY.test(out)) return early
  }
  return wanted
}

/** Rows by table, without the port that the sandboxes happened to get. */
function rowsOf(text: string): readonly string[] {
  const { tables } = JSON.parse(text) as { tables: Record<string, unknown[]> }
  return Object.entries(tables).flatMap(([table, all]) =>
    all.map((row) => `${table} ${JSON.stringify(row).replace(/127\.0\.0\.1:\d+/, 'sandbox')}`),
  )
}

/** The first rows that only one of the two has. */
function difference(calm: readonly string[], after: readonly string[]): readonly string[] {
  const [inCalm, inAfter] = [new Set(calm), new Set(after)]
  const lost = calm.filter((row) => !inAfter.has(row)).map((row) => `lost: ${row}`)
  const added = after.filter((row) => !inCalm.has(row)).map((row) => `added: ${row}`)
  const counted = calm.length === after.length ? [] : [`${calm.length} rows undisturbed, ${after.length} now`]
  return [...counted, ...lost.slice(0, 10), ...added.slice(0, 10)]
}
