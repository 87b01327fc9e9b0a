/** What is read, kept and counted, for other systems: the rules of the page of privacy, and no number of sales. */
import * as z from 'zod'
import { purposes } from '../../connectors/reads.ts'
import type { AppDeps } from '../app-env.ts'
import { can } from '../okr/roles.ts'
import { chooseLifetimes, lifetimesInput, readLifetimes } from '../works-council/lifetimes.ts'
import { readPrivacy } from '../works-council/read-privacy.ts'
import type { Add } from './endpoint.ts'

const view = z.object({
  minimum: z.number().describe('People that must stand behind a narrowed number'),
  people: z.number().nullable().describe('Behind the total of the whole company'),
  connections: z
    .array(
      z.object({
        id: z.string(),
        crm: z.string(),
        properties: z.array(z.string()).readonly().describe('Chosen beyond what every connection reads'),
        objects: z
          .array(
            z.object({
              purpose: z.enum(purposes),
              object: z.string(),
              fields: z.array(z.string()).readonly(),
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
  lifetimes: lifetimesInput,
  leavingDays: z.number().describe('From the end of the last connection until everything is deleted'),
  definitions: z
    .array(
      z.object({
        id: z.string().describe('Of the key result'),
        team: z.string(),
        sentence: z.string().nullable().describe('Null where the CRM works it out itself'),
        people: z.number().nullable().describe('The fewest behind any part of it'),
        total: z.boolean().describe('Nothing is narrowed, so no minimum is asked'),
        hidden: z.boolean(),
      }),
    )
    .readonly()
    .describe('Of cycles that have not ended; empty for whoever may not read settings'),
})

export function privacyEndpoints(add: Add, { directory }: AppDeps): void {
  add({
    ...{ action: 'self.read', method: 'get', path: '/settings/privacy', tag: 'Settings' },
    summary: 'What is read from each CRM, how long things are kept, and how many people stand behind what',
    query: z.object({ locale: z.enum(['de', 'en']).default('en').describe('Of the sentences') }),
    answer: view,
    async handle({ workspace, session, now, query: { locale } }) {
      const may = (action: Parameters<typeof can>[1]) => can(session.role, action)
      const { definitions, ...privacy } = await readPrivacy(workspace, directory, now, { locale, may })
      const lines = definitions.lines.map(({ broken, ...line }) => ({ ...line, hidden: broken !== null }))
      return view.parse({ ...privacy, people: definitions.people, definitions: lines })
    },
  })
  add({
    ...{ action: 'self.read', method: 'get', path: '/settings/lifetimes', tag: 'Settings' },
    summary: 'How long texts beside typed values, and sessions, are kept',
    answer: lifetimesInput,
    handle: ({ workspace }) => readLifetimes(workspace.db),
  })
  add({
    ...{ action: 'settings.write', method: 'patch', path: '/settings/lifetimes', tag: 'Settings' },
    summary: 'Keep them longer or shorter, from the next night on',
    input: lifetimesInput,
    answer: lifetimesInput,
    async handle({ workspace, input, session, now }) {
      await chooseLifetimes(workspace.db, input, { actor: session.userId, now })
      return readLifetimes(workspace.db)
    },
  })
}
