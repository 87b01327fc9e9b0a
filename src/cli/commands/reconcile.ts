/** `reconcile`: reads what has changed, compares with what each CRM counts itself, and prints both sides. */
import { type CheckView, readChecks } from '../../sync/health-reconcile.ts'
import type { Cli } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { type ReconcileWords, reconcileTexts } from '../reconcile-texts.ts'
import { table } from '../table.ts'
import { cliTexts } from '../texts.ts'
import { notComplete, runDue } from './sync.ts'

/** Throws when a connection was not compared, or differs: a script has to notice. */
export async function reconcile(cli: Cli): Promise<void> {
  const words = reconcileTexts(cli.locale)
  const result = await runDue(cli)
  const { db } = await cli.workspace()
  const checks = await readChecks(db, cli.runtime.deps.now())
  const { day, runs } = result
  cli.out(cli.json ? JSON.stringify({ day, runs, checks }) : tableOf(checks, cli))
  const failed = notComplete(result, cli)
  if (failed !== null) throw failed
  const open = checks.filter(({ source, runId, failure }) => {
    const newest = runs.find((run) => run.source === source)
    return failure !== null || runId === null || (newest !== undefined && newest.runId !== runId)
  })
  if (open.length > 0) throw new CommandFailed(words.notCompared(namesOf(open)))
  if (checks.some(({ held }) => held > 0)) cli.say(words.decide)
  const differing = checks.filter(({ differences }) => differences.length > 0)
  if (differing.length > 0) throw new CommandFailed(words.differs(namesOf(differing)))
}

function namesOf(checks: readonly CheckView[]): string {
  return checks.map(({ source }) => source).join(', ')
}

/** Deal ids of a row; the rest is in `--json`. */
const IDS = 5

function tableOf(checks: readonly CheckView[], { locale }: Cli): string {
  const words = reconcileTexts(locale)
  const { pipeline, status, measure, ours, theirs, difference, ids } = words
  const right = (title: string) => ({ title, align: 'right' as const })
  const columns = [
    ...[cliTexts(locale).connection, pipeline, status, measure].map((title) => ({ title })),
    ...[ours, theirs, difference].map(right),
    { title: ids },
  ]
  const rows = checks.flatMap(({ source, compared, differences }) => [
    ...compared.map((one) => rowOf(source, { ...one, pipelineId: words.all, ids: [] }, words)),
    ...differences.map((one) =>
      rowOf(source, { ...one, pipelineId: one.pipelineId === '' ? words.none : one.pipelineId }, words),
    ),
  ])
  return table(columns, rows)
}

interface Row {
  readonly pipelineId: string
  readonly status: 'open' | 'won' | 'lost' | null
  readonly measure: 'count' | 'amount' | 'held'
  readonly ours: number
  readonly theirs: number
  readonly ids: readonly string[]
}

function rowOf(source: string, row: Row, words: ReconcileWords): string[] {
  const { pipelineId, status, measure, ours, theirs, ids } = row
  const named = ids.slice(0, IDS).join(' ')
  return [
    ...[source, pipelineId, words[status ?? 'unknown'], words[measure]],
    ...[ours, theirs, ours - theirs].map(String),
    ids.length > IDS ? `${named} …` : named,
  ]
}
