/** The nightly sample of values that are carried on. */
import type { recount as german } from './recount.de.ts'

export const recount: Record<keyof typeof german, string> = {
  'recount.title': 'Sample',
  'recount.equal':
    'In the night after {day} {carried, plural, one {# value was} other {# values were}} carried on instead of counted anew; {checked, plural, one {# of them was} other {# of them were}} counted on a share of the deals as a check: no difference.',
  'recount.differs':
    'In the night after {day} {n, plural, one {# carried value differed} other {# carried values differed}} from the count. The count was published, and all others were counted anew too.',
  'recount.before': 'The last value to differ did so in the night after {day}.',
}
