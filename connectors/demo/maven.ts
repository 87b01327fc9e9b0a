/**
 * The public "CRM Sales Opportunities" data set as a neutral CRM. Text is kept as it stands in the files, misspelt
 * products and blank accounts included: whoever compares has to find it again.
 *
 * All times are noon UTC and the zone is UTC, so that a day stays the same day whichever way a CRM keeps it.
 * Prospecting deals have no date at all; they count as created on the day after the newest date in the file.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Day, Instant } from '../contract.ts'
import { addDays } from '../values/time.ts'
import { createCrm } from './crm.ts'
import type { Crm, CrmDealFields, CrmPipeline, CrmTeam, CrmUser } from './types.ts'

export { changeRandomly } from './edits.ts'

const opportunity = z.object({
  opportunity_id: z.string(),
  sales_agent: z.string(),
  product: z.string(),
  account: z.string(),
  deal_stage: z.enum(['Prospecting', 'Engaging', 'Won', 'Lost']),
  engage_date: z.string(),
  close_date: z.string(),
  close_value: z.string(),
})
const account = z.object({ account: z.string() })
const agent = z.object({ sales_agent: z.string(), manager: z.string(), regional_office: z.string() })
type Opportunity = z.infer<typeof opportunity>

export const MAVEN_PIPELINE = '1'
/** Ids of the stages by the name in the file. */
export const mavenStages = { Prospecting: '11', Engaging: '12', Won: '13', Lost: '14' } as const

const FIRST_DEAL = 10_001
const FIRST_USER = 301
const FIRST_TEAM = 21
const FIRST_COMPANY = 6001

const pipeline: () => CrmPipeline = () => ({
  id: MAVEN_PIPELINE,
  label: 'Sales',
  archived: false,
  stages: (
    [
      ['Prospecting', '0.1'],
      ['Engaging', '0.4'],
      ['Won', '1'],
      ['Lost', '0'],
    ] as const
  ).map(([name, probability], position) => ({
    id: mavenStages[name],
    label: name,
    position,
    closed: name === 'Won' || name === 'Lost',
    won: name === 'Won',
    probability,
    archived: false,
  })),
})

const noon = (day: Day): Instant => `${day}T12:00:00.000Z`
const orNull = (text: string) => (text === '' ? null : text)

async function rows<T>(folder: string, file: string, row: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(join(folder, file), 'utf8')
  return z.array(row).parse(parse(text, { columns: true, skip_empty_lines: true }))
}

/** Offices are the teams; managers are not kept, because no agent has two offices. */
function people(agents: readonly z.infer<typeof agent>[]): { teams: CrmTeam[]; users: CrmUser[] } {
  const offices = [...new Set(agents.map((one) => one.regional_office))].sort()
  const teams = offices.map((name, i) => ({ id: String(FIRST_TEAM + i), name, parentId: null }))
  const users = agents.map((one, i) => ({
    id: String(FIRST_USER + i),
    name: one.sales_agent,
    email: `${one.sales_agent.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@maven.example`,
    teamId: teams.find((team) => team.name === one.regional_office)?.id ?? null,
    active: true,
  }))
  return { teams, users }
}

const forecast = { Prospecting: 'pipeline', Engaging: 'pipeline', Won: 'closed', Lost: 'omitted' } as const

/** `opportunity_id` is kept as a custom field, so that each deal can be found in the file again. */
export async function loadMaven(folder: string): Promise<Crm> {
  const [opportunities, accounts, agents] = await Promise.all([
    rows(folder, 'sales_pipeline.csv', opportunity),
    rows(folder, 'accounts.csv', account),
    rows(folder, 'sales_teams.csv', agent),
  ])
  const { teams, users } = people(agents)
  const crm = createCrm({
    name: 'Maven',
    timeZone: 'UTC',
    currency: 'USD',
    fiscalYearStartMonth: 1,
    firstDealId: FIRST_DEAL,
    pipelines: [pipeline()],
    teams,
    users,
    customFields: ['opportunity_id', 'product', 'office', 'account'],
  })
  const dates = opportunities
    .flatMap((row) => [row.engage_date, row.close_date])
    .filter((day) => day !== '')
    .toSorted()
  const [oldest = '', newest = ''] = [dates.at(0), dates.at(-1)]
  const afterAll = addDays(newest, 1)

  const companyIds = new Map(accounts.map((one, i) => [one.account, String(FIRST_COMPANY + i)]))
  for (const [name, id] of companyIds) crm.upsertCompany({ id, name }, noon(oldest))
  const userIds = new Map(users.map((user) => [user.name, user.id]))
  const officeOf = new Map(agents.map((one) => [one.sales_agent, one.regional_office]))

  function load(row: Opportunity): void {
    const engaged = noon(row.engage_date === '' ? afterAll : row.engage_date)
    const final: CrmDealFields = {
      name: `${row.product} ${row.opportunity_id}`,
      companyId: companyIds.get(row.account) ?? null,
      pipelineId: MAVEN_PIPELINE,
      stageId: mavenStages[row.deal_stage],
      amount: orNull(row.close_value),
      currency: 'USD',
      closeDate: orNull(row.close_date),
      probability: null,
      type: null,
      ownerId: userIds.get(row.sales_agent) ?? null,
      forecastCategory: forecast[row.deal_stage],
      properties: {
        opportunity_id: row.opportunity_id,
        product: row.product,
        office: officeOf.get(row.sales_agent) ?? null,
        account: orNull(row.account),
      },
    }
    if (row.close_date === '') {
      crm.createDeal(final, engaged)
      return
    }
    // A closed deal was engaged first: its history says so.
    const before = {
      stageId: mavenStages.Engaging,
      amount: null,
      closeDate: null,
      forecastCategory: 'pipeline',
    } as const
    const deal = crm.createDeal({ ...final, ...before }, engaged)
    const { stageId, amount, closeDate, forecastCategory } = final
    crm.updateDeal(deal.id, { stageId, amount, closeDate, forecastCategory }, noon(row.close_date))
  }
  for (const row of opportunities) load(row)
  return crm
}
