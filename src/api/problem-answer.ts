/** Errors as RFC 9457 problems, in the caller's language. Total: whatever was thrown gets an answer without internals. */
import { HTTPException } from 'hono/http-exception'
import * as z from 'zod'
import { ConnectorError } from '../../connectors/contract.ts'
import type { Locale } from '../app-env.ts'
import { texts } from '../i18n/index.ts'
import { issuesOf } from '../okr/input.ts'
import type { Issue } from '../okr/types.ts'
import { WorkspaceMissing } from '../platform.ts'
import { type ProblemCode, type ProblemStatus, problems, Refusal } from './problem.ts'
import { problemTexts } from './problem-texts.ts'

export interface Failed {
  readonly code: ProblemCode
  readonly status: ProblemStatus
  readonly issues: readonly Issue[]
}

export function failedOf(error: unknown): Failed {
  if (error instanceof Refusal) return failed(error.code, error.issues)
  if (error instanceof z.ZodError) return failed('invalid', issuesOf(error, undefined))
  if (error instanceof WorkspaceMissing) return failed('workspace_missing')
  if (error instanceof ConnectorError) return failed('crm_failed')
  if (error instanceof HTTPException) return failed(codeOfStatus(error.status))
  return failed('internal')
}

function failed(code: ProblemCode, issues: readonly Issue[] = []): Failed {
  return { code, status: problems[code], issues }
}

/** Hono's own refusals: malformed JSON, a body over the limit, a foreign origin. */
function codeOfStatus(status: number): ProblemCode {
  if (status === 403) return 'foreign_origin'
  if (status === 404) return 'not_found'
  if (status === 413) return 'too_large'
  return status >= 500 ? 'internal' : 'unreadable_request'
}

export const problemSchema = z
  .object({
    type: z.string().describe('A name for the kind of problem: urn:pegel:problem:<code>'),
    title: z.string().describe("What happened, in the caller's language"),
    status: z.int(),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]).describe('Stable'),
    detail: z.string(),
    next: z.string().describe('What to do about it'),
    issues: z
      .array(
        z.object({
          field: z.string(),
          code: z.string().describe('Stable'),
          subject: z.string().optional(),
          message: z.string(),
        }),
      )
      .describe('The fields that were refused, each with its reason'),
  })
  .meta({ id: 'Problem' })

export function problem({ code, status, issues }: Failed, locale: Locale): z.infer<typeof problemSchema> {
  const { title, next } = problemTexts[locale][code]
  const t = texts(locale)
  const worded = issues.map((issue) => ({
    ...issue,
    message: t(`issue.${issue.code}`, { subject: issue.subject ?? '' }),
  }))
  const detail = worded.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`))
  return {
    type: `urn:pegel:problem:${code}`,
    title,
    status,
    code,
    detail: detail.length === 0 ? title : detail.join(' '),
    next,
    issues: worded,
  }
}

export function problemResponse(found: Failed, locale: Locale): Response {
  return Response.json(problem(found, locale), {
    status: found.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'content-language': locale },
  })
}
