/** The toy with a set-up of its own: stages, owners, teams and companies that change, histories, and answers in one go. */
import { z } from 'zod'
import {
  type CompanyRecord,
  type Cursor,
  type HistoryRecord,
  type OwnerRecord,
  type Page,
  type PipelineRecord,
  type Pull,
  type StageRecord,
  type Status,
  type Stream,
  statuses,
  type TeamRecord,
} from '../../../connectors/contract.ts'
import type { AnyConnector } from '../../../connectors/registry.ts'
import { openList, openWindow, rest } from '../../../connectors/window.ts'
import type { SyncOptions } from '../../../src/sync/views.ts'
import { toyWith } from './toy.ts'
import { options } from './world.ts'

export interface ToySetup {
  stages: { readonly id: string; readonly won: boolean }[]
  owners: OwnerRecord[]
  teams: TeamRecord[]
  companies: CompanyRecord[]
  /** A page of one deal each. */
  history: { readonly id: string; readonly steps: readonly HistoryRecord[] }[]
}

const edges = { overlapMs: 60_000, lagMs: 120_000 }

export function toySetup(): ToySetup {
  return {
    stages: [
      { id: 'open', won: false },
      { id: 'won', won: true },
    ],
    owners: [0, 1, 2, 3, 4].map((n) => ({ id: `user-${n}`, teamId: null, active: true })),
    teams: [],
    companies: [],
    history: [],
  }
}

/** Each stream costs a call of its own name; with `?thorough` where it was asked to be. */
export function setupOptions(setup: ToySetup): SyncOptions {
  return { ...options, registry: counting(setup, toyWith(streamsOf(setup))) }
}

/** As `setupOptions`, but the first of the set-up streams that is due answers the others too. */
export function compositeOptions(setup: ToySetup): SyncOptions {
  const { owners, teams, ...streams } = streamsOf(setup)
  return {
    ...options,
    registry: counting(
      setup,
      toyWith({
        ...streams,
        owners,
        teams,
        async pipelines(pull) {
          const first = await streams.pipelines(pull)
          return { ...first, also: { teams: listed(pull, setup.teams), owners: listed(pull, setup.owners) } }
        },
      }),
    ),
  }
}

/** What the CRM itself counts goes by its stages of the moment. */
function counting(setup: ToySetup, connectors: readonly AnyConnector[]): readonly AnyConnector[] {
  return connectors.map((connector) => ({
    ...connector,
    recheck: {
      ...connector.recheck,
      async totals(pull, by) {
        const body = await call(pull, 'stages')
        const all = z.array(z.object({ stage: z.string() })).parse(JSON.parse(body))
        const of = (status: Status) =>
          all.filter(({ stage }) =>
            setup.stages.some(({ id, won }) => id === stage && won === (status === 'won')),
          )
        const pipelineId = by === 'pipeline' ? 'main' : null
        return statuses.map((status) => ({
          ...{ pipelineId, status, amountMinor: null },
          count: status === 'lost' ? 0 : of(status).length,
        }))
      },
    },
  }))
}

function streamsOf(setup: ToySetup) {
  return {
    async pipelines(pull: Pull<unknown>): Promise<Page<'pipelines'>> {
      await call(pull, 'pipelines')
      return listed<'pipelines'>(pull, [pipelineOf(setup)])
    },
    async owners(pull: Pull<unknown>): Promise<Page<'owners'>> {
      await call(pull, 'owners')
      return listed<'owners'>(
        pull,
        setup.owners.filter(({ active }) => active || pull.thorough === true),
      )
    },
    async teams(pull: Pull<unknown>): Promise<Page<'teams'>> {
      await call(pull, 'teams')
      return listed<'teams'>(pull, setup.teams)
    },
    async currencies(pull: Pull<unknown>): Promise<Page<'currencies'>> {
      await call(pull, 'currencies')
      return listed<'currencies'>(pull, [])
    },
    async companies(pull: Pull<unknown>, cursor: Cursor | null): Promise<Page<'companies'>> {
      await call(pull, 'companies')
      return page<'companies'>(setup.companies, rest(openWindow(cursor, pull.now, edges), edges))
    },
    async history(pull: Pull<unknown>, cursor: Cursor | null): Promise<Page<'history'>> {
      await call(pull, 'history')
      const list = openList(cursor, pull.now)
      const at = setup.history.findIndex(({ id }) => id > (list.after ?? ''))
      const one = setup.history[at]
      if (one === undefined || at === setup.history.length - 1)
        return page<'history'>(one?.steps ?? [], rest(list, edges))
      return page<'history'>(one.steps, { ...list, after: one.id })
    },
  } satisfies Partial<AnyConnector['streams']>
}

function pipelineOf({ stages }: ToySetup): PipelineRecord {
  const records: StageRecord[] = stages.map(({ id, won }, position) => ({
    ...{ id, label: id, position, closed: won, won, archived: false },
    probability: won ? '1' : '0.5',
  }))
  return { id: 'main', label: 'Main', archived: false, stages: records }
}

async function call({ transport, baseUrl, thorough }: Pull<unknown>, name: string): Promise<string> {
  const url = `${baseUrl}/${name}${thorough === true ? '?thorough' : ''}`
  const request = { method: 'GET', url, headers: {}, body: null, bucket: 'all', repeatable: true } as const
  return (await transport.send(request)).body
}

function listed<S extends Stream>({ now }: Pull<unknown>, records: Page<S>['records']): Page<S> {
  return page<S>(records, rest(openList(null, now), edges))
}

function page<S extends Stream>(records: Page<S>['records'], cursor: Cursor): Page<S> {
  const nothing = { deleted: [], skipped: [], primary: true, total: null }
  return { records, cursor, more: cursor.at !== 'rest', ...nothing }
}
