/** What the CRM calls its stages, pipelines and teams: for sentences, tables and forms. */
import { asc } from 'drizzle-orm'
import type { AccountRecord } from '../../connectors/contract.ts'
import { connectorFor } from '../../connectors/registry.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { keyResult, pipeline, source, stage, team } from '../../db/workspace/schema.ts'

export interface MirrorNames {
  readonly sources: readonly {
    readonly id: string
    readonly crm: string
    readonly account: AccountRecord | null
  }[]
  readonly pipelines: readonly (typeof pipeline.$inferSelect)[]
  readonly stages: readonly (typeof stage.$inferSelect)[]
  readonly teams: readonly (typeof team.$inferSelect)[]
  /** A coverage may be of the target of one. */
  readonly keyResults: readonly { readonly id: string; readonly title: string }[]
}

export async function readNames(db: WorkspaceDb): Promise<MirrorNames> {
  const [sources, pipelines, stages, teams, keyResults] = await db.batch([
    db
      .select({ id: source.id, crm: source.crm, account: source.account })
      .from(source)
      .orderBy(asc(source.createdAt), asc(source.id)),
    db.select().from(pipeline).orderBy(asc(pipeline.source), asc(pipeline.label)),
    db.select().from(stage).orderBy(asc(stage.position)),
    db.select().from(team).orderBy(asc(team.source), asc(team.name)),
    db.select({ id: keyResult.id, title: keyResult.title }).from(keyResult),
  ])
  return {
    // The column holds what the account stream wrote: an `AccountRecord`.
    sources: sources.map((one) => ({
      ...one,
      account: one.account === null ? null : (JSON.parse(one.account) as AccountRecord),
    })),
    pipelines,
    stages,
    teams,
    keyResults,
  }
}

export function stageLabel(
  { stages }: MirrorNames,
  of: { readonly source: string; readonly pipelineId: string | null; readonly stageId: string | null },
): string | null {
  const found = stages.find(
    (one) => one.source === of.source && one.pipelineId === of.pipelineId && one.id === of.stageId,
  )
  return found?.label ?? null
}

/** The deal's page in its CRM; null before the account was read. */
export function dealUrl({ sources }: MirrorNames, sourceId: string, externalId: string): string | null {
  const found = sources.find((one) => one.id === sourceId)
  if (found?.account == null) return null
  return connectorFor(found.crm)?.recordUrl(found.account, 'deal', externalId) ?? null
}

export function crmOf({ sources }: MirrorNames, sourceId: string): string {
  return sources.find((one) => one.id === sourceId)?.crm ?? sourceId
}
