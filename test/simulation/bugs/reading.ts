/** Bugs of whoever reads a CRM: windows, pages, what a row means. */
import type { Bug } from '../plant.ts'
import { one, unseen } from './one.ts'

/** The index tells late of what people changed just before the night. */
const lateIndex = {
  faults: {},
  edits: unseen,
  plan: { crms: ['hubspot'], lagMs: 240_000, bustle: 60, pushes: false },
} as const

export const readingBugs: readonly Bug[] = [
  {
    name: 'strict-greater cursor',
    changes: [
      {
        file: 'connectors/window.ts',
        find: 'since: addMs(cursor.until, -edges.overlapMs)',
        put: 'since: cursor.until',
      },
      { file: 'connectors/hubspot/search-body.ts', find: "operator: 'GTE'", put: "operator: 'GT'" },
      {
        file: 'connectors/salesforce/soql.ts',
        find: `return [\`SystemModstamp >= \${instant(since)}\`]`,
        put: `return [\`SystemModstamp > \${instant(since)}\`]`,
      },
    ],
    shows: lateIndex,
  },
  one(
    'the row after the last one is skipped',
    'connectors/hubspot/place.ts',
    'advance(walk, after)',
    "advance(walk, walk.at === 'window' ? String(Number(after) + 1) : after)",
    {
      faults: {},
      edits: { ...unseen, 'many deals at once': 2 },
      plan: { crms: ['hubspot'], pageRows: 2, pushes: false },
    },
  ),
  one(
    'windows without overlap',
    'connectors/window.ts',
    'since: addMs(cursor.until, -edges.overlapMs)',
    'since: cursor.until',
    lateIndex,
  ),
  one('until is now', 'connectors/window.ts', 'later(cursor.until, addMs(now, -edges.lagMs))', 'now'),
  one(
    'the end of a list moves with its pages',
    'connectors/window.ts',
    "if (cursor.at !== 'rest') return cursor",
    "if (cursor.at !== 'rest') return cursor.at === 'list' ? { ...cursor, openedAt: now } : cursor",
  ),
  one(
    'half a walk taken for a whole one',
    'connectors/window.ts',
    "if (cursor.at !== 'rest') return cursor\n",
    "if (cursor.at === 'list') return cursor\n",
  ),
  one(
    'stop on a short page',
    'connectors/hubspot/found.ts',
    'const more = next !== null || (total === null ? results.length >= SEARCH_LIMIT : total > results.length)',
    'const more = results.length >= SEARCH_LIMIT',
  ),
  one(
    'stop on an empty page',
    'connectors/hubspot/found.ts',
    '    offset = next\n',
    '    return { results, total, after: null }\n',
    {
      faults: { 'empty page with a next cursor': 0.4 },
      edits: unseen,
      plan: { crms: ['hubspot'], pushes: false },
    },
  ),
  one(
    'stop on a short page of Salesforce',
    'connectors/salesforce/step.ts',
    'return done && records.length >= totalSize && records.length < ASKED_ROWS',
    'return records.length < ASKED_ROWS',
  ),
  one(
    'one page of the recycle bin is enough',
    'connectors/hubspot/records.ts',
    'return { ...placeOf(walk, nextOf(page)), records: []',
    'return { ...placeOf(walk, null), records: []',
    {
      faults: {},
      edits: { 'deal deleted': 4, 'deal created': 4, 'deals merged': 1 },
      plan: { crms: ['hubspot'], pageRows: 2, pushes: false },
    },
  ),
  one(
    'a stage is won by its label',
    'connectors/hubspot/map.ts',
    'const won = decimal !== null && decimal.units >= one',
    'const won = /won|signed/i.test(wire.label)',
  ),
  one(
    'the close day by UTC',
    'connectors/hubspot/time.ts',
    'localDay(instant, timeZone)',
    "localDay(instant, 'UTC')",
  ),
  one(
    'the local day by UTC',
    'connectors/values/time.ts',
    'return dayFormat(timeZone).format(',
    "return dayFormat('UTC').format(",
  ),
  one(
    'amounts by binary fractions',
    'connectors/values/money.ts',
    'return Number(divideHalfEven(decimal.units * 10n ** BigInt(digits), 10n ** BigInt(decimal.scale)))',
    'return Math.trunc(Number(text) * 10 ** digits)',
  ),
  one(
    'conversion by floats',
    'connectors/values/money.ts',
    'return Number(divideHalfEven(numerator, 10n ** BigInt(decimal.scale + fromDigits)))',
    'return Math.round(Number(numerator) / 10 ** (decimal.scale + fromDigits))',
    // Halves come of probabilities like 0.35.
    { faults: {}, edits: { 'stage flag changed': 4, 'deal moved on': 6, 'deal changed': 6 } },
  ),
]
