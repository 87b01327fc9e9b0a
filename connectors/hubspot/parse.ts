/** From HubSpot's text to checked values. */
import type * as z from 'zod'
import { createParser } from '../parse.ts'
import { type PageWire, pageWire } from './wire.ts'

const parser = createParser('hubspot', 'id')
export const { rows: parseRows, rowId, unreadable } = parser

export function parseBody<T>(schema: z.ZodType<T>, body: string): T {
  return parser.whole(schema, parseJson(body))
}

export function parsePage(body: string): PageWire {
  return parseBody(pageWire, body)
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw unreadable('', 'the body is not JSON')
  }
}
