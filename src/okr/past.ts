/** What a company's metrics were in its last quarters, asked of the mirror like any other question. */
import type { Day } from '../../connectors/contract.ts'
import { addMonths } from '../../connectors/values/time.ts'
import { evaluate } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'

export interface Quarter {
  readonly name: string
  readonly from: Day
  readonly to: Day
}

export function calendarQuarter(day: Day): Quarter {
  const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3)
  const from = `${day.slice(0, 4)}-${String(quarter * 3 + 1).padStart(2, '0')}-01`
  return { name: `Q${quarter + 1} ${day.slice(0, 4)}`, from, to: addMonths(from, 3) }
}

export interface Past {
  /** The values of the four quarters before this one, the latest first; null where there was nothing to measure. */
  quarters(definition: Omit<Definition, 'window'>): Promise<readonly (number | null)[]>
  /** The value as it stands. */
  now(definition: Definition): Promise<number | null>
}

export function pastOf(workspace: Workspace, quarter: Quarter, day: Day): Past {
  const context = {
    day,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    fiscalYearStartMonth: 1,
  }
  async function ask(definitions: readonly Definition[]): Promise<(number | null)[]> {
    const requests = definitions.map((definition) => ({
      definition,
      definitionVersion: 1,
      cycle: { from: quarter.from, to: quarter.to },
    }))
    const values = await evaluate(workspace.db, requests, { kind: 'now' }, context)
    return values.map(({ value }) => value)
  }
  return {
    quarters: (definition) =>
      ask(
        [3, 6, 9, 12].map((months) => ({
          ...definition,
          window: { from: addMonths(quarter.from, -months), to: addMonths(quarter.from, 3 - months) },
        })),
      ),
    now: async (definition) => (await ask([definition]))[0] ?? null,
  }
}
