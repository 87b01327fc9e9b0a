/** A key result with what its cycle's end, or a person, made of it. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { linearPace } from '../okr/pace.ts'
import { reachProgress } from '../okr/progress.ts'
import { valueFrom } from '../okr/rows.ts'
import { statusOf, type Thresholds } from '../okr/status.ts'
import type { Cycle, KeyResultView } from '../okr/types.ts'
import type { FinalStatus, Note } from './final.ts'
import { freezesOn } from './grace.ts'
import type { ClosingRow } from './read.ts'
import type { ClosingView } from './types.ts'

interface Around {
  readonly cycle: Cycle
  readonly today: Day
  readonly thresholds: Thresholds
  readonly closingDays: number
}

/** `measured`: by its measurements alone. What is frozen stands above all, then what is set by hand. */
export function withClosing(measured: KeyResultView, row: ClosingRow | null, around: Around): KeyResultView {
  if (row?.frozen != null) return frozenView(measured, row, row.frozen)
  const freezing = around.today >= around.cycle.endsOn ? freezesOn(around.cycle, around.closingDays) : null
  const closing: ClosingView = { freezesOn: freezing, final: null, restated: null, override: null }
  const override = row?.override ?? null
  const holds = override !== null && override.endedAt === null && around.today <= override.expiresOn
  // Another currency than it was set in: the number would mean another amount.
  if (!holds || override.currency !== measured.currency)
    return freezing === null ? measured : { ...measured, closing }
  return overriddenView(measured, override, closing, around)
}

function frozenView(
  measured: KeyResultView,
  row: ClosingRow,
  frozen: NonNullable<ClosingRow['frozen']>,
): KeyResultView {
  const value = frozen.value === null ? null : valueFrom(frozen.value)
  const by = row.restated === null ? null : valueFrom(row.restated.value)
  const comparable = value?.value != null && by?.value != null && value.currency === by.currency
  return {
    ...measured,
    latest: value,
    progress: frozen.progress,
    status: statusOf({ frozen: frozen.status as FinalStatus }),
    ...{ change: null, changeSince: null, provisional: null },
    closing: {
      ...{ freezesOn: null, override: null },
      final: { day: frozen.day, frozenAt: frozen.frozenAt, notes: JSON.parse(frozen.notes) as Note[] },
      restated:
        by === null || row.restated === null
          ? null
          : {
              value: by,
              difference: comparable ? (by.value ?? 0) - (value.value ?? 0) : null,
              at: row.restated.at,
            },
    },
  }
}

function overriddenView(
  measured: KeyResultView,
  override: NonNullable<ClosingRow['override']>,
  closing: ClosingView,
  { cycle, today, thresholds }: Around,
): KeyResultView {
  const { kind, baseline, target, lower, upper, requiredShare, daysWithin, daysMeasured } = measured
  const { value, reason, expiresOn, createdAt } = override
  const given = { value, complete: true }
  const reach = kind === 'reach' && baseline !== null && target !== null
  const progress = reach ? reachProgress(given, { baseline, target }) : measured.progress
  const days = { within: daysWithin ?? 0, measured: daysMeasured ?? 0 }
  const status = statusOf(
    {
      ...{ broken: false, origin: 'manual', cadenceDays: null, today, cycle },
      latest: { ...given, day: today },
      expected: measured.expected ?? linearPace(today, cycle),
      goal: kind === 'reach' ? { kind, progress } : { kind, bounds: { lower, upper }, days, requiredShare },
    },
    thresholds,
  )
  const automatic = { progress: measured.progress, status: measured.status }
  return {
    ...measured,
    ...{ progress, status, change: null, changeSince: null },
    closing: { ...closing, override: { value, reason, expiresOn, setAt: createdAt, automatic } },
  }
}

/** The number that stands for the key result: one set by hand before the measured one. */
export function shownNumber({ latest, closing }: Pick<KeyResultView, 'latest' | 'closing'>): number | null {
  return closing?.override?.value ?? latest?.value ?? null
}
