/** Deals that both CRMs hold, and which side counts: proposed, and decided by a person. */
import { html } from 'hono/html'
import type { Mapping, MappingSide } from '../okr/mapping.ts'
import type { Html, PageContext } from './ctx.ts'
import { crmTitle } from './sources.ts'
import { chip } from './status.ts'

/** Two connections of one CRM are told apart by their ids. */
function sideName({ id, crm }: MappingSide): string {
  return id === crm ? crmTitle(crm) : `${crmTitle(crm)} (${id})`
}

function standing({ sides, leading, proposed, pairs }: Mapping, { t, f }: PageContext): string {
  const named = sides.find(({ id }) => id === leading)
  if (named !== undefined) return t('mapping.named', { side: sideName(named) })
  const best = sides.find(({ id }) => id === proposed)
  if (best === undefined) return t('mapping.open')
  return `${t('mapping.open')} ${t('mapping.proposed', { side: sideName(best), n: f.number(best.originals), of: f.number(pairs) })}`
}

/** Null where no deal is on both sides. */
export function mappingCard(mapping: Mapping, ctx: PageContext): Html | null {
  const { t, may } = ctx
  const { sides, leading, proposed, pairs } = mapping
  if (pairs === 0) return null
  const open = leading === null
  const offered = may('settings.write') ? sides.filter(({ id }) => id !== leading) : []
  const button = (side: MappingSide) =>
    html`<button class="button${open && side.id === proposed ? ' main' : ''}" name="leading" value="${side.id}">${t('mapping.choose', { side: sideName(side) })}</button>`
  return html`<section class="card pad health" aria-labelledby="mapping-title"><div class="card-head"><h2 id="mapping-title">${t('mapping.title')}</h2>${open ? chip('behind', t('mapping.undecided')) : chip('on_track', t('mapping.decided'))}</div>
<p>${t('mapping.pairs', { n: pairs })}</p><p class="soft">${standing(mapping, ctx)}</p>
${offered.length === 0 ? '' : html`<form method="post" action="/health/leading" class="decide">${offered.map(button)}</form>`}
</section>`
}
