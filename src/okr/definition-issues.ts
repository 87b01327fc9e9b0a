/** Why a definition cannot be asked: what it names and what is not there, and whom it would give away. */
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type Composite, termsOf, validateDefinition } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'
import { besideIssue } from './beside.ts'
import { tooFewPeople, tooFewTogether } from './privacy.ts'
import { readSettings } from './settings.ts'
import type { Issue } from './types.ts'

/** Names that do not exist first: who stands behind a selection is known only when it selects something. */
export async function definitionIssues(
  db: WorkspaceDb,
  definition: Definition,
  today: Day,
): Promise<Issue[]> {
  const issues = await ownIssues(db, definition, today)
  if (issues.length > 0) return issues
  const { minimumPeople } = await readSettings(db)
  const beside = await besideIssue(db, [definition], today, minimumPeople)
  return beside === null ? [] : [{ field: 'definition.filter', ...beside }]
}

async function ownIssues(db: WorkspaceDb, definition: Definition, today: Day): Promise<Issue[]> {
  const gone = await validateDefinition(db, definition)
  if (gone.length > 0) return gone.map((issue) => ({ field: 'definition', ...issue }))
  const { minimumPeople } = await readSettings(db)
  const few = await tooFewPeople(db, definition, today, minimumPeople)
  return few === null ? [] : [{ field: 'definition.filter', code: few.code, subject: String(few.people) }]
}

/** Each term with its place in front, as `composite.terms.1.filter`; then what the terms give away together. */
export async function compositeIssues(db: WorkspaceDb, composite: Composite, today: Day): Promise<Issue[]> {
  const issues: Issue[] = []
  for (const [n, { definition }] of termsOf(composite).entries()) {
    const found = await ownIssues(db, definition, today)
    issues.push(
      ...found.map((one) => ({ ...one, field: one.field.replace('definition', `composite.terms.${n}`) })),
    )
  }
  if (issues.length > 0) return issues
  const { minimumPeople } = await readSettings(db)
  const few = await tooFewTogether(db, composite, today, minimumPeople)
  if (few !== null)
    return [{ field: 'composite.terms', code: 'apart_too_small', subject: String(few.people) }]
  const definitions = termsOf(composite).map(({ definition }) => definition)
  const beside = await besideIssue(db, definitions, today, minimumPeople)
  return beside === null ? [] : [{ field: 'composite.terms', ...beside }]
}
