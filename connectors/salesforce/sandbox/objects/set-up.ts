/** Organization, OpportunityStage and RecordType: what the org is, and the words its deals are told in. */
import type { CrmPipeline } from '../../../demo/types.ts'
import { organizationId, prefixes, recordId } from '../id.ts'
import { ORG_BORN, type Org } from '../org.ts'
import { forecasts, type OrgStage } from '../stages.ts'
import { field, smallTable, type Table, timeFields } from '../table.ts'

const born = { created: ORG_BORN, modified: ORG_BORN }

export function organization(org: Org): Table<object> {
  const { crm, switches } = org
  const id = organizationId(switches.organization)
  const set = { nillable: false }
  return smallTable<object>('Organization', prefixes.Organization, [{}], () => id, [
    field('Id', 'id', 'FS', () => id, set),
    ...timeFields(() => born),
    field('Name', 'string', 'FGS', () => crm.name, set),
    field('TimeZoneSidKey', 'picklist', 'FGS', () => crm.timeZone, set),
    field('DefaultLocaleSidKey', 'picklist', 'FGS', () => 'de_DE', set),
    field('LanguageLocaleKey', 'picklist', 'FGS', () => 'de', set),
    field('FiscalYearStartMonth', 'int', 'FGS', () => crm.fiscalYearStartMonth),
    field('UsesStartDateAsFiscalYearName', 'boolean', 'FGS', () => switches.fiscalYearByStart, set),
    field('IsSandbox', 'boolean', 'FGS', () => false, set),
    field('OrganizationType', 'picklist', 'FGS', () => 'Enterprise Edition'),
    field('InstanceName', 'string', 'FGS', () => 'DEU42'),
    field('NamespacePrefix', 'string', 'FGS', () => null),
    field('TrialExpirationDate', 'datetime', 'FS', () => null),
    ...(switches.organizationCurrency
      ? [field('DefaultCurrencyIsoCode', 'picklist', 'FGS', () => crm.currency)]
      : []),
  ])
}

export function opportunityStages(org: Org): Table<OrgStage> {
  const rows = org.stages.list
  const stamps = new Map(rows.map((stage) => [stage, org.watch(`OpportunityStage ${stage.apiName}`, stage)]))
  const id = (stage: OrgStage) => recordId('OpportunityStage', String(rows.indexOf(stage) + 1))
  const set = { nillable: false }
  return smallTable('OpportunityStage', prefixes.OpportunityStage, rows, id, [
    field('Id', 'id', 'FGS', id, set),
    ...timeFields<OrgStage>((stage) => stamps.get(stage) ?? born),
    field('ApiName', 'string', 'FGS', (stage) => stage.apiName, set),
    field('MasterLabel', 'string', 'FGS', (stage) => stage.label),
    field('Description', 'string', 'FGS', () => null),
    field('IsActive', 'boolean', 'FGS', (stage) => stage.active, set),
    field('IsClosed', 'boolean', 'FGS', (stage) => stage.closed, set),
    field('IsWon', 'boolean', 'FGS', (stage) => stage.won, set),
    field('DefaultProbability', 'percent', 'FS', (stage) => stage.probability),
    field('ForecastCategory', 'picklist', 'FGS', (stage) => forecasts[stage.forecast].code),
    field('ForecastCategoryName', 'picklist', 'FGS', (stage) => forecasts[stage.forecast].name),
    field('SortOrder', 'int', 'FGS', (stage) => stage.sortOrder),
  ])
}

/** A sales process per pipeline. Without record types the object is there and empty. */
export function recordTypes(org: Org): Table<CrmPipeline> {
  const rows = org.switches.recordTypes ? org.crm.pipelines.filter((p) => /^\d+$/.test(p.id)) : []
  const stamps = new Map(
    rows.map((pipeline) => [
      pipeline,
      org.watch(`RecordType ${pipeline.id}`, [pipeline.label, pipeline.archived]),
    ]),
  )
  const id = (pipeline: CrmPipeline) => recordId('RecordType', pipeline.id)
  const set = { nillable: false }
  return smallTable('RecordType', prefixes.RecordType, rows, id, [
    field('Id', 'id', 'FGS', id, set),
    ...timeFields<CrmPipeline>((pipeline) => stamps.get(pipeline) ?? born),
    field('Name', 'string', 'FGS', (pipeline) => pipeline.label, set),
    field('DeveloperName', 'string', 'FGS', (pipeline) => `Pipeline_${pipeline.id}`, set),
    field('NamespacePrefix', 'string', 'FGS', () => null),
    field('Description', 'string', 'FGS', () => null),
    field('SobjectType', 'picklist', 'FGS', () => 'Opportunity', set),
    field('IsActive', 'boolean', 'FGS', (pipeline) => !pipeline.archived, set),
  ])
}
