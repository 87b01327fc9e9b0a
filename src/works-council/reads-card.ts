/** What is read of each connection, field by field, and what for. */
import { html } from 'hono/html'
import type { ReadObject } from '../../connectors/reads.ts'
import type { Html, PageContext } from '../web/ctx.ts'
import { connectionName } from './connection-name.ts'
import type { ConnectionReads, PrivacyView } from './read-privacy.ts'

export function readsCard({ connections }: PrivacyView, ctx: PageContext): Html {
  const { t } = ctx
  return html`<section class="card pad plain" aria-labelledby="reads-title"><h2 id="reads-title">${t('reads.title')}</h2>
<p>${t('reads.intro')}</p>${connections.length === 0 ? html`<p class="soft">${t('reads.none')}</p>` : connections.map((one) => connection(one, ctx))}
<div class="notes"><p>${t('reads.native')}</p></div></section>`
}

function connection({ objects, properties, ...named }: ConnectionReads, { t }: PageContext): Html {
  const row = ({ purpose, object, fields }: ReadObject) =>
    html`<tr><th scope="row">${t(`reads.purpose.${purpose}`)}<span class="note">${t(`reads.why.${purpose}`)}</span></th><td><code>${object}</code><span class="note fields">${fields.join(', ')}</span></td></tr>`
  const count = new Set(objects.flatMap(({ object, fields }) => fields.map((field) => `${object}.${field}`)))
  const extra =
    properties.length === 0
      ? t('reads.noExtra')
      : t('reads.extra', { names: properties.join(', '), n: properties.length })
  return html`<details class="more"><summary>${t('reads.connection', { connection: connectionName(named), n: count.size })}</summary>
<p>${extra}</p><table class="table"><thead><tr><th scope="col">${t('reads.what')}</th><th scope="col">${t('reads.fields')}</th></tr></thead><tbody>${objects.map(row)}</tbody></table></details>`
}
