/** Deals that both CRMs of a company hold, and which side counts. */
import * as z from 'zod'
import { leadingInput, nameLeading, readMapping } from '../okr/mapping.ts'
import type { Add } from './endpoint.ts'
import { refusalOf } from './problem.ts'

const side = z
  .object({
    id: z.string(),
    crm: z.string(),
    deals: z.number(),
    originals: z.number().describe('Of the deals on both sides, those created here first'),
  })
  .readonly()

const mapping = z
  .object({
    sides: z.array(side).readonly(),
    pairs: z.number().describe('Deals on both sides'),
    leading: z.string().nullable().describe('Whose deals count; null until somebody decides'),
    proposed: z.string().nullable().describe('The side where most of the pairs began'),
  })
  .readonly()

export function mappingEndpoints(add: Add): void {
  add({
    ...{ action: 'settings.read', method: 'get', path: '/mapping', tag: 'Mapping' },
    summary: 'Deals that both CRMs hold, and which side counts',
    answer: mapping,
    handle: ({ workspace }) => readMapping(workspace.db),
  })
  add({
    ...{ action: 'settings.write', method: 'patch', path: '/mapping', tag: 'Mapping' },
    summary: 'Name the side whose deals count',
    input: leadingInput,
    answer: mapping,
    async handle({ workspace: { db }, input, session, now }) {
      const written = await nameLeading(db, input.leading, { actor: session.userId, now })
      if (!written.ok) throw refusalOf(written.issues)
      return readMapping(db)
    },
  })
}
