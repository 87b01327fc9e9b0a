/** The CRM objects served here, each as the object API sees it. */

import type { Instant } from '../../contract.ts'
import type { Stored } from '../../demo/store.ts'
import type { CrmCompany, CrmDeal } from '../../demo/types.ts'
import { companyProperty } from './company-properties.ts'
import { dealHistory } from './deal-history.ts'
import { dealProperty } from './deal-properties.ts'
import type { Portal } from './portal.ts'
import type { Property } from './property.ts'

export interface StoredObject {
  readonly id: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
  readonly deletedAt: Instant | null
  readonly mergedInto: string | null
}

export interface ObjectKind<T extends StoredObject> {
  readonly name: 'deals' | 'companies' | 'line_items' | 'subscriptions'
  readonly typeId: string
  readonly scope: string
  readonly defaultProperties: readonly string[]
  records(portal: Portal): Stored<T>
  indexed(portal: Portal): Iterable<T>
  property(name: string, portal: Portal): Property<T> | null
  /** Old states of a property, oldest first; null when only the present one is known. */
  history(record: T, name: string, portal: Portal): readonly { at: Instant; value: string | null }[] | null
  primaryCompany(record: T): string | null
}

export const deals: ObjectKind<CrmDeal> = {
  name: 'deals',
  typeId: '0-3',
  scope: 'crm.objects.deals.read',
  defaultProperties: ['dealname', 'amount', 'closedate', 'pipeline', 'dealstage'],
  records: (portal) => portal.crm.deals,
  indexed: (portal) => portal.index.deals(portal.now()),
  property: dealProperty,
  history: dealHistory,
  primaryCompany: (deal) => deal.companyId,
}

export const companies: ObjectKind<CrmCompany> = {
  name: 'companies',
  typeId: '0-2',
  scope: 'crm.objects.companies.read',
  defaultProperties: ['name', 'domain'],
  records: (portal) => portal.crm.companies,
  indexed: (portal) => portal.index.companies(portal.now()),
  property: (name) => companyProperty(name),
  history: () => null,
  primaryCompany: () => null,
}
