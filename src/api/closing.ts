/** Values set by hand, and what became of final ones. */
import * as z from 'zod'
import { concernedDeals } from '../closing/concerned.ts'
import { overrideInput, overridesQuery, setOverride, withdrawOverride } from '../closing/override.ts'
import { chooseClosingDays, closingInput } from '../closing/settings.ts'
import { isHidden } from '../okr/hidden.ts'
import { readKeyResult } from '../okr/read.ts'
import { can } from '../okr/roles.ts'
import { readSettings } from '../okr/settings.ts'
import { concern, overrideRow } from './closing-schemas.ts'
import type { Add } from './endpoint.ts'
import { Refusal, refusalOf } from './problem.ts'

export function closingEndpoints(add: Add): void {
  add({
    ...{ action: 'board.read', method: 'get', path: '/key-results/{id}/overrides', tag: 'Values' },
    summary: 'Values set by hand over the measured one, newest first, ended ones included',
    answer: z.object({ overrides: z.array(overrideRow).readonly() }),
    async handle({ workspace, id, now, session: { role } }) {
      const detail = await readKeyResult(workspace, id, now)
      if (detail === null) throw new Refusal('not_found')
      if (isHidden(detail.keyResult)) return { overrides: [] }
      const rows = await overridesQuery(workspace.db, id)
      return {
        overrides: rows.map(({ keyResultId: _, author, ...row }) => ({
          ...row,
          author: can(role, 'value.write') ? author : null,
        })),
      }
    },
  })
  add({
    ...{
      action: 'value.override',
      method: 'post',
      path: '/key-results/{id}/overrides',
      tag: 'Values',
      status: 201,
    },
    summary: 'Set a value by hand, with a reason and an end; the measured one stays beside it',
    input: overrideInput,
    answer: z.object({ id: z.number() }),
    async handle({ workspace, id, input, session, now }) {
      const context = { actor: session.userId, now, workspace }
      const set = await setOverride(workspace.db, { ...input, keyResultId: id }, context)
      if (set.ok) return { id: set.id }
      const missing = set.issues.some((issue) => issue.code === 'not_found')
      throw missing ? new Refusal('not_found') : refusalOf(set.issues)
    },
  })
  add({
    ...{ action: 'value.override', method: 'post', path: '/key-results/{id}/overrides/end', tag: 'Values' },
    summary: 'Withdraw the value that was set by hand',
    answer: z.object({ ended: z.boolean().describe('False: none held') }),
    async handle({ workspace, id, session, now }) {
      const ended = await withdrawOverride(workspace.db, id, { actor: session.userId, now })
      if (ended === null) throw new Refusal('not_found')
      return { ended }
    },
  })
  add({
    ...{ action: 'evidence.read', method: 'get', path: '/key-results/{id}/restated', tag: 'Values' },
    summary: 'The deals that changed a final value afterwards, each with its part then and now',
    query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) }),
    answer: concern,
    async handle({ workspace, id, now, query }) {
      const detail = await readKeyResult(workspace, id, now)
      if (detail === null) throw new Refusal('not_found')
      return concernedDeals(workspace, detail, query.limit)
    },
  })
  add({
    ...{ action: 'settings.read', method: 'get', path: '/settings/closing', tag: 'Settings' },
    summary: 'For how many days values follow the CRM after their cycle',
    answer: closingInput,
    async handle({ workspace }) {
      const { closingDays } = await readSettings(workspace.db)
      return { closingDays }
    },
  })
  add({
    ...{ action: 'settings.write', method: 'patch', path: '/settings/closing', tag: 'Settings' },
    summary: 'Choose it; cycles that are frozen stay as they are',
    input: closingInput,
    answer: closingInput,
    async handle({ workspace: { db }, input, session, now }) {
      await chooseClosingDays(db, input.closingDays, { actor: session.userId, now })
      return input
    },
  })
}
