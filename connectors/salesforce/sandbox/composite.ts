/** Several requests in one call: always 200 outside, each with its own status inside. */
import { z } from 'zod'
import { json, pathOf, type Request, type Response } from './http.ts'
import { Refusal } from './refusal.ts'

const MAX_REQUESTS = 25
const MAX_QUERIES = 5

const Body = z.object({
  allOrNone: z.boolean().optional(),
  collateSubrequests: z.boolean().optional(),
  compositeRequest: z.array(
    z.object({
      method: z.string(),
      url: z.string(),
      referenceId: z.string().regex(/^\w+$/),
      body: z.unknown().optional(),
      httpHeaders: z.record(z.string(), z.string()).optional(),
    }),
  ),
})

export function composite(request: Request, serve: (inner: Request) => Response): Response {
  const parsed = Body.safeParse(parseJson(request.body))
  if (!parsed.success)
    throw new Refusal(400, 'JSON_PARSER_ERROR', parsed.error.issues[0]?.message ?? 'not readable')
  const parts = parsed.data.compositeRequest
  const queries = parts.filter((part) => /\/query(All)?(\/|$)/.test(pathOf(part)))
  if (parts.length > MAX_REQUESTS)
    throw new Refusal(400, 'LIMIT_EXCEEDED', `a composite request has at most ${MAX_REQUESTS} subrequests`)
  if (queries.length > MAX_QUERIES)
    throw new Refusal(400, 'LIMIT_EXCEEDED', `a composite request has at most ${MAX_QUERIES} queries`)

  // Documented are records, queries and collections.
  if (parts.some((part) => /\/analytics\//.test(pathOf(part))))
    throw new Refusal(400, 'INVALID_INPUT', 'The requested resource is not supported in a composite request')
  const bodies = new Map<string, unknown>()
  const answers = parts.map((part) => {
    const url = part.url.replace(/@\{(\w+)\.([\w.[\]]+)\}/g, (_whole, ref: string, path: string) =>
      encodeURIComponent(String(valueAt(bodies.get(ref), path) ?? '')),
    )
    const answer = serve({
      method: part.method,
      url,
      headers: { ...request.headers, ...part.httpHeaders },
      body: part.body === undefined ? '' : JSON.stringify(part.body),
    })
    const body: unknown = answer.body === '' ? null : parseJson(answer.body)
    bodies.set(part.referenceId, body)
    return { body, httpHeaders: {}, httpStatusCode: answer.status, referenceId: part.referenceId }
  })
  const halted = parsed.data.allOrNone === true && answers.some((answer) => answer.httpStatusCode >= 400)
  const compositeResponse = answers.map((answer) =>
    halted && answer.httpStatusCode < 400
      ? {
          ...answer,
          httpStatusCode: 400,
          body: [
            {
              errorCode: 'PROCESSING_HALTED',
              message:
                'The transaction was rolled back since another operation in the same transaction failed.',
            },
          ],
        }
      : answer,
  )
  return json(200, { compositeResponse })
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new Refusal(400, 'JSON_PARSER_ERROR', 'the body is no JSON')
  }
}

/** `records[0].Id` in an earlier answer. */
function valueAt(body: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>(
      (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
      body,
    )
}
