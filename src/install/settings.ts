/** What a person said of a connection's pipelines, and what was proposed to them. */
import * as z from 'zod'
import type { WorkspaceDb } from '../../db/client.ts'

export const uses = ['new', 'expansion', 'renewal', 'none'] as const
export type Use = (typeof uses)[number]

const proposal = z.object({
  /** Of the account as it is now, by its own names. */
  pipelines: z.array(z.object({ id: z.string(), label: z.string(), use: z.enum(uses) })),
  teams: z.number(),
  /** The CRM did not answer all of it. */
  whole: z.boolean(),
})
export type Proposal = z.infer<typeof proposal>

const chosen = z.record(z.string(), z.enum(uses))
/** By id of the pipeline. */
export type Uses = z.infer<typeof chosen>

const proposalKey = (source: string) => `install.proposal:${source}`
const usesKey = (source: string) => `install.uses:${source}`

async function read({ $client }: WorkspaceDb, key: string): Promise<unknown> {
  const { rows } = await $client.execute({ sql: 'SELECT value FROM setting WHERE key = ?', args: [key] })
  return rows[0] === undefined ? null : JSON.parse(String(rows[0].value))
}

async function write({ $client }: WorkspaceDb, key: string, value: unknown): Promise<void> {
  await $client.execute({
    sql: 'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    args: [key, JSON.stringify(value)],
  })
}

export async function readProposal(db: WorkspaceDb, source: string): Promise<Proposal | null> {
  return proposal.safeParse(await read(db, proposalKey(source))).data ?? null
}

export async function keepProposal(db: WorkspaceDb, source: string, value: Proposal): Promise<void> {
  await write(db, proposalKey(source), value)
}

export async function readUses(db: WorkspaceDb, source: string): Promise<Uses> {
  return chosen.safeParse(await read(db, usesKey(source))).data ?? {}
}

export async function keepUses(db: WorkspaceDb, source: string, value: Uses): Promise<void> {
  await write(db, usesKey(source), value)
}
