/** German: the language the keys are taken from. */

import { agreement } from './agreement.de.ts'
import { card } from './card.de.ts'
import { closing } from './closing.de.ts'
import { composite } from './composite.de.ts'
import { contracts } from './contracts.de.ts'
import { differences } from './differences.de.ts'
import { embedding } from './embedding.de.ts'
import { evidence } from './evidence.de.ts'
import { forecast } from './forecast.de.ts'
import { forms } from './forms.de.ts'
import { health } from './health.de.ts'
import { install } from './install.de.ts'
import { leaving } from './leaving.de.ts'
import { movement } from './movement.de.ts'
import { native } from './native.de.ts'
import { pages } from './pages.de.ts'
import { privacy } from './privacy.de.ts'
import { processCycle } from './process-cycle.de.ts'
import { processTeams } from './process-teams.de.ts'
import { recount } from './recount.de.ts'
import { retention } from './retention.de.ts'
import { series } from './series.de.ts'
import { setUp } from './set-up.de.ts'
import { words } from './words.de.ts'
import { worksCouncil } from './works-council.de.ts'

export const de = {
  ...card,
  ...embedding,
  ...setUp,
  ...words,
  ...series,
  ...pages,
  ...forms,
  ...health,
  ...differences,
  ...evidence,
  ...forecast,
  ...closing,
  ...movement,
  ...retention,
  ...recount,
  ...contracts,
  ...composite,
  ...native,
  ...leaving,
  ...install,
  ...worksCouncil,
  ...privacy,
  ...agreement,
  ...processCycle,
  ...processTeams,
} as const
export type MessageKey = keyof typeof de
