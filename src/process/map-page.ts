/** The map of objectives as nested lists: read by everybody, drawn by the style sheet. */
import { html } from 'hono/html'
import type { Cycle } from '../okr/types.ts'
import type { Html, PageContext } from '../web/ctx.ts'
import { checkList } from '../web/field.ts'
import { formPage } from '../web/form-page.ts'
import { all, type FormState } from '../web/form-state.ts'
import { layout } from '../web/layout.ts'
import { type Branch, branches, type MapObjective } from './map.ts'
import type { Team } from './teams.ts'

export function mapPage(cycle: Cycle, objectives: readonly MapObjective[], ctx: PageContext): Html {
  const { t, may } = ctx
  const one = ({ objective, through, below }: Branch): Html =>
    html`<li><div class="node card"><h2>${objective.title}</h2><p class="soft small">${objective.team}${objective.sharedWith.length === 0 ? '' : ` · ${t('map.shared', { teams: objective.sharedWith.join(', ') })}`}</p>
${through === null ? '' : html`<p class="small">${t('map.through', { title: through })}</p>`}
${objective.keyResults.length === 0 ? '' : html`<ul class="bullets small">${objective.keyResults.map((k) => html`<li><a href="/key-results/${k.id}">${k.title}</a></li>`)}</ul>`}
${may('objective.write') ? html`<p class="small"><a href="/objectives/${objective.id}/alignment" aria-label="${t('map.alignFor', { title: objective.title })}">${t('map.align')}</a></p>` : ''}</div>
${below.length === 0 ? '' : html`<ul>${below.map(one)}</ul>`}</li>`
  const content = html`<nav class="path" aria-label="${t('detail.path')}"><a href="/?cycle=${cycle.id}">${cycle.name}</a><span aria-hidden="true">/</span><span>${t('map.short')}</span></nav>
<header class="title-line"><h1>${t('map.title')}</h1><p class="sentence">${t('map.intro')}</p></header>
${objectives.length === 0 ? html`<div class="card pad"><p class="soft">${t('map.none')}</p></div>` : html`<ul class="map">${branches(objectives).map(one)}</ul>`}`
  return layout(t('map.title'), content, ctx)
}

export function alignmentForm(
  own: MapObjective,
  others: readonly MapObjective[],
  teams: readonly Team[],
  state: FormState,
  ctx: PageContext,
): Html {
  const { t } = ctx
  const choices = others.flatMap((other) => [
    { value: other.id, label: other.title, note: other.team },
    ...other.keyResults.map((k) => ({ value: k.id, label: k.title, note: other.title })),
  ])
  const refused = state.wrong.serves
  const fields = html`<div class="card pad"><fieldset><legend>${t('map.serves')}</legend>
${choices.length === 0 ? html`<p class="soft">${t('map.servesNone')}</p>` : checkList('serves', all(state.entered, 'serves'), choices)}${refused === undefined ? '' : html`<p class="wrong">${refused}</p>`}</fieldset></div>
${
  teams.length === 0
    ? ''
    : html`<div class="card pad"><fieldset><legend>${t('map.sharedBy')}</legend>${checkList(
        'shared',
        all(state.entered, 'shared'),
        teams.map(({ id, name }) => ({ value: id, label: name })),
      )}</fieldset></div>`
}`
  return formPage(
    {
      ...{ title: t('map.alignFor', { title: own.title }), intro: t('map.alignIntro'), save: t('map.save') },
      ...{ action: `/objectives/${own.id}/alignment`, back: '/map', state, fields },
    },
    ctx,
  )
}
