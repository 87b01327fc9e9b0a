/** What stands where nothing is yet: what it will be, and the one next step. */
import { html } from 'hono/html'
import type { Html, PageContext } from './ctx.ts'
import { toConnections } from './sources.ts'
import { staff } from './staff.ts'

interface Step {
  readonly href: string
  readonly label: string
}

export function emptyState(title: string, text: string, step: Step | null): Html {
  return html`<section class="empty card">${staff(0.18)}<h2>${title}</h2><p>${text}</p>${step === null ? '' : html`<a class="button main" href="${step.href}">${step.label}</a>`}</section>`
}

export function noCycle({ t, may }: PageContext): Html {
  const step = may('cycle.write') ? { href: '/cycles/new', label: t('empty.noCycle.action') } : null
  return emptyState(t('empty.noCycle.title'), t('empty.noCycle.text'), step)
}

export function noObjective({ t, may }: PageContext, cycleId: string): Html {
  const step = may('objective.write')
    ? { href: `/objectives/new?cycle=${cycleId}`, label: t('empty.noObjective.action') }
    : null
  return emptyState(t('empty.noObjective.title'), t('empty.noObjective.text'), step)
}

export function noConnection(ctx: PageContext): Html {
  const { t } = ctx
  return html`<p class="notice calm" role="status"><b>${t('empty.noConnection.title')}</b><span>${t('empty.noConnection.text')}</span>${toConnections(ctx)}</p>`
}

export function importing({ t }: PageContext): Html {
  return html`<p class="notice calm" role="status"><b>${t('empty.importing.title')}</b><span>${t('empty.importing.text')}</span></p>`
}
