/**
 * The ledger once more, as plainly as it can be said, one deal at a time and without SQL: the oracle of its properties.
 * What we believe of the past is an array with a cell an hour: telling a state overwrites all cells from then on.
 */
import type { DealRecord, Removal } from '../../connectors/contract.ts'
import { type DeriveContext, derive, keptTeam, type Setup, type State } from '../../src/sync/derive.ts'
import { stateValues } from '../../src/sync/state-columns.ts'
import { at, type Told } from './ledger.ts'

export const HOURS = 80

export interface Belief {
  readonly state: State | null
  /** For a reconstructed state: its stage, all that the test's history holds. */
  readonly stage: string | null
  readonly deleted: boolean
  readonly mergedInto: string | null
}

interface ModelDeal {
  version: number
  readAt: number
  aliveAt: number
  record: DealRecord
  state: State
  deleted: boolean
  mergedInto: string | null
  effectiveAt: number
  revisions: number
  readonly told: (Belief | null)[]
  readonly history: Map<number, string>
}

export class LedgerModel {
  readonly deals = new Map<string, ModelDeal>()

  tell(page: Told & { readonly setup: Setup }): void {
    for (const record of page.records ?? []) this.#read(record, page)
    for (const record of page.records ?? []) for (const id of record.mergedIds) this.#merge(id, record, page)
    for (const removal of page.deleted ?? []) this.#remove(removal, page)
  }

  #read(record: DealRecord, { sent, now = sent, primary = false, setup }: Told & { setup: Setup }): void {
    const version = hourOf(record.version)
    const deal = this.deals.get(record.id)
    const derived = derive(record, `#hubspot/${record.ownerId}`, context(setup))
    if (deal === undefined) {
      const fresh = {
        version,
        readAt: sent,
        aliveAt: primary ? sent : -1,
        record,
        state: derived,
        deleted: false,
      }
      const empty = {
        mergedInto: null,
        effectiveAt: version,
        revisions: 0,
        history: new Map<number, string>(),
      }
      const created = { ...fresh, ...empty, told: Array<Belief | null>(HOURS).fill(null) }
      this.deals.set(record.id, created)
      become(created, derived, version)
      return
    }
    if (sent < deal.readAt || version < deal.version) return
    const seenAlive = primary && sent > deal.readAt
    if (deal.deleted && !seenAlive && version <= deal.effectiveAt) return
    const state = { ...derived, teamId: keptTeam(deal.state, derived) }
    const dated = version > deal.version && (!deal.deleted || version > deal.effectiveAt)
    if (deal.deleted || !same(state, deal.state)) become(deal, state, dated ? version : now)
    Object.assign(deal, { version, record, readAt: sent, aliveAt: primary ? sent : deal.aliveAt })
  }

  #merge(id: string, survivor: DealRecord, { sent }: Told): void {
    const deal = this.deals.get(id)
    if (deal === undefined || id === survivor.id) return
    const fits = deal.aliveAt <= sent && hourOf(survivor.version) >= deal.version
    if (fits && deal.deleted) learnMerge(deal, survivor.id)
    if (fits && !deal.deleted) end(deal, hourOf(survivor.version), survivor.id)
    if (deal.deleted) deal.readAt = Math.max(deal.readAt, sent)
  }

  #remove({ id, at: time, mergedInto }: Removal, { sent, now = sent }: Told): void {
    const deal = this.deals.get(id)
    if (deal === undefined) return
    const later = deal.readAt <= sent || (time !== null && hourOf(time) > deal.version)
    const fits = deal.aliveAt <= sent && later
    const anew = deal.deleted && time !== null && hourOf(time) > deal.effectiveAt
    if (fits && deal.deleted && !anew) learnMerge(deal, mergedInto)
    if (fits && anew) end(deal, hourOf(time), deal.mergedInto ?? mergedInto)
    if (fits && !deal.deleted) end(deal, time === null ? now : hourOf(time), mergedInto)
    if (deal.deleted) deal.readAt = Math.max(deal.readAt, sent)
  }

  rederive(setup: Setup, now: number): void {
    for (const deal of this.deals.values()) {
      if (deal.deleted) continue
      const derived = derive(deal.record, deal.state.ownerHash, context(setup))
      const state = { ...derived, teamId: keptTeam(deal.state, derived) }
      if (!same(state, deal.state)) become(deal, state, now)
    }
  }

  reconstruct(id: string, hour: number, stage: string): void {
    const deal = this.deals.get(id)
    if (deal === undefined || deal.told[hour] !== null || deal.history.has(hour)) return
    deal.history.set(hour, stage)
  }

  /** As we know now: what is believed of an hour; null before anything is known. */
  believed(id: string, hour: number): Belief | null {
    const deal = this.deals.get(id)
    const told = deal?.told[hour] ?? null
    if (deal === undefined || told !== null) return told
    const known = [...deal.history.keys()].filter((h) => h <= hour)
    const stage = known.length === 0 ? null : (deal.history.get(Math.max(...known)) ?? null)
    return stage === null ? null : { state: null, stage, deleted: false, mergedInto: null }
  }

  current(id: string): Belief | null {
    const deal = this.deals.get(id)
    if (deal === undefined) return null
    return { state: deal.state, stage: null, deleted: deal.deleted, mergedInto: deal.mergedInto }
  }
}

function context(setup: Setup): DeriveContext {
  return { setup, homeCurrency: 'EUR', today: '2026-01-01' }
}

function hourOf(instant: string): number {
  return (Date.parse(instant) - Date.parse(at(0))) / 3_600_000
}

function same(a: State, b: State): boolean {
  return JSON.stringify(stateValues(a)) === JSON.stringify(stateValues(b))
}

function become(deal: ModelDeal, state: State, effectiveAt: number): void {
  Object.assign(deal, { state, deleted: false, mergedInto: null, effectiveAt })
  believe(deal)
}

function end(deal: ModelDeal, effectiveAt: number, mergedInto: string | null): void {
  Object.assign(deal, { deleted: true, mergedInto, effectiveAt })
  believe(deal)
}

function learnMerge(deal: ModelDeal, mergedInto: string | null): void {
  if (deal.mergedInto !== null || mergedInto === null) return
  deal.mergedInto = mergedInto
  believe(deal)
}

function believe(deal: ModelDeal): void {
  deal.revisions += 1
  const { state, deleted, mergedInto } = deal
  deal.told.fill({ state, stage: null, deleted, mergedInto }, deal.effectiveAt)
}
