/** What changed between two looks at a CRM's set-up. Pure. */
import type { SetUp } from './set-up.ts'

export const changeKinds = [
  'pipeline_renamed',
  'pipeline_archived',
  'pipeline_new',
  'stage_renamed',
  'stage_archived',
  'stage_new',
  'team_renamed',
  'team_archived',
  'team_empty',
  'property_gone',
] as const
export type ChangeKind = (typeof changeKinds)[number]

export interface Change {
  readonly kind: ChangeKind
  /** An id; of a property its name. */
  readonly subject: string
  /** Of a stage: its pipeline. */
  readonly within: string | null
  readonly label: string
  /** The label it had; null unless that is what changed. */
  readonly before: string | null
}

interface Named {
  readonly id: string
  readonly label: string
  readonly archived: boolean
  readonly pipelineId?: string
}

export function detect(old: SetUp, now: SetUp): Change[] {
  const pipelines = compare('pipeline', old.pipelines, now.pipelines)
  // A pipeline takes its stages along: they are not told one by one.
  const told = new Set(
    pipelines.filter(({ kind }) => kind !== 'pipeline_renamed').map(({ subject }) => subject),
  )
  const stages = compare('stage', old.stages, now.stages).filter(
    ({ kind, within }) => kind === 'stage_renamed' || !told.has(within ?? ''),
  )
  const teams = compare('team', old.teams, now.teams)
  const peopled = new Map(old.teams.map(({ id, people }) => [id, people]))
  const emptied = now.teams.filter(
    ({ id, people, archived }) => people === 0 && !archived && (peopled.get(id) ?? 0) > 0,
  )
  const gone = now.missing.filter((name) => !old.missing.includes(name))
  return [
    ...pipelines,
    ...stages,
    ...teams,
    ...emptied.map((team) => change('team_empty', team)),
    ...gone.map((name) => change('property_gone', { id: name, label: name, archived: false })),
  ]
}

type Sort = 'pipeline' | 'stage' | 'team'

function compare(sort: Sort, old: readonly Named[], now: readonly Named[]): Change[] {
  const before = new Map(old.map((one) => [keyOf(one), one]))
  return now.flatMap((one): Change[] => {
    const was = before.get(keyOf(one))
    if (was === undefined || (was.archived && !one.archived)) {
      // A new team is in no selection yet, and its people come from somewhere: nothing to follow.
      return one.archived || sort === 'team' ? [] : [change(`${sort}_new`, one)]
    }
    if (one.archived && !was.archived) return [change(`${sort}_archived`, one)]
    if (one.label !== was.label && !one.archived) return [change(`${sort}_renamed`, one, was.label)]
    return []
  })
}

function keyOf({ id, pipelineId }: Named): string {
  return JSON.stringify([pipelineId ?? null, id])
}

function change(kind: ChangeKind, { id, label, pipelineId }: Named, before: string | null = null): Change {
  return { kind, subject: id, within: pipelineId ?? null, label, before }
}
