/** Record ids: a neutral decimal id as 15 case-sensitive characters plus 3 that survive case-blind tools. */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
/** The part that names the instance in a real id; mixed case, so that a check character is never trivial. */
const POD = 'gL0'

export const prefixes = {
  Account: '001',
  Asset: '02i',
  Contract: '800',
  Opportunity: '006',
  User: '005',
  Profile: '00e',
  Organization: '00D',
  UserRole: '00E',
  OpportunityHistory: '008',
  OpportunityStage: '01J',
  RecordType: '012',
  Period: '026',
  FiscalYearSettings: '022',
  CurrencyType: '01L',
  DatedConversionRate: '04w',
  QueryLocator: '01g',
} as const
export type Kind = keyof typeof prefixes

/** Of records without a record type. */
export const MASTER_RECORD_TYPE = '012000000000000AAA'

const known = new Map<Kind, Map<string, string>>()

/** Ascending neutral ids give ascending record ids. Throws a RangeError for an id that is not decimal text. */
export function recordId(kind: Kind, neutral: string): string {
  const ids = known.get(kind) ?? new Map<string, string>()
  const cached = ids.get(neutral)
  if (cached !== undefined) return cached
  if (!/^\d{1,16}$/.test(neutral)) throw new RangeError(`${kind} id ${neutral} is not decimal text`)
  let rest = BigInt(neutral)
  let digits = ''
  while (rest > 0n) {
    digits = DIGITS.charAt(Number(rest % 62n)) + digits
    rest /= 62n
  }
  const short = prefixes[kind] + POD + digits.padStart(9, '0')
  if (short.length !== 15) throw new RangeError(`${kind} id ${neutral} is too large`)
  const id = short + checkCharacters(short)
  known.set(kind, ids.set(neutral, id))
  return id
}

/** Of the org itself; `neutral` is the switch `organization`. */
export function organizationId(neutral: string): string {
  return recordId('Organization', neutral)
}

/** The way back; null for an id that this sandbox never gave. */
export function neutralId(id: string): string | null {
  const full = fullId(id)
  if (full === null || full.slice(3, 6) !== POD) return null
  let value = 0n
  for (const digit of full.slice(6, 15)) value = value * 62n + BigInt(DIGITS.indexOf(digit))
  return value.toString()
}

/** Per group of five, bit n is set when character n is an upper-case letter. */
export function checkCharacters(short: string): string {
  return [0, 5, 10]
    .map((from) => {
      const group = [...short.slice(from, from + 5)]
      const bits = group.reduce((sum, c, n) => sum + (c >= 'A' && c <= 'Z' ? 1 << n : 0), 0)
      return CHECK.charAt(bits)
    })
    .join('')
}

/** 15 or 18 characters as 18; null when the text is no id or its check characters are wrong. */
export function fullId(text: string): string | null {
  if (!/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text)) return null
  const full = text.slice(0, 15) + checkCharacters(text.slice(0, 15))
  return text.length === 15 || text === full ? full : null
}
