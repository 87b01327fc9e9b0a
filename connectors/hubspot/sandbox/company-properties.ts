import type { CrmCompany } from '../../demo/types.ts'
import { calculated, type Property, stored } from './property.ts'

const properties: readonly Property<CrmCompany>[] = [
  stored('name', 'string', (company) => company.name),
  stored('domain', 'string', () => null),
  stored('createdate', 'datetime', (company) => company.createdAt),
  calculated('hs_lastmodifieddate', 'datetime', (company) => company.updatedAt),
  calculated('hs_object_id', 'number', (company) => company.id),
  calculated('hs_merged_object_ids', 'enumeration', (company, { crm }) => {
    const merged = [...crm.companies.values()].filter((one) => one.mergedInto === company.id)
    return merged.length === 0 ? null : merged.map((one) => one.id).join(';')
  }),
]
const byName = new Map(properties.map((property) => [property.name, property]))

export const companyProperty = (name: string): Property<CrmCompany> | null => byName.get(name) ?? null
