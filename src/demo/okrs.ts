/**
 * The demo company's cycle, as a sales organisation would write it. Targets are drawn from its own last year, so that the
 * board is neither finished nor hopeless. Each step is looked for before it is made: a killed start goes on here.
 */
import { and, eq } from 'drizzle-orm'
import type { Instant } from '../../connectors/contract.ts'
import { demoPipelines } from '../../connectors/demo/company.ts'
import { recordId } from '../../connectors/salesforce/sandbox/id.ts'
import { localDay } from '../../connectors/values/time.ts'
import { cycle, keyResult, objective } from '../../db/workspace/schema.ts'
import type { Locale } from '../app-env.ts'
import { nameLeading, readMapping } from '../okr/mapping.ts'
import type { AskNative } from '../okr/native/ask.ts'
import { calendarQuarter, pastOf } from '../okr/past.ts'
import { createCycle, createKeyResult, createObjective, pushValue, type Written } from '../okr/write.ts'
import type { Workspace } from '../platform.ts'
import type { KeyResultPlan } from './plan.ts'
import { type ObjectivePlan, plansFor } from './plans.ts'
import { demoTexts } from './texts.ts'

const ACTOR = 'demo'

/** Without somebody to ask Salesforce there is nothing that Salesforce works out. */
export async function createDemoOkrs(
  workspace: Workspace,
  locale: Locale,
  now: Instant,
  askNative?: AskNative,
): Promise<void> {
  // Somebody of the company looked at the proposal and agreed.
  const { proposed, leading } = await readMapping(workspace.db)
  if (leading === null) await nameLeading(workspace.db, proposed, { actor: ACTOR, now })
  const today = localDay(now, workspace.timeZone)
  const quarter = calendarQuarter(today)
  const cycleId = await ensureCycle(workspace, quarter, now)
  const past = pastOf(workspace, quarter, today)
  const [hubspot, salesforce] = [demoPipelines('hubspot'), recordTypes(demoPipelines('salesforce'))]
  const pipelines = {
    newBusiness: [...hubspot.newBusiness, ...salesforce.newBusiness],
    expansion: [...hubspot.expansion, ...salesforce.expansion],
    renewal: [...hubspot.renewal, ...salesforce.renewal],
  }
  const native = askNative === undefined ? null : { ask: askNative, quarter }
  for (const plan of await plansFor(demoTexts[locale], pipelines, past, native)) {
    const objectiveId = await ensureObjective(workspace, cycleId, plan, now)
    for (const step of plan.keyResults) await ensureKeyResult(workspace, objectiveId, step, now, askNative)
  }
}

/** In Salesforce a pipeline is a record type, with an id in the org's own form. */
function recordTypes(pipelines: ReturnType<typeof demoPipelines>) {
  const idOf = (neutral: string) => recordId('RecordType', neutral)
  return {
    newBusiness: pipelines.newBusiness.map(idOf),
    expansion: pipelines.expansion.map(idOf),
    renewal: pipelines.renewal.map(idOf),
  }
}

async function ensureCycle(
  { db }: Workspace,
  { name, from, to }: { name: string; from: string; to: string },
  now: Instant,
): Promise<string> {
  const [found] = await db.select({ id: cycle.id }).from(cycle).where(eq(cycle.name, name))
  return found?.id ?? made(await createCycle(db, { name, startsOn: from, endsOn: to }, { actor: ACTOR, now }))
}

async function ensureObjective(
  { db }: Workspace,
  cycleId: string,
  { title, description, team }: ObjectivePlan,
  now: Instant,
): Promise<string> {
  const same = and(eq(objective.cycleId, cycleId), eq(objective.title, title))
  const [found] = await db.select({ id: objective.id }).from(objective).where(same)
  return (
    found?.id ?? made(await createObjective(db, { cycleId, title, description, team }, { actor: ACTOR, now }))
  )
}

async function ensureKeyResult(
  workspace: Workspace,
  objectiveId: string,
  { input, value }: KeyResultPlan,
  now: Instant,
  askNative: AskNative | undefined,
): Promise<void> {
  const { db } = workspace
  const context = { actor: ACTOR, now, workspace, ...(askNative === undefined ? {} : { askNative }) }
  const same = and(eq(keyResult.objectiveId, objectiveId), eq(keyResult.title, input.title))
  const [found] = await db.select({ id: keyResult.id }).from(keyResult).where(same)
  const id = found?.id ?? made(await createKeyResult(db, { ...input, objectiveId }, context))
  if (value === null) return
  const day = localDay(now, workspace.timeZone)
  const pushed = await pushValue(db, { keyResultId: id, day, value, reason: null }, context)
  if (!pushed.ok) throw new Error(`demo value refused: ${JSON.stringify(pushed.issues)}`)
}

function made(written: Written): string {
  if (written.ok) return written.id
  throw new Error(`demo OKR refused: ${JSON.stringify(written.issues)}`)
}
