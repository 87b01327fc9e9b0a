/** What can go wrong at the HTTP seam: a closed list of codes, each with its status. Words are in `problem-texts.ts`. */
import type { Issue } from '../okr/types.ts'

export const problems = {
  /** The body is no JSON, or a parameter has no meaning. */
  unreadable_request: 400,
  unauthenticated: 401,
  /** Signed in, and belongs to no company. */
  not_a_member: 403,
  forbidden: 403,
  /** The request came from a page that is not ours. */
  foreign_origin: 403,
  not_found: 404,
  too_large: 413,
  /** More than one caller may ask for in a minute; `Retry-After` says when to come again. */
  too_many: 429,
  /** `issues` name the fields and the reasons. */
  invalid: 422,
  /** The company's data is not there. */
  workspace_missing: 503,
  /** A CRM did not do what was asked; `Failure` kinds are in the detail. */
  crm_failed: 502,
  internal: 500,
} as const satisfies Record<string, number>
export type ProblemCode = keyof typeof problems
export type ProblemStatus = (typeof problems)[ProblemCode]

/** Thrown where a request ends early; answered in one place. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: ProblemCode
  readonly issues: readonly Issue[]
  constructor(code: ProblemCode, issues: readonly Issue[] = []) {
    super(code)
    this.code = code
    this.issues = issues
  }
}

/** A write's refusal: a missing subject is 404, everything else names its field. */
export function refusalOf(issues: readonly Issue[]): Refusal {
  const missing = issues.find((issue) => issue.code === 'not_found' && issue.field === 'id')
  return missing === undefined ? new Refusal('invalid', issues) : new Refusal('not_found')
}
