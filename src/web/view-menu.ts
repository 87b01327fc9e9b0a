/** Language and appearance, kept in cookies; works without a script because each choice is a button of a form. */
import { html } from 'hono/html'
import { locales } from '../app-env.ts'
import { type Html, type PageContext, themes } from './ctx.ts'
import { chevron } from './icons.ts'

/** A language is named in itself, whatever the page's language is. */
const names = { de: 'Deutsch', en: 'English' } as const

export function viewMenu({ t, locale, theme, path, session, may }: PageContext): Html {
  const choice = (name: string, value: string, label: Html | string, on: boolean) =>
    html`<button name="${name}" value="${value}" aria-pressed="${on ? 'true' : 'false'}">${label}</button>`
  return html`<details class="menu"><summary>${session === null ? t('app.settings') : session.name}${chevron()}</summary>
<div class="sheet card">
${session === null ? '' : html`<p class="who"><b>${session.name}</b><br><span class="soft">${t(`role.${session.role}`)}</span></p>`}
${may('board.read') ? html`<a class="button" href="/teams">${t('teams.short')}</a>` : ''}
${may('run.read') ? html`<a class="button" href="/health">${t('health.short')}</a>` : ''}
${may('settings.read') ? html`<a class="button" href="/settings/connections">${t('connections.short')}</a>` : ''}
${session === null ? '' : html`<a class="button" href="/settings/privacy">${t('council.short')}</a>`}
${may('company.export') ? html`<a class="button" href="/settings/data">${t('leaving.short')}</a>` : ''}
<form method="post" action="/preferences"><input type="hidden" name="back" value="${path}">
<span class="label" id="pick-language">${t('app.language')}</span>
<div class="segments" role="group" aria-labelledby="pick-language">${locales.map((l) => choice('locale', l, html`<span lang="${l}">${names[l]}</span>`, l === locale))}</div></form>
<form method="post" action="/preferences"><input type="hidden" name="back" value="${path}">
<span class="label" id="pick-theme">${t('app.theme')}</span>
<div class="segments" role="group" aria-labelledby="pick-theme">${themes.map((name) => choice('theme', name, t(`app.theme.${name}`), name === theme))}</div></form>
${session === null ? '' : html`<form method="post" action="/sign-out"><button class="button">${t('app.signOut')}</button></form>`}
</div></details>`
}
