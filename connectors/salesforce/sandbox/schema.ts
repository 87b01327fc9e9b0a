/** The objects this user can see in this org: what is hidden or switched off is not there at all. */
import { accounts } from './objects/account.ts'
import { assets, contracts } from './objects/contract.ts'
import { currencyTypes, datedRates } from './objects/money.ts'
import { opportunities } from './objects/opportunity.ts'
import { opportunityHistory } from './objects/opportunity-history.ts'
import { profiles, userRoles, users } from './objects/people.ts'
import { fiscalYearSettings, periods } from './objects/periods.ts'
import { opportunityStages, organization, recordTypes } from './objects/set-up.ts'
import type { Org } from './org.ts'
import { pointAt, Refusal } from './refusal.ts'
import type { Field, Table } from './table.ts'

type Build = (org: Org) => Table

const builders: Readonly<Record<string, Build>> = {
  Account: accounts,
  Asset: assets,
  Contract: contracts,
  CurrencyType: currencyTypes,
  DatedConversionRate: datedRates,
  FiscalYearSettings: fiscalYearSettings,
  Opportunity: opportunities,
  OpportunityHistory: opportunityHistory,
  OpportunityStage: opportunityStages,
  Organization: organization,
  Period: periods,
  Profile: profiles,
  RecordType: recordTypes,
  User: users,
  UserRole: userRoles,
}

export interface Schema {
  readonly org: Org
  readonly names: readonly string[]
  /** Names are case-blind. */
  table(name: string): Table | null
  field(table: Table, name: string): Field | null
}

export function schemaOf(org: Org): Schema {
  const hidden = new Set(org.switches.hidden.map((name) => name.toLowerCase()))
  const built = new Map<string, Table>()
  const fields = new Map<string, ReadonlyMap<string, Field>>()

  function exists(name: string): boolean {
    if (hidden.has(name.toLowerCase())) return false
    if (name === 'CurrencyType') return org.multiCurrency
    if (name === 'DatedConversionRate') return org.datedRates
    return name !== 'UserRole' || org.switches.viewRoles
  }
  const names = Object.keys(builders).filter(exists)
  const byLower = new Map(names.map((name) => [name.toLowerCase(), name]))

  /** The history of a hidden field is hidden with it. */
  function hiddenField(object: string, name: string): boolean {
    const bare = name.replace(/^Prev/, '').toLowerCase()
    if (object === 'OpportunityHistory' && hidden.has(`opportunity.${bare}`)) return true
    return hidden.has(`${object}.${name}`.toLowerCase())
  }

  function table(name: string): Table | null {
    const proper = byLower.get(name.toLowerCase())
    const build = proper === undefined ? undefined : builders[proper]
    if (proper === undefined || build === undefined) return null
    const known = built.get(proper)
    if (known !== undefined) return known
    const full = build(org)
    const visible = {
      ...full,
      fields: full.fields.filter((field) => !hiddenField(proper, field.name)),
      children: full.children.filter((child) => exists(child.object)),
    }
    built.set(proper, visible)
    fields.set(proper, new Map(visible.fields.map((field) => [field.name.toLowerCase(), field])))
    return visible
  }

  return {
    org,
    names,
    table,
    field: (of, name) => fields.get(of.name)?.get(name.toLowerCase()) ?? null,
  }
}

export function tableOrRefuse(schema: Schema, name: string, soql: string): Table {
  const table = schema.table(name)
  if (table !== null) return table
  const message = pointAt(soql, name, `sObject type '${name}' is not supported.`)
  throw new Refusal(400, 'INVALID_TYPE', message)
}
