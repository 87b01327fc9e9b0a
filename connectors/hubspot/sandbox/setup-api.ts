/** What gives records their meaning: account, pipelines, teams, property names, currencies (sections 5.4 to 5.6). */
import { Temporal } from 'temporal-polyfill'
import type { CrmRate, CrmStage } from '../../demo/types.ts'
import { localDay, startOfDay } from '../../values/time.ts'
import { allDealProperties } from './deal-properties.ts'
import { json, type SandboxResponse } from './http.ts'
import { additionalCurrencies, PORTAL_ID, type Portal, SETUP_AT, UI_DOMAIN, userIdOf } from './portal.ts'
import { flag, wholeNumber } from './query.ts'
import { notFound } from './refusals.ts'

export function account({ crm, now }: Portal): SandboxResponse {
  const local = Temporal.Instant.from(now()).toZonedDateTimeISO(crm.timeZone)
  return json(200, {
    portalId: PORTAL_ID,
    accountType: 'STANDARD',
    timeZone: crm.timeZone,
    companyCurrency: crm.currency,
    additionalCurrencies: additionalCurrencies(crm),
    utcOffset: local.offset,
    utcOffsetMilliseconds: local.offsetNanoseconds / 1_000_000,
    uiDomain: UI_DOMAIN,
    dataHostingLocation: 'eu1',
  })
}

/** `0.0` and `1.0` are written with their point. */
const probability = (text: string) => (text.includes('.') ? text : `${text}.0`)

function stage(one: CrmStage, portal: Portal) {
  const closed = Number(one.probability) <= 0 || Number(one.probability) >= 1
  const isClosed = portal.switches.stageIsClosed ? { isClosed: String(closed) } : {}
  return {
    id: one.id,
    label: one.label,
    displayOrder: one.position,
    metadata: { ...isClosed, probability: probability(one.probability) },
    createdAt: SETUP_AT,
    updatedAt: SETUP_AT,
    archived: one.archived,
    writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
  }
}

function pipelineList(portal: Portal) {
  const listed = portal.switches.archivedPipelines === 'listed'
  return portal.crm.pipelines
    .filter((pipeline) => listed || !pipeline.archived)
    .map((pipeline, displayOrder) => ({
      id: pipeline.id,
      label: pipeline.label,
      displayOrder,
      createdAt: SETUP_AT,
      updatedAt: SETUP_AT,
      archived: pipeline.archived,
      stages: pipeline.stages.filter((one) => listed || !one.archived).map((one) => stage(one, portal)),
    }))
}

export const pipelines = (portal: Portal) => json(200, { results: pipelineList(portal) })

export function pipeline(portal: Portal, id: string, stagesOnly: boolean): SandboxResponse {
  const found = pipelineList(portal).find((one) => one.id === id)
  if (found === undefined) throw notFound()
  return json(200, stagesOnly ? { results: found.stages } : found)
}

/** Flat: the vendor's teams do not tell their parent. Members are users, not owners. */
export function teams({ crm }: Portal): SandboxResponse {
  const results = crm.teams.map((team) => ({
    id: team.id,
    name: team.name,
    userIds: crm.users
      .filter((user) => user.active && user.teamId === team.id)
      .map((user) => String(userIdOf(user.id))),
    secondaryUserIds: [],
  }))
  return json(200, { results })
}

export function dealPropertyList(portal: Portal, query: URLSearchParams): SandboxResponse {
  if (flag(query, 'archived')) return json(200, { results: [] })
  const custom = new Set(portal.crm.customFields)
  const results = allDealProperties(portal).map((property) => ({
    name: property.name,
    label: property.name,
    type: property.type,
    fieldType: property.calculated ? 'calculation_equation' : property.type === 'number' ? 'number' : 'text',
    description: '',
    groupName: 'dealinformation',
    options: [],
    displayOrder: -1,
    calculated: property.calculated,
    externalOptions: false,
    hasUniqueValue: false,
    hidden: false,
    hubspotDefined: !custom.has(property.name),
    formField: false,
    createdAt: SETUP_AT,
    updatedAt: SETUP_AT,
    archived: false,
    dataSensitivity: 'non_sensitive',
    modificationMetadata: { archivable: true, readOnlyDefinition: false, readOnlyValue: property.calculated },
  }))
  return json(200, { results })
}

const rateWire = (rate: CrmRate, index: number, { crm }: Portal) => ({
  id: String(index + 1),
  fromCurrencyCode: rate.currency,
  toCurrencyCode: crm.currency,
  conversionRate: Number(rate.factor),
  effectiveAt: rate.from === null ? SETUP_AT : startOfDay(rate.from, crm.timeZone),
  visibleInUI: true,
  createdAt: SETUP_AT,
  updatedAt: SETUP_AT,
})

export function exchangeRates(portal: Portal, query: URLSearchParams): SandboxResponse {
  const limit = wholeNumber(query, 'limit', 100, 100)
  const offset = query.has('after') ? wholeNumber(query, 'after', 1, Number.MAX_SAFE_INTEGER) : 0
  const all = portal.crm.rates.map((rate, index) => rateWire(rate, index, portal))
  const end = offset + limit
  const paging = end < all.length ? { paging: { next: { after: String(end) } } } : {}
  return json(200, { results: all.slice(offset, end), ...paging })
}

/** One per currency: the newest whose day has come. */
export function currentRates(portal: Portal): SandboxResponse {
  const { crm, now } = portal
  const today = localDay(now(), crm.timeZone)
  const latest = new Map<string, ReturnType<typeof rateWire>>()
  const begun = crm.rates
    .map((rate, index) => ({ rate, index }))
    .filter(({ rate }) => (rate.from ?? '') <= today)
  begun.sort((a, b) => ((a.rate.from ?? '') < (b.rate.from ?? '') ? -1 : 1))
  for (const { rate, index } of begun) latest.set(rate.currency, rateWire(rate, index, portal))
  return json(200, { results: [...latest.values()] })
}

export const companyCurrency = ({ crm }: Portal) =>
  json(200, { id: '1', currencyCode: crm.currency, createdAt: SETUP_AT, updatedAt: SETUP_AT })
