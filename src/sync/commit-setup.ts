/** Set-up streams into the mirror: what a complete walk no longer lists is archived, never dropped. */
import type { InStatement } from '@libsql/client/web'
import type {
  AccountRecord,
  CompanyRecord,
  OwnerRecord,
  PipelineRecord,
  RateRecord,
  Removal,
  TeamRecord,
} from '../../connectors/contract.ts'
import { ownerText } from './commit-deals.ts'
import { readAgain, showsMore } from './read-again.ts'

export interface SetupContext {
  readonly source: string
  readonly runId: string
  /** The walk ends with this page, so what it did not list is no longer there. */
  readonly last: boolean
}

export function accountStatements(
  records: readonly AccountRecord[],
  { source }: SetupContext,
): InStatement[] {
  return records.slice(-1).flatMap((account) => {
    const args = { account: JSON.stringify(account), source }
    return [
      readAgain(source, showsMore, { account: args.account }),
      { sql: 'UPDATE source SET account = :account WHERE id = :source', args },
    ]
  })
}

export function pipelineStatements(records: readonly PipelineRecord[], context: SetupContext): InStatement[] {
  const pipelines = records.map(({ id, label, archived }) => [id, label, archived])
  const stages = records.flatMap((pipeline) =>
    pipeline.stages.map((s) => [
      pipeline.id,
      s.id,
      s.label,
      s.position,
      s.closed || s.won,
      s.won,
      s.probability,
      s.archived || pipeline.archived,
    ]),
  )
  return [
    ...listed('pipeline', ['id'], ['label', 'archived'], pipelines, context),
    ...listed(
      'stage',
      ['pipeline_id', 'id'],
      ['label', 'position', 'closed', 'won', 'probability', 'archived'],
      stages,
      context,
    ),
  ]
}

export function teamStatements(records: readonly TeamRecord[], context: SetupContext): InStatement[] {
  const rows = records.map(({ id, name, parentId }) => [id, name, parentId, false])
  return listed('team', ['id'], ['name', 'parent_id', 'archived'], rows, context)
}

export async function ownerStatements(
  records: readonly OwnerRecord[],
  context: SetupContext,
  hash: (text: string) => Promise<string>,
): Promise<InStatement[]> {
  const hashes = await Promise.all(records.map(({ id }) => hash(ownerText(context.source, id))))
  const rows = records.map(({ teamId, active }, index) => [hashes[index], teamId, active])
  return listed('owner', ['hash'], ['team_id', 'active'], rows, context)
}

export function rateStatements(records: readonly RateRecord[], context: SetupContext): InStatement[] {
  const rows = records.map(({ currency, from, to, factor }) => [currency, from ?? '', to, factor, false])
  return listed('rate', ['currency', 'from_day'], ['to_day', 'factor', 'archived'], rows, context)
}

/** Upserts the rows of a page; with the last page of a walk, archives what the run did not list. */
function listed(
  table: 'pipeline' | 'stage' | 'team' | 'owner' | 'rate',
  key: readonly string[],
  rest: readonly string[],
  rows: readonly unknown[][],
  { source, runId, last }: SetupContext,
): InStatement[] {
  const columns = [...key, ...rest]
  const upsert = {
    sql: `INSERT INTO ${table} (source, listed_by, ${columns.join(', ')})
      SELECT :source, :run, ${columns.map((_, index) => `value ->> ${index}`).join(', ')} FROM json_each(:rows) WHERE true
      ON CONFLICT (source, ${key.join(', ')}) DO UPDATE SET listed_by = excluded.listed_by,
        ${rest.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    args: { rows: JSON.stringify(rows), source, run: runId },
  }
  const gone = table === 'owner' ? 'active = 0' : 'archived = 1'
  const archive = {
    sql: `UPDATE ${table} SET ${gone} WHERE source = :source AND listed_by IS NOT :run`,
    args: { source, run: runId },
  }
  return last ? [upsert, archive] : [upsert]
}

/** Companies are only named in evidence: one that is deleted, or went into another, loses its name. */
export function companyStatements(
  records: readonly CompanyRecord[],
  deleted: readonly Removal[],
  { source }: SetupContext,
): InStatement[] {
  const rows = records.map(({ id, name, version, mergedInto }) => [
    id,
    mergedInto === null ? name : null,
    version,
    mergedInto,
  ])
  const gone = deleted.map(({ id, mergedInto }) => [id, mergedInto])
  return [
    { sql: upsertCompanies, args: { rows: JSON.stringify(rows), source } },
    ...(gone.length === 0 ? [] : [{ sql: removeCompanies, args: { rows: JSON.stringify(gone), source } }]),
  ]
}

export const upsertCompanies = `INSERT INTO company (source, id, name, version, merged_into)
  SELECT :source, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(:rows) WHERE true
  ON CONFLICT (source, id) DO UPDATE SET name = excluded.name, version = excluded.version,
    merged_into = excluded.merged_into, deleted = 0 WHERE excluded.version >= version`

export const removeCompanies = `WITH gone AS MATERIALIZED
    (SELECT value ->> 0 AS id, value ->> 1 AS merged_into FROM json_each(:rows))
  UPDATE company SET deleted = 1, name = NULL,
    merged_into = COALESCE((SELECT g.merged_into FROM gone g WHERE g.id = company.id), merged_into)
  WHERE source = :source AND id IN (SELECT id FROM gone)`
