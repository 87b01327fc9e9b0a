/** Changes of the CRM's set-up that touch definitions: read, and decided on. */
import * as z from 'zod'
import { decideFinding, findingInput } from '../mapping/decide.ts'
import { changeKinds } from '../mapping/detect.ts'
import { readFindings, withoutDeals } from '../mapping/read.ts'
import { compositeSchema } from '../metrics/index.ts'
import { definitionSchema } from '../metrics/types.ts'
import { can } from '../okr/roles.ts'
import type { Add } from './endpoint.ts'
import { Refusal } from './problem.ts'

const finding = z
  .object({
    id: z.number(),
    source: z.string(),
    crm: z.string(),
    kind: z.enum(changeKinds),
    subject: z.string(),
    label: z.string(),
    before: z.string().nullable(),
    successor: z.string().nullable().describe('Where most of its deals went'),
    moved: z.number(),
    deals: z.number().describe('Deals that stand in it; 0 for whoever may see no number of sales'),
    keyResults: z
      .array(
        z
          .object({
            id: z.string(),
            title: z.string(),
            offer: z
              .union([definitionSchema, compositeSchema])
              .nullable()
              .describe('The definition, or the composite, after following; null: only by hand'),
          })
          .readonly(),
      )
      .readonly(),
    noticedAt: z.string(),
  })
  .readonly()

export function setUpEndpoints(add: Add): void {
  add({
    ...{ action: 'run.read', method: 'get', path: '/mapping/findings', tag: 'Mapping' },
    summary:
      'What changed in the CRM’s pipelines, stages, teams and fields, and which key results it touches',
    answer: z.object({ findings: z.array(finding).readonly() }),
    async handle({ workspace, session }) {
      const found = await readFindings(workspace.db)
      return { findings: can(session.role, 'evidence.read') ? found : found.map(withoutDeals) }
    },
  })
  add({
    ...{ action: 'key_result.write', method: 'post', path: '/mapping/findings/{id}', tag: 'Mapping' },
    summary: 'Follow a change with new versions of the definitions, or dismiss it',
    input: findingInput,
    answer: z.object({
      followed: z.array(z.string()).readonly(),
      refused: z
        .array(z.object({ id: z.string(), issues: z.array(z.looseObject({ code: z.string() })).readonly() }))
        .readonly(),
    }),
    async handle({ workspace, id, input, session, now }) {
      const context = { actor: session.userId, now, workspace }
      const decided = await decideFinding(workspace.db, Number(id), input, context)
      switch (decided.kind) {
        case 'decided':
          return {
            followed: decided.followed,
            refused: decided.refused.map((one) => ({
              id: one.id,
              issues: one.issues.map((issue) => ({ ...issue })),
            })),
          }
        case 'none':
        case 'nothing_to_follow':
          throw new Refusal('not_found')
        default:
          return decided satisfies never
      }
    },
  })
}
