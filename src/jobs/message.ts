/** A message as a queue hands it over: text of an earlier deployment, so it is parsed like anything from outside. */
import * as z from 'zod'
import type { Message } from '../platform.ts'

const id = z.string().min(1)

const schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('night'), workspaceId: id, source: id, day: z.iso.date() }),
  z.object({ kind: z.literal('pull'), workspaceId: id, source: id, runId: id }),
  z.object({ kind: z.literal('changed'), workspaceId: id, source: id }),
  z.object({ kind: z.literal('publish'), workspaceId: id, day: z.iso.date() }),
  z.object({ kind: z.literal('sweep'), workspaceId: id }),
]) satisfies z.ZodType<Message>

/** Null for something that is no message of ours. */
export function parseMessage(body: unknown): Message | null {
  const parsed = schema.safeParse(body)
  return parsed.success ? parsed.data : null
}
