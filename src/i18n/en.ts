/** English: a key that German has and English has not is a type error. */

import { agreement } from './agreement.en.ts'
import { card } from './card.en.ts'
import { closing } from './closing.en.ts'
import { composite } from './composite.en.ts'
import { contracts } from './contracts.en.ts'
import type { MessageKey } from './de.ts'
import { differences } from './differences.en.ts'
import { embedding } from './embedding.en.ts'
import { evidence } from './evidence.en.ts'
import { forecast } from './forecast.en.ts'
import { forms } from './forms.en.ts'
import { health } from './health.en.ts'
import { install } from './install.en.ts'
import { leaving } from './leaving.en.ts'
import { movement } from './movement.en.ts'
import { native } from './native.en.ts'
import { pages } from './pages.en.ts'
import { privacy } from './privacy.en.ts'
import { processCycle } from './process-cycle.en.ts'
import { processTeams } from './process-teams.en.ts'
import { recount } from './recount.en.ts'
import { retention } from './retention.en.ts'
import { series } from './series.en.ts'
import { setUp } from './set-up.en.ts'
import { words } from './words.en.ts'
import { worksCouncil } from './works-council.en.ts'

export const en: Record<MessageKey, string> = {
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
}
