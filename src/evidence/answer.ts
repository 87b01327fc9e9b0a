/** An evidence file as an answer over HTTP: the same for the page's links and for the API. */
import type { Context } from 'hono'
import * as z from 'zod'
import { isDay } from '../../connectors/values/time.ts'
import { Refusal } from '../api/problem.ts'
import { type AppEnv, type Locale, locales } from '../app-env.ts'
import { parseInput } from '../okr/input.ts'
import type { FileOptions } from './csv-file.ts'
import { evidenceFile, type FileFormat, keepTaken } from './file.ts'
import { readQuestion } from './question.ts'

const separators = { comma: ',', semicolon: ';', tab: '\t' } as const
const decimals = { point: '.', comma: ',' } as const

export const fileQuery = z.object({
  day: z
    .string()
    .refine(isDay, { message: 'day' })
    .optional()
    .describe('A day with a published value; without it the last one'),
  locale: z.enum(locales).optional().describe('Language of the CSV, and how it writes numbers'),
  separator: z
    .enum(['comma', 'semicolon', 'tab'])
    .optional()
    .describe('CSV; by default what the language uses'),
  decimal: z.enum(['point', 'comma']).optional().describe('CSV; by default what the language uses'),
})
export type FileQuery = z.infer<typeof fileQuery>

/** What spreadsheets of the language expect: where the comma is a decimal sign it cannot part columns. */
export function fileOptions({ locale, separator, decimal }: FileQuery, spoken: Locale): FileOptions {
  const language = locale ?? spoken
  const german = language === 'de'
  return {
    locale: language,
    separator: separators[separator ?? (german ? 'semicolon' : 'comma')],
    decimal: decimals[decimal ?? (german ? 'comma' : 'point')],
  }
}

const types: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

export async function fileAnswer(
  c: Context<AppEnv>,
  format: FileFormat,
  now: string,
  spoken: Locale,
): Promise<Response> {
  const parsed = parseInput(fileQuery, c.req.query())
  if (!parsed.ok) throw new Refusal('invalid', parsed.issues)
  const workspace = c.get('workspace')
  const answer = await readQuestion(workspace, c.req.param('id') ?? '', now, parsed.value.day)
  switch (answer.kind) {
    case 'question':
      break
    case 'hidden':
      throw new Refusal('invalid', [
        { field: 'definition.filter', code: answer.code, subject: answer.people },
      ])
    case 'foreign':
      throw new Refusal('invalid', [{ field: 'id', code: 'native_foreign' }])
    case 'none':
    case 'no_metric':
    case 'no_value':
    case 'untold':
      throw new Refusal('not_found')
    default:
      return answer satisfies never
  }
  const { question } = answer
  await keepTaken(workspace.db, question, format, { actor: c.get('session').userId, now })
  const pieces = evidenceFile(workspace, question, format, fileOptions(parsed.value, spoken))
  const name = `pegel-${question.value.asOf}-${question.keyResult.id.slice(0, 8)}.${format}`
  return c.body(streamOf(pieces), 200, {
    'content-type': types[format],
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  })
}

/** Asks for the next piece only when the last one is taken. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
