/** One seed again, with every line of what happened: `<seed> [<bug> [without]]`. */
import { bugs } from './bugs.ts'
import { planOf } from './plan.ts'
import { plant } from './plant.ts'
import { seeded } from './seeded.ts'

const [seed = 'nights-0', name, without] = process.argv.slice(2)
const bug = bugs.find((one) => one.name === name)
if (bug !== undefined && without === undefined) plant(bug)
const { live } = await import('./life.ts')
const result = await seeded(seed, () => live(seed, Number.POSITIVE_INFINITY, bug?.shows))
const say = (line: string) => process.stdout.write(`${line}\n`)
for (const line of result.lines) say(line.replaceAll(/\s+/g, ' '))
say(JSON.stringify(planOf(seed)))
say(JSON.stringify(result.faults))
say(`hash ${result.hash}`)
say(result.violation?.message ?? 'no violation')
