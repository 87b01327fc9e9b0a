/** Deal to company, in batches (section 5.5). */
import { z } from 'zod'
import { json, type SandboxResponse } from './http.ts'
import type { Portal } from './portal.ts'
import { bodyAs } from './query.ts'
import { validation } from './refusals.ts'

const MAX_INPUTS = 1000
const PRIMARY = { category: 'HUBSPOT_DEFINED', typeId: 5, label: 'Primary' }
const UNLABELED = { category: 'HUBSPOT_DEFINED', typeId: 341, label: null }

const body = z.object({ inputs: z.array(z.object({ id: z.string() })) })

export function companiesOfDeals(portal: Portal, text: string): SandboxResponse {
  const { crm, switches, now } = portal
  const { inputs } = bodyAs(body, text)
  if (inputs.length > MAX_INPUTS) throw validation(`A batch request accepts at most ${MAX_INPUTS} inputs.`)

  const ids = [...new Set(inputs.map((input) => input.id))]
  const companyOf = (id: string) => {
    const deal = crm.deals.get(id)
    return deal === undefined || deal.deletedAt !== null ? null : deal.companyId
  }
  const [first, second] = crm.companies.keys()
  const otherCompany = (companyId: string) => (first === companyId ? second : first)
  const results = ids.flatMap((id) => {
    const companyId = companyOf(id)
    if (companyId === null) return []
    const toObjectId = (company: string) => (switches.companyIdAs === 'number' ? Number(company) : company)
    const primary = { toObjectId: toObjectId(companyId), associationTypes: [UNLABELED, PRIMARY] }
    // Every other deal has a second company, told first: a dealer, a parent.
    const other = Number(BigInt(id) % 2n) === 0 ? otherCompany(companyId) : undefined
    if (other === undefined) return [{ from: { id }, to: [primary] }]
    return [{ from: { id }, to: [{ toObjectId: toObjectId(other), associationTypes: [UNLABELED] }, primary] }]
  })
  const times = { status: 'COMPLETE', startedAt: now(), completedAt: now() }
  const without = ids.filter((id) => companyOf(id) === null)
  if (without.length === 0 || switches.withoutAssociation === 'omitted')
    return json(200, { ...times, results })

  const errors = without.map((id) => ({
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No company is associated with deal ${id}.`,
    context: { fromObjectId: [id], fromObjectType: ['deal'], toObjectType: ['company'] },
  }))
  return json(207, { ...times, results, numErrors: errors.length, errors })
}
