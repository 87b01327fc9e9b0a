/** `npm run bench [-- <name> ...]`: both sides of each comparison in one run, as ratio and absolute. */
import { calls } from './calls.ts'
import { card } from './card.ts'
import { forecast } from './forecast.ts'
import { ledger } from './ledger.ts'
import { metrics } from './metrics.ts'
import { pages } from './pages.ts'
import { lineText } from './report.ts'
import { sync } from './sync.ts'

const all = [calls, card, forecast, ledger, metrics, pages, sync]
const named = process.argv.slice(2).filter((one) => !one.startsWith('--'))
const chosen = named.length === 0 ? all : all.filter(({ name }) => named.includes(name))
if (chosen.length === 0) {
  process.stderr.write(`No such bench. There are: ${all.map(({ name }) => name).join(', ')}\n`)
  process.exit(1)
}
for (const bench of chosen) {
  process.stdout.write(`\n${bench.name}\n`)
  const lines = await bench.run((line) => process.stderr.write(`  ${line}\n`))
  for (const line of lines) process.stdout.write(`  ${lineText(line)}\n`)
}
process.exit(0)
