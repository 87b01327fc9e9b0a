/** The teams as a list, and one of them as a form. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import { inputField, selectField, textField } from '../web/field.ts'
import { formPage } from '../web/form-page.ts'
import { type FormState, first } from '../web/form-state.ts'
import { layout } from '../web/layout.ts'
import { type Person, parts, type Team } from './teams.ts'

export function teamsPage(teams: readonly Team[], people: readonly Person[], ctx: PageContext): Html {
  const { t, may } = ctx
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? t('council.gone')
  const card = (team: Team) => {
    const departments = [...new Set(team.members.map((one) => one.department).filter((one) => one !== ''))]
    const who = team.members.map(
      (one) =>
        html`<li>${nameOf(one.userId)}${one.part === 'lead' ? html` <span class="mark">${t('teams.part.lead')}</span>` : ''}</li>`,
    )
    return html`<section class="card pad" aria-labelledby="team-${team.id}"><h2 id="team-${team.id}">${team.name}</h2><p class="sentence">${team.purpose}</p>
${departments.length === 0 ? '' : html`<p class="soft small">${t('teams.departments', { list: departments.join(', ') })}</p>`}
${who.length === 0 ? html`<p class="soft">${t('teams.nobody')}</p>` : html`<ul class="people">${who}</ul>`}
${may('objective.write') ? html`<p class="send"><a class="button" href="/teams/${team.id}/edit" aria-label="${t('teams.edit')}: ${team.name}">${t('teams.edit')}</a></p>` : ''}</section>`
  }
  const content = html`<header class="title-line"><h1>${t('teams.title')}</h1><p class="sentence">${t('teams.intro')}</p>
<p class="send"><a class="button" href="/map">${t('map.title')}</a>${may('objective.write') ? html`<a class="button main" href="/teams/new">${t('teams.new')}</a>` : ''}</p></header>
${teams.length === 0 ? html`<div class="card pad"><p class="soft">${t('teams.none')}</p></div>` : html`<div class="two teams">${teams.map(card)}</div>`}`
  return layout(t('teams.title'), content, ctx)
}

export function teamForm(
  state: FormState,
  id: string | null,
  people: readonly Person[],
  ctx: PageContext,
): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const options = [
    { value: '', label: t('teams.part.none') },
    ...parts.map((part) => ({ value: part, label: t(`teams.part.${part}`) })),
  ]
  const row = ({ id: user, name }: Person) =>
    html`<div class="pair">${selectField({ name: `part-${user}`, label: t('teams.partOf', { name }) }, first(entered, `part-${user}`), options, ctx)}${inputField({ name: `department-${user}`, label: t('teams.departmentOf', { name }), optional: true }, { value: first(entered, `department-${user}`) }, ctx)}</div>`
  const fields = html`<div class="card pad"><fieldset><legend class="hidden">${t('teams.title')}</legend>
${inputField({ name: 'name', label: t('teams.name'), wrong: wrong.name }, { value: first(entered, 'name') }, ctx)}${textField({ name: 'purpose', label: t('teams.purpose'), hint: t('teams.purposeHint'), wrong: wrong.purpose }, first(entered, 'purpose'), ctx)}</fieldset></div>
<div class="card pad"><fieldset><legend>${t('teams.members')}</legend>${people.map(row)}</fieldset></div>`
  return formPage(
    {
      ...{
        title: t(id === null ? 'teams.new' : 'teams.edit'),
        intro: t('teams.intro'),
        save: t('teams.save'),
      },
      ...{ action: id === null ? '/teams/new' : `/teams/${id}/edit`, back: '/teams', state, fields },
    },
    ctx,
  )
}
