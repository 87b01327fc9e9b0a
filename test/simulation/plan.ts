/** What a seed is: where, when, how long, and on what. Decided before anything happens. */
import { type Random, randomOf } from '../../connectors/demo/prng.ts'

export interface Plan {
  readonly seed: string
  readonly timeZone: string
  /** The local day whose end the first night closes. */
  readonly firstDay: string
  readonly nights: number
  /** The last nights are calm: then everything must be right again. */
  readonly calmNights: number
  readonly runtime: 'edge' | 'embedded'
  readonly programs: number
  readonly slots: number
  readonly crms: readonly ('hubspot' | 'salesforce')[]
  readonly deals: number
  readonly pageRows: number
  readonly latencyMs: number
  /** How late an edit shows in what we read. */
  readonly lagMs: number
  /** Edits while the night is read, at most. */
  readonly bustle: number
  readonly clockChange: boolean
  /** The CRMs tell of changes as they happen. */
  readonly pushes: boolean
  /** Deals go without a word. */
  readonly vanishing: boolean
}

/** Around each: days of 23 and 25 hours, of 23.5 and 24.5, and one that never was. */
const changes = [
  ['Europe/Berlin', '2026-03-26'],
  ['Europe/Berlin', '2026-10-22'],
  ['Australia/Lord_Howe', '2026-04-02'],
  ['Australia/Lord_Howe', '2026-10-01'],
  ['Pacific/Apia', '2011-12-27'],
] as const
const quiet = [
  ['Europe/Berlin', '2026-02-26'],
  ['Europe/Berlin', '2026-06-10'],
  ['Asia/Kolkata', '2026-12-29'],
  ['America/New_York', '2028-02-26'],
] as const

export function planOf(seed: string): Plan {
  const random: Random = randomOf(seed, 'plan')
  const clockChange = random.chance(0.35)
  const [timeZone, firstDay] = random.pick<readonly [string, string]>(clockChange ? changes : quiet)
  const runtime = random.pick(['edge', 'edge', 'embedded'] as const)
  return {
    seed,
    timeZone,
    firstDay,
    nights: random.between(4, 8),
    calmNights: 2,
    runtime,
    programs: runtime === 'edge' ? random.between(1, 3) : 1,
    slots: random.between(1, 2),
    crms: random.pick([['hubspot'], ['hubspot'], ['salesforce'], ['hubspot', 'salesforce']] as const),
    deals: random.between(9, 32),
    pageRows: random.pick([2, 3, 5, 8, 200]),
    latencyMs: random.pick([20, 120, 400]),
    lagMs: random.pick([0, 0, 20_000, 4 * 60_000]),
    bustle: random.pick([0, 4, 15]),
    clockChange,
    pushes: random.chance(0.4),
    vanishing: random.chance(0.15),
  }
}
