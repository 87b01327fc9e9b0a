/** Bugs that somebody could make. Each is planted in a program of its own, and the simulation has to find it. */
import { callBugs } from './bugs/calls.ts'
import { readingBugs } from './bugs/reading.ts'
import { runBugs } from './bugs/runs.ts'
import { valueBugs } from './bugs/values.ts'
import { writingBugs } from './bugs/writing.ts'
import type { Bug } from './plant.ts'

export const bugs: readonly Bug[] = [...readingBugs, ...writingBugs, ...runBugs, ...valueBugs, ...callBugs]
