/** `npm run simulate`: nights of the sound program, then each planted bug; `npm run crash-matrix`. See the README beside it. */
import { parseArgs } from 'node:util'
import { bugs } from './bugs.ts'
import { crashMatrix } from './crash.ts'
import { fates } from './crash-scene.ts'
import { type Hit, hunt } from './hunt.ts'
import type { Counts } from './kinds.ts'
import { type Found, runNights } from './nights.ts'

const { values } = parseArgs({
  options: {
    nights: { type: 'string', default: '10000' },
    seed: { type: 'string', default: 'nights' },
    bugs: { type: 'string', default: 'all' },
    workers: { type: 'string', default: '2' },
    'crash-matrix': { type: 'boolean', default: false },
  },
})
const say = (line: string) => process.stdout.write(`${line}\n`)
const table = (counts: Counts) =>
  Object.entries(counts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, n]) => `  ${kind.padEnd(32)}${String(n).padStart(8)}`)
    .join('\n')

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(0)} s`

const workers = Number(values.workers)
let failed = false

const nights = Number(values.nights)
if (nights > 0) {
  const started = performance.now()
  const report = await runNights(nights, values.seed, workers, (found) => say(told(found)))
  say(`Faults injected:\n${table(report.faults)}`)
  say(`Edits made in the CRMs:\n${table(report.edits)}`)
  if (report.violations.length > 0)
    say(`Seeds in violation: ${report.violations.map(({ seed }) => seed).join(' ')}`)
  failed ||= report.violations.length > 0
  say(
    `${report.nights} nights in ${report.lives} seeds of "${values.seed}": ${report.violations.length} violations, ${report.calls} calls, ${report.answers429} answered 429, ${report.events} events`,
  )
  say(`took ${seconds(started)} on ${workers} workers`)
}

if (values['crash-matrix']) {
  const started = performance.now()
  const { points, scenes, wrong } = await crashMatrix(workers)
  for (const line of wrong.slice(0, 20)) say(`WRONG after ${line}`)
  say(
    `crash matrix: ${points} calls of a night x ${fates.length} fates = ${scenes} scenes, ${wrong.length} wrong, ${seconds(started)}`,
  )
  failed ||= wrong.length > 0 || scenes !== points * fates.length
}

const names = bugs
  .map(({ name }) => name)
  .filter((name) => values.bugs === 'all' || values.bugs.split(',').includes(name))
if (values.bugs !== 'none') {
  if (names.length === 0) throw new Error(`There is no planted bug named ${values.bugs}.`)
  const started = performance.now()
  say(`\n${'planted bug'.padEnd(52)}${'found after'.padStart(14)}  by invariant`)
  const found = await hunt(names, values.seed, 10_000, workers, ({ bug, nights, hit, unsound }) => {
    const after = hit === null ? 'NOT FOUND' : `${nights} nights`
    say(`${bug.padEnd(52)}${after.padStart(14)}  ${hit === null ? '' : shown(hit)}`)
    for (const one of unsound) say(`  VIOLATION without it, seed ${one.seed}: ${shown(one)}`)
    failed ||= unsound.length > 0
  })
  const hits = found.filter(({ hit }) => hit !== null).length
  say(`planted bugs: ${hits} of ${names.length} found, ${seconds(started)}`)
  failed ||= hits < names.length
}
if (failed) process.exitCode = 1

/** The message begins with the invariant. */
function told({ seed, night, message }: Found): string {
  return `VIOLATION, seed ${seed}, ${night === null ? 'stopped' : `night ${night}`}: ${message}`
}

function shown({ seed, invariant, message }: Hit): string {
  const [line = ''] = message.split('\n')
  const detail = line.replace(/^invariant \d+ \([^)]*\): /, '')
  return `${invariant ?? 'stopped'} (${seed}): ${detail.length > 110 ? `${detail.slice(0, 110)}...` : detail}`
}
