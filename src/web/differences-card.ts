/** Where mirror and CRM count differently in what a key result looks at: why its value waits, or what it is off by. */
import { html } from 'hono/html'
import { type Difference, NIGHTS_TO_WAIT } from '../okr/differences.ts'
import type { KeyResultDetail } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'

/** Ids that are named; the API has more of them. */
const NAMED = 5

export function differencesCard(
  { differences }: Pick<KeyResultDetail, 'differences'>,
  ctx: PageContext,
): Html | null {
  const { t } = ctx
  if (differences.length === 0) return null
  const head = (key: 'ours' | 'theirs' | 'nights') =>
    html`<th scope="col" class="num">${t(`differences.${key}`)}</th>`
  return html`<section class="card pad" aria-labelledby="differences-title"><h2 id="differences-title">${t('differences.title')}</h2><p class="sentence">${t(`differences.${consequence(differences)}`)}</p><table class="table"><thead><tr><th scope="col">${t('differences.where')}</th><th scope="col">${t('differences.what')}</th>${head('ours')}${head('theirs')}${head('nights')}</tr></thead><tbody>${differences.map((one) => row(one, ctx))}</tbody></table></section>`
}

/** The one that lasts longest is told. */
function consequence(differences: readonly Difference[]): 'held' | 'waits' | 'shown' {
  if (differences.some(({ measure }) => measure === 'held')) return 'held'
  return differences.some(({ nights }) => nights <= NIGHTS_TO_WAIT) ? 'waits' : 'shown'
}

function row(one: Difference, { t, f, may }: PageContext): Html {
  const pipeline = one.pipelineId === '' ? t('differences.all') : (one.pipeline ?? one.pipelineId)
  const where = one.status === null ? pipeline : `${pipeline}, ${t(`deal.${one.status}`)}`
  const count = (n: number) => f.number(one.measure === 'amount' ? n / 100 : n)
  const ids = one.ids.slice(0, NAMED).join(', ')
  const named = t('differences.ids', { n: one.ids.length, ids: one.ids.length > NAMED ? `${ids} …` : ids })
  const note = may('evidence.read') && ids !== '' ? html`<span class="note">${named}</span>` : ''
  return html`<tr><th scope="row">${where}${note}</th><td>${t(`differences.measure.${one.measure}`)}</td><td class="num">${count(one.ours)}</td><td class="num">${count(one.theirs)}</td><td class="num">${one.nights === 0 ? '–' : f.number(one.nights)}</td></tr>`
}
