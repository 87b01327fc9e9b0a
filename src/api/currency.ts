/** The currency values are given in, and rates that a person types because no CRM has them. */
import * as z from 'zod'
import type { AppDeps } from '../app-env.ts'
import { changeCurrency, convertDeals } from '../currency/change.ts'
import { rateInput, typeRate } from '../currency/rates.ts'
import { readCurrency, ways } from '../currency/read.ts'
import { WorkspaceRefused } from '../workspaces.ts'
import type { Add } from './endpoint.ts'
import { Refusal, refusalOf } from './problem.ts'

/** Of each connection, in one request; what is left is converted by its next night. */
const CHUNKS = 4

const day = z.string().describe('Local day, YYYY-MM-DD')
const view = z.object({
  currency: z.string().describe('ISO 4217: in which money values are given'),
  connections: z
    .array(
      z
        .object({
          id: z.string(),
          currency: z.string().nullable().describe('Of the CRM itself'),
          way: z
            .enum(ways)
            .describe(
              'How its amounts get into the reporting currency; missing: add it there, or type a rate',
            ),
          converting: z.boolean().describe('After a change: until it is false its money is not given'),
        })
        .readonly(),
    )
    .readonly(),
  rates: z
    .array(z.object({ currency: z.string(), into: z.string(), from: day, factor: z.string() }).readonly())
    .readonly(),
})
const currencyInput = z.strictObject({ currency: z.string().describe('ISO 4217 code like EUR') })

export function currencyEndpoints(add: Add, deps: AppDeps): void {
  add({
    ...{ action: 'settings.read', method: 'get', path: '/settings/currency', tag: 'Settings' },
    summary: 'The reporting currency, and how each CRM gets there',
    answer: view,
    handle: ({ workspace, now }) => readCurrency(workspace, now),
  })
  add({
    ...{ action: 'settings.write', method: 'patch', path: '/settings/currency', tag: 'Settings' },
    summary: 'Report in another currency; published values stay, targets have to be set anew',
    input: currencyInput,
    answer: view,
    async handle({ workspace, input: { currency }, session, now }) {
      const context = { actor: session.userId, now }
      try {
        await changeCurrency(deps, workspace.id, currency, context)
      } catch (error) {
        if (!(error instanceof WorkspaceRefused)) throw error
        throw new Refusal('invalid', [{ field: 'currency', code: 'invalid', subject: error.message }])
      }
      const changed = { ...workspace, currency }
      await convertDeals(changed, context, CHUNKS)
      return readCurrency(changed, now)
    },
  })
  add({
    ...{ action: 'settings.write', method: 'post', path: '/settings/rates', tag: 'Settings', status: 201 },
    summary: 'Type a rate into the reporting currency; one of the same day is replaced',
    input: rateInput,
    answer: view,
    async handle({ workspace, input, session, now }) {
      const context = { actor: session.userId, now }
      const typed = await typeRate(workspace.db, input, workspace.currency, context)
      if (!typed.ok) throw refusalOf(typed.issues)
      await convertDeals(workspace, context, CHUNKS)
      return readCurrency(workspace, now)
    },
  })
}
