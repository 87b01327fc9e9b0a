/** A small company with everything that makes a night hard: two pipelines, ties, currencies, people who move. */
import { createCrm } from '../../connectors/demo/crm.ts'
import type { Random } from '../../connectors/demo/prng.ts'
import type { Crm, CrmDealFields, CrmStage } from '../../connectors/demo/types.ts'
import { addDays, localDay, toInstant } from '../../connectors/values/time.ts'

/** Labels mislead: they are for people and decide nothing. */
export function stage(id: string, label: string, position: number, probability: string): CrmStage {
  const won = probability === '1'
  return { id, label, position, probability, closed: won || probability === '0', won, archived: false }
}

const pipeline = (id: string, label: string) => ({
  id,
  label,
  archived: false,
  stages: [
    stage(`${id}lead`, `As good as won ${id}`, 0, '0.2'),
    stage(`${id}offer`, `Lost interest? ${id}`, 1, '0.6'),
    stage(`${id}won`, `Signed ${id}`, 2, '1'),
    stage(`${id}lost`, `Won by others ${id}`, 3, '0'),
  ],
})

export interface Company {
  readonly name: string
  readonly timeZone: string
  readonly foundedMs: number
  readonly deals: number
}

export function createCompany({ name, timeZone, foundedMs, deals }: Company, random: Random): Crm {
  const crm = createCrm({
    name,
    timeZone,
    currency: 'EUR',
    fiscalYearStartMonth: 1,
    pipelines: [pipeline('new', 'New business'), pipeline('renew', 'Renewals')],
    teams: [
      { id: '31', name: 'South', parentId: null },
      { id: '32', name: 'North', parentId: null },
    ],
    users: Array.from({ length: 8 }, (_, n) => ({
      id: String(700 + n),
      name: `Person ${n}`,
      email: `person${n}@example.com`,
      teamId: n % 2 === 0 ? '31' : '32',
      active: true,
    })),
    rates: [
      { currency: 'CHF', factor: '1.0537', from: null },
      { currency: 'USD', factor: '0.9215', from: null },
    ],
    customFields: [],
    // Ids that a comparison as text orders otherwise than one as numbers.
    firstDealId: random.pick([1, 7, 95, 990]),
  })
  const founded = toInstant(foundedMs)
  for (let n = 0; n < 3; n += 1) crm.upsertCompany({ id: String(900 + n), name: `Company ${n}` }, founded)
  for (let n = 0; n < deals; n += 1) {
    // Many in the same instant: ties everywhere.
    const at = random.chance(0.6) ? foundedMs : foundedMs + random.between(0, 5) * 60_000
    const fields = dealFields(crm, random, localDay(at, timeZone))
    // Enough people behind every number.
    crm.createDeal(n < 8 ? { ...fields, ownerId: String(700 + n) } : fields, toInstant(at))
  }
  return crm
}

export function dealFields(crm: Crm, random: Random, today: string): CrmDealFields {
  const line = random.pick(crm.pipelines)
  return {
    name: `Deal ${random.between(1, 999)}`,
    companyId: random.chance(0.8) ? String(900 + random.between(0, 2)) : null,
    pipelineId: line.id,
    stageId: random.pick(line.stages.filter(({ archived }) => !archived)).id,
    amount: amount(random),
    currency: random.pick(['EUR', 'EUR', 'CHF', 'USD']),
    closeDate: existing(addDays(today, random.between(-20, 40))),
    probability: null,
    type: random.pick(['newbusiness', 'existingbusiness', null]),
    ownerId: random.chance(0.9) ? random.pick(crm.users).id : null,
    forecastCategory: 'pipeline',
    properties: {},
  }
}

/** Samoa had no 30th of December 2011; nobody there can choose it. */
export const existing = (day: string) => (day === '2011-12-30' ? '2011-12-31' : day)

export function amount(random: Random): string | null {
  if (random.chance(0.08)) return null
  return `${random.between(0, 90_000)}.${String(random.between(0, 99)).padStart(2, '0')}`
}
