/** Cycles, objectives and key results. */
import * as z from 'zod'
import type { AppDeps } from '../app-env.ts'
import { readEvidence } from '../okr/evidence.ts'
import { listValues } from '../okr/list-values.ts'
import { nativeAsker } from '../okr/native/ask.ts'
import { listCycles, readBoard, readKeyResult } from '../okr/read.ts'
import { can } from '../okr/roles.ts'
import { cycleInput, keyResultInput, objectiveInput } from '../okr/types.ts'
import {
  createCycle,
  createKeyResult,
  createObjective,
  pushValue,
  updateCycle,
  updateKeyResult,
  updateObjective,
  valueInput,
  type Written,
} from '../okr/write.ts'
import { ofTerm } from './composite-schemas.ts'
import type { Add, Call } from './endpoint.ts'
import { patchOf } from './patch.ts'
import { Refusal, refusalOf } from './problem.ts'
import * as schemas from './schemas.ts'

const ofCycle = z.object({
  cycle: z.string().optional().describe('Id of a cycle; without it the running one'),
})
const paging = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})

export function okrEndpoints(add: Add, deps: AppDeps): void {
  add({
    ...{ action: 'board.read', method: 'get', path: '/board', tag: 'Key results' },
    summary: 'The board of a cycle',
    query: ofCycle,
    answer: schemas.boardView,
    handle: async ({ workspace, now, query }) => found(await readBoard(workspace, now, query.cycle)),
  })
  add({
    ...{ action: 'board.read', method: 'get', path: '/cycles', tag: 'Key results' },
    summary: 'All cycles, newest first',
    answer: z.object({ cycles: z.array(schemas.cycleView).readonly() }),
    handle: async ({ workspace }) => ({ cycles: await listCycles(workspace) }),
  })
  add({
    ...{ action: 'cycle.write', method: 'post', path: '/cycles', tag: 'Key results', status: 201 },
    summary: 'Create a cycle',
    input: cycleInput,
    answer: schemas.created,
    handle: async (call) => written(await createCycle(call.workspace.db, call.input, context(call))),
  })
  add({
    ...{ action: 'cycle.write', method: 'patch', path: '/cycles/{id}', tag: 'Key results' },
    summary: 'Change a cycle',
    input: patchOf(cycleInput),
    answer: schemas.created,
    handle: async (call) =>
      written(await updateCycle(call.workspace.db, call.id, given(call.input), context(call))),
  })
  add({
    ...{ action: 'board.read', method: 'get', path: '/objectives', tag: 'Key results' },
    summary: 'Objectives of a cycle with their key results',
    query: ofCycle,
    answer: z.object({ objectives: z.array(schemas.objectiveView).readonly() }),
    async handle({ workspace, now, query }) {
      const { objectives } = found(await readBoard(workspace, now, query.cycle))
      return { objectives }
    },
  })
  add({
    ...{ action: 'objective.write', method: 'post', path: '/objectives', tag: 'Key results', status: 201 },
    summary: 'Create an objective',
    input: objectiveInput,
    answer: schemas.created,
    handle: async (call) => written(await createObjective(call.workspace.db, call.input, context(call))),
  })
  add({
    ...{ action: 'objective.write', method: 'patch', path: '/objectives/{id}', tag: 'Key results' },
    summary: 'Change an objective',
    input: patchOf(objectiveInput.omit({ cycleId: true })),
    answer: schemas.created,
    handle: async (call) =>
      written(await updateObjective(call.workspace.db, call.id, given(call.input), context(call))),
  })
  keyResultEndpoints(add, deps)
}

function keyResultEndpoints(add: Add, deps: AppDeps): void {
  // A number of the CRM's own is asked for before it is kept.
  const asking = (call: Parameters<typeof context>[0]) => ({
    ...context(call),
    askNative: nativeAsker(deps, call.workspace),
  })
  add({
    ...{ action: 'board.read', method: 'get', path: '/key-results', tag: 'Key results' },
    summary: 'Key results of a cycle',
    query: ofCycle,
    answer: z.object({ keyResults: z.array(schemas.keyResultView).readonly() }),
    async handle({ workspace, now, query }) {
      const { objectives } = found(await readBoard(workspace, now, query.cycle))
      return { keyResults: objectives.flatMap((objective) => objective.keyResults) }
    },
  })
  add({
    ...{ action: 'key_result.write', method: 'post', path: '/key-results', tag: 'Key results', status: 201 },
    summary: 'Create a key result',
    input: keyResultInput,
    answer: schemas.created,
    handle: async (call) => written(await createKeyResult(call.workspace.db, call.input, asking(call))),
  })
  add({
    ...{ action: 'board.read', method: 'get', path: '/key-results/{id}', tag: 'Key results' },
    summary: 'A key result with its history and pace',
    answer: schemas.keyResultDetail,
    async handle({ workspace, id, now, session: { role } }) {
      const detail = found(await readKeyResult(workspace, id, now))
      const idsOf = (ids: readonly string[]) => (can(role, 'evidence.read') ? ids : [])
      const differences = detail.differences.map((one) =>
        schemas.difference.parse({ ...one, ids: idsOf(one.ids) }),
      )
      return { ...detail, differences }
    },
  })
  add({
    ...{ action: 'key_result.write', method: 'patch', path: '/key-results/{id}', tag: 'Key results' },
    summary: 'Change a key result; another definition is another version',
    input: patchOf(keyResultInput.omit({ objectiveId: true })),
    answer: schemas.created,
    handle: async (call) =>
      written(await updateKeyResult(call.workspace.db, call.id, given(call.input), asking(call))),
  })
  add({
    ...{ action: 'board.read', method: 'get', path: '/key-results/{id}/values', tag: 'Values' },
    summary: 'Every value ever written, corrected ones included, newest day first',
    answer: z.object({ values: z.array(schemas.writtenValue).readonly() }),
    handle: async ({ workspace, id }) => ({ values: found(await listValues(workspace, id)) }),
  })
  add({
    ...{
      action: 'value.write',
      method: 'post',
      path: '/key-results/{id}/values',
      tag: 'Values',
      status: 201,
    },
    summary: 'Push the value of a day; the same value again changes nothing, another one needs a reason',
    input: valueInput,
    answer: z.object({ version: z.number() }),
    async handle(call) {
      const pushed = await pushValue(
        call.workspace.db,
        { ...call.input, keyResultId: call.id },
        context(call),
      )
      if (pushed.ok) return { version: pushed.version }
      const missing = pushed.issues.some((issue) => issue.code === 'not_found')
      throw missing ? new Refusal('not_found') : refusalOf(pushed.issues)
    },
  })
  add({
    ...{ action: 'evidence.read', method: 'get', path: '/key-results/{id}/evidence', tag: 'Values' },
    summary: 'The deals behind the latest value, or behind a term of it, each with its part',
    query: paging.extend({ term: ofTerm }),
    answer: schemas.evidencePage,
    async handle({ workspace, id, now, query }) {
      const answer = await readEvidence(workspace, id, now, query)
      switch (answer.kind) {
        case 'page':
          return answer.page
        case 'hidden':
          throw new Refusal('invalid', [
            { field: 'definition.filter', code: answer.code, subject: answer.people },
          ])
        case 'foreign':
          throw new Refusal('invalid', [{ field: 'id', code: 'native_foreign' }])
        case 'none':
        case 'no_metric':
          throw new Refusal('not_found')
        default:
          return answer satisfies never
      }
    },
  })
}

/** Whom the audit log names, when, and whose days and money. */
function context({ session, now, workspace }: Pick<Call<unknown, unknown>, 'session' | 'now' | 'workspace'>) {
  return { actor: session.userId, now, workspace }
}

function found<Value>(value: Value | null): Value {
  if (value === null) throw new Refusal('not_found')
  return value
}

function written(answer: Written): { id: string } {
  if (!answer.ok) throw refusalOf(answer.issues)
  return { id: answer.id }
}

type Given<Input> = { [Key in keyof Input]?: Exclude<Input[Key], undefined> }

/** Only the fields that were sent. */
function given<Input extends object>(input: Input): Given<Input> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Given<Input>
}
