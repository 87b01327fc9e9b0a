/** Why the pace runs as it does, where it follows earlier cycles or cannot. */
import { html } from 'hono/html'
import type { KeyResultView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'

export function seasonNote(
  { season, kind }: Pick<KeyResultView, 'season' | 'kind'>,
  { t }: PageContext,
): Html | null {
  if (season == null || kind !== 'reach') return null
  const text =
    season.kind === 'curve'
      ? t('pace.curve', { n: season.cycles })
      : t(`pace.none.${season.reason}`, { n: season.cycles ?? 0 })
  return html`<p class="soft small season">${text}</p>`
}
