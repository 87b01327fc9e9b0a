/** A bug in one place. */
import type { Favour } from '../favour.ts'
import type { Bug } from '../plant.ts'

export const one = (name: string, file: string, find: string, put: string, shows?: Favour): Bug => ({
  name,
  changes: [{ file, find, put }],
  ...(shows === undefined ? {} : { shows }),
})

/** Edits that change no count and no sum, so that comparing totals with the CRM does not heal what was lost. */
export const unseen = { 'close date moved': 4, 'owner of a deal changed': 2 } as const
