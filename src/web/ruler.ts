/** The cycle as a ruler: weeks and months as marks, the water reaches today. */
import { html } from 'hono/html'
import type { Day } from '../../connectors/contract.ts'
import { addDays, addMonths, daysBetween } from '../../connectors/values/time.ts'
import type { Cycle } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { clamp, share } from './level.ts'

/** Where in the cycle a day begins, unclamped. */
export function placeOf(cycle: Cycle, day: Day): number {
  return daysBetween(cycle.startsOn, day) / Math.max(1, daysBetween(cycle.startsOn, cycle.endsOn))
}

/** First days of months that begin inside the cycle or at its start. */
export function monthStarts({ startsOn, endsOn }: Cycle): Day[] {
  const first = startsOn.endsWith('-01') ? startsOn : addMonths(`${startsOn.slice(0, 8)}01`, 1)
  const found: Day[] = []
  for (let day = first; day < endsOn; day = addMonths(day, 1)) found.push(day)
  return found
}

function weekStarts({ startsOn, endsOn }: Cycle): Day[] {
  const weekday = new Date(Date.parse(startsOn)).getUTCDay()
  const found: Day[] = []
  for (let day = addDays(startsOn, (8 - weekday) % 7); day < endsOn; day = addDays(day, 7)) found.push(day)
  return found
}

export interface Elapsed {
  readonly days: number
  /** 1 on the first day; below 1 before the cycle, above `days` after it. */
  readonly day: number
}

export function elapsed(cycle: Cycle, today: Day): Elapsed {
  return {
    days: daysBetween(cycle.startsOn, cycle.endsOn),
    day: daysBetween(cycle.startsOn, today) + 1,
  }
}

export function ruler(cycle: Cycle, today: Day, { t, f }: PageContext): Html {
  const { day, days } = elapsed(cycle, today)
  const at = day / days
  const inside = day >= 1 && day <= days
  const line = (name: string, where: Day, y1: number) =>
    html`<line class="${name}" x1="${share(placeOf(cycle, where))}" x2="${share(placeOf(cycle, where))}" y1="${y1}" y2="30"/>`
  // Over a year of weeks the marks would run into each other.
  const weeks = days <= 400 ? weekStarts(cycle) : []
  const label = (where: Day) =>
    html`<svg x="${share(placeOf(cycle, where))}" y="46" width="1" height="1" overflow="visible"><text x="1">${f.month(where)}</text></svg>`
  return html`<div class="ruler"><svg role="img" height="52" aria-label="${t('board.ruler', { from: f.day(cycle.startsOn), to: f.day(addDays(cycle.endsOn, -1)), day: Math.max(0, Math.min(day, days)), days })}">
<rect class="bed" x="0" y="10" width="100%" height="20" rx="4"/><rect class="past" x="0" y="10" width="${share(clamp(at))}" height="20" rx="4"/>
${weeks.map((where) => line('week', where, 24))}${monthStarts(cycle).map((where) => line('month', where, 18))}
${(days <= 400 ? monthStarts(cycle) : []).map(label)}
${inside ? html`<line class="now" x1="${share(at)}" x2="${share(at)}" y1="6" y2="30"/><svg x="${share(at)}" y="4" width="1" height="1" overflow="visible"><circle class="drop" r="4"/></svg>` : ''}
</svg></div>`
}
