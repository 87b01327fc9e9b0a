/** The two companies as Pegel knows them. */
import type { Day } from '../../connectors/contract.ts'
import { addDays } from '../../connectors/values/time.ts'
import type { Provisioner } from '../../db/provision.ts'
import type { AppDeps } from '../../src/app-env.ts'
import { censusWeekday } from '../../src/jobs/schedule.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { isThorough } from '../../src/sync/due.ts'
import { createWorkspace } from '../../src/workspaces.ts'
import { keyResultTitles, makeKeyResults } from '../edge/company.ts'
import type { Crms, Markers } from './deployment.ts'

export interface Company {
  readonly id: string
  /** Settings by CRM; each connection is named like its CRM. */
  readonly connections: Readonly<Record<string, object>>
  readonly markers: Markers
  readonly titles: readonly string[]
}

export function companies({ both, one }: Crms, day: Day): { readonly both: Company; readonly one: Company } {
  const { hubspot, salesforce } = both
  return {
    both: {
      id: fullPassAfter(day, 'nordlicht'),
      connections: { hubspot, salesforce },
      markers: both.markers,
      titles: keyResultTitles,
    },
    one: {
      id: fullPassAfter(day, 'seeblick'),
      connections: { salesforce: one.salesforce },
      markers: one.markers,
      titles: keyResultTitles.filter((title) => !title.includes('HubSpot')),
    },
  }
}

/** An id whose night of the week is the one after `day`, so that it is followed by a full pass. */
function fullPassAfter(day: Day, name: string): string {
  for (let n = 1; ; n += 1) {
    const id = `${name}-${n}`
    const calendar = { kind: 'night', day, wholeDay: addDays(day, -1), weekday: censusWeekday(id) } as const
    if (isThorough(calendar)) return id
  }
}

export async function found(
  platform: AppDeps,
  provisioner: Provisioner,
  { id, connections }: Company,
  timeZone: string,
): Promise<void> {
  await createWorkspace(
    platform.directory,
    provisioner,
    { id, name: id, timeZone, currency: 'EUR' },
    platform.now(),
  )
  for (const [crm, config] of Object.entries(connections)) {
    const connected = await connectCrm(platform, { workspaceId: id, crm, label: crm, config, properties: [] })
    if (!connected.ok) throw new Error(`${crm} was refused: ${JSON.stringify(connected.failure)}`)
  }
}

export async function keyResults(
  platform: AppDeps,
  { id, titles }: Company,
  timeZone: string,
): Promise<void> {
  await makeKeyResults(platform, id, { timeZone }, titles)
}
