/**
 * Numbers that the CRM works out itself, read at the end of a night: once a key result and run, five statements in a call.
 * What goes wrong with one is kept as its answer: it costs neither the others nor the night.
 */
import type { InStatement } from '@libsql/client/web'
import { ConnectorError, type Instant } from '../../connectors/contract.ts'
import type { NativeAnswer, NativeAsk, NativeRights, NativeTrouble } from '../../connectors/native.ts'
import { addDays, addMs } from '../../connectors/values/time.ts'
import type { Unit } from '../metrics/types.ts'
import { askOf, type NativeBasis, type NativeSource } from '../okr/native/types.ts'
import { inUnit, tooFew } from '../okr/native/value.ts'
import { readSettings } from '../okr/settings.ts'
import { Resting } from './call-rest.ts'
import { recheckPull } from './recheck-turn.ts'
import type { Turn } from './turn.ts'

/** Who asks is told by two calls at most; a part is one call and one write. */
const REQUESTS_TO_BEGIN = 4
const REQUESTS_PER_PART = 2
/** Answers that no value was ever made of are kept for so long, to be shown. */
const KEPT_DAYS = 40
const DAY_MS = 86_400_000

interface Due {
  readonly id: string
  readonly ask: NativeAsk
  readonly unit: Unit
  readonly version: number
}

/**
 * Null when nothing is left of it. Else in how many milliseconds it is to be called again: it is more than this message may
 * do, or the CRM rests. It goes on with what is not read yet.
 */
export async function nativeOf(turn: Turn): Promise<number | null> {
  const { workspace, run } = turn
  const due = await dueOf(turn)
  if (due.length === 0) return null
  if (turn.spent(REQUESTS_TO_BEGIN + REQUESTS_PER_PART)) return 0
  const { minimumPeople } = await readSettings(workspace.db)
  const crm = await turn.crm()
  const { native } = crm.connector
  if (native === undefined) {
    await keep(
      turn,
      due.map((one) => refusedRow(one, { code: 'not_offered', found: crm.connector.title })),
    )
    return null
  }
  const pull = await recheckPull({ ...turn, crm }, turn.platform.now())
  try {
    const rights = await native.rights(pull)
    for (const part of native.calls(due.map(({ ask }) => ask))) {
      if (turn.spent(REQUESTS_PER_PART)) return 0
      const at = turn.platform.now()
      const answers = await native.read({ ...pull, now: at }, part)
      const asked = part.flatMap((ask) => due.find((one) => one.ask === ask) ?? [])
      const written = asked.map((one, n) =>
        rowOf(one, answers[n], { rights, at, minimumPeople, currency: workspace.currency }),
      )
      await keep(turn, written)
    }
  } catch (error) {
    // One question was too slow for the CRM, which is then left alone for a moment.
    if (error instanceof Resting) return error.ms
    if (!(error instanceof ConnectorError)) throw error
    // The CRM answers nobody: what is left has no number this time, and the night is none the worse.
    const trouble: NativeTrouble = { code: 'unavailable', found: error.failure.kind }
    await keep(
      turn,
      (await dueOf(turn)).map((one) => refusedRow(one, trouble)),
    )
  } finally {
    turn.note('native')
  }
  turn.platform.log('native', { workspace: workspace.id, run: run.id, read: due.length })
  return null
}

/** Of this connection, in a cycle that goes on or has ended lately, and not read by this run. */
async function dueOf({ workspace, run }: Turn): Promise<readonly Due[]> {
  const { rows } = await workspace.db.$client.execute({
    sql: `SELECT k.id, k.definition, k.unit, k.definition_version AS version FROM key_result k
      JOIN objective o ON o.id = k.objective_id JOIN cycle c ON c.id = o.cycle_id
      WHERE k.origin = 'native' AND k.definition ->> 'connection' = :source
        AND c.starts_on <= :day AND c.ends_on > :since
        AND NOT EXISTS (SELECT 1 FROM closing e WHERE e.cycle_id = c.id)
        AND NOT EXISTS (SELECT 1 FROM native_reading n WHERE n.key_result_id = k.id AND n.run_id = :run)
      ORDER BY k.id`,
    // Longer than any closing time.
    args: { source: run.source, run: run.id, day: run.day, since: addDays(run.day, -KEPT_DAYS) },
  })
  return rows.map((row) => ({
    id: String(row.id),
    ask: askOf(JSON.parse(String(row.definition)) as NativeSource),
    unit: String(row.unit) as Unit,
    version: Number(row.version),
  }))
}

interface Reading {
  readonly id: string
  readonly version: number
  readonly value: string | null
  readonly trouble: NativeTrouble | null
  readonly basis: NativeBasis | null
  readonly at: Instant | null
}

interface Context {
  readonly rights: NativeRights
  readonly at: Instant
  readonly minimumPeople: number
  readonly currency: string
}

function rowOf(one: Due, answer: NativeAnswer | undefined, context: Context): Reading {
  if (answer === undefined) return refusedRow(one, { code: 'unavailable' })
  if (!answer.ok) return { ...refusedRow(one, answer.trouble), at: context.at }
  const { value: found } = answer
  const basis = { title: found.title, scope: found.scope, ...context.rights }
  const inside = inUnit(found, one.unit, context.currency)
  const trouble = tooFew(found, context.minimumPeople) ?? (inside.ok ? null : inside.trouble)
  if (trouble !== null || !inside.ok)
    return { ...refusedRow(one, trouble ?? { code: 'text' }), basis, at: context.at }
  const money = one.unit === 'money' ? { currency: context.currency } : {}
  const value = JSON.stringify({ value: inside.value, ...money, moves: found.moves })
  return { id: one.id, version: one.version, value, trouble: null, basis, at: context.at }
}

function refusedRow({ id, version }: Due, trouble: NativeTrouble): Reading {
  return { id, version, value: null, trouble, basis: null, at: null }
}

/** Hidden when too few people stand behind it, and shown again when they are enough; any other trouble changes neither. */
async function keep(turn: Turn, readings: readonly Reading[]): Promise<void> {
  const { platform, workspace, run } = turn
  const now = platform.now()
  const rows = readings.map(({ id, version, value, trouble, basis, at }) => [
    ...[
      id,
      version,
      value,
      trouble === null ? null : JSON.stringify(trouble),
      JSON.stringify(basis ?? {}),
      at ?? now,
    ],
    trouble?.code === 'few_people'
      ? JSON.stringify({ code: 'group_too_small', subject: trouble.found ?? '' })
      : null,
    value !== null || trouble?.code === 'few_people' ? 1 : 0,
  ])
  const args = { run: run.id, rows: JSON.stringify(rows), old: addMs(now, -KEPT_DAYS * DAY_MS) }
  const statements: InStatement[] = [
    {
      sql: `INSERT INTO native_reading (key_result_id, run_id, definition_version, value, trouble, basis, at)
        SELECT value ->> 0, :run, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(:rows)
        WHERE true ON CONFLICT DO NOTHING`,
      args,
    },
    {
      sql: `UPDATE key_result SET broken = (SELECT value ->> 6 FROM json_each(:rows) WHERE value ->> 0 = key_result.id)
        WHERE id IN (SELECT value ->> 0 FROM json_each(:rows) WHERE value ->> 7 = 1)`,
      args,
    },
    { sql: 'DELETE FROM native_reading WHERE at < :old', args },
    ...turn.takeCalls(),
  ]
  await workspace.db.$client.batch(statements, 'write')
}
