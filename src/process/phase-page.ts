/** The process of a cycle: where it is, who does what now, where it came from, where it may go. */
import { html } from 'hono/html'
import type { MessageKey } from '../i18n/index.ts'
import type { Html, PageContext } from '../web/ctx.ts'
import { inputField } from '../web/field.ts'
import { layout } from '../web/layout.ts'
import type { Direction } from './direction.ts'
import type { CycleStanding, Step } from './move.ts'
import { type Hindrance, hindrances, type Phase, phases, players, steps } from './phases.ts'

export interface PhaseView {
  readonly standing: CycleStanding
  readonly direction: Direction
  readonly names: ReadonlyMap<string, string>
  readonly timeZone: string
  /** What was refused, or that somebody else was first. */
  readonly refused?: readonly Hindrance[] | 'meanwhile'
}

export function hindranceText(one: Hindrance, { t, f }: PageContext): string {
  switch (one.code) {
    case 'no_step':
      return t('phase.against.no_step', { from: t(`phase.${one.from}`), to: t(`phase.${one.to}`) })
    case 'bare_objectives':
      return t('phase.against.bare_objectives', { titles: one.titles.join(', ') })
    case 'not_final':
      return t('phase.against.not_final', { n: one.n })
    case 'not_begun':
    case 'too_early_to_close':
    case 'over':
      return t(`phase.against.${one.code}`, { day: f.day(one.day) })
    case 'no_objectives':
      return t('phase.against.no_objectives')
    default:
      return one satisfies never
  }
}

function way(phase: Phase, { t }: PageContext): Html {
  const at = phases.indexOf(phase)
  const step = (one: Phase, i: number) =>
    html`<li class="${i < at ? 'past' : i === at ? 'here' : 'ahead'}"${i === at ? html` aria-current="step"` : ''}>${t(`phase.${one}`)}</li>`
  return html`<ol class="phases" aria-label="${t('phase.is')}">${phases.map(step)}</ol>`
}

function duties(phase: Phase, ctx: PageContext): Html {
  const { t, session } = ctx
  const own = session?.role
  const sorted = [...players].sort((a, b) => Number(b === own) - Number(a === own))
  const line = (player: (typeof players)[number]) => {
    const key: MessageKey = `duty.${phase}.${player}`
    const mark = player === own ? html` <span class="mark">${t('phase.yours')}</span>` : ''
    return html`<div${player === own ? html` class="own"` : ''}><dt>${t(`role.${player}`)}${mark}</dt><dd>${t(key)}</dd></div>`
  }
  const plays = own === undefined || (players as readonly string[]).includes(own)
  return html`<section class="card pad" aria-labelledby="duties-title"><h2 id="duties-title">${t('phase.now')}</h2>
${plays || own === undefined ? '' : html`<p class="soft">${t('phase.nothing', { role: t(`role.${own}`) })}</p>`}
<dl class="duties">${sorted.map(line)}</dl></section>`
}

/** Each way on with what stands against it, said before anybody presses it. */
function moves({ standing }: PhaseView, ctx: PageContext): Html {
  const { t } = ctx
  const ways = steps[standing.phase]
  const one = (to: Phase, i: number) => {
    const against = hindrances(standing, to)
    const note = against.map((each) => html`<li>${hindranceText(each, ctx)}</li>`)
    return html`<div class="step"><button class="button${i === 0 ? ' main' : ''}" name="to" value="${to}"${against.length > 0 ? html` aria-describedby="against-${to}"` : ''}>${t(`phase.to.${to}`)}</button>${against.length === 0 ? '' : html`<ul class="bullets small" id="against-${to}">${note}</ul>`}</div>`
  }
  const form = html`<form method="post" action="/cycles/${standing.cycle.id}/phase">
${inputField({ name: 'reason', label: t('phase.reason'), optional: true }, { value: '' }, ctx)}<div class="steps">${ways.map(one)}</div></form>`
  return html`<section class="card pad" aria-labelledby="move-title"><h2 id="move-title">${t('phase.move')}</h2>
<p class="soft">${t('phase.moveHint')}</p>${ways.length === 0 ? html`<p class="notes">${t('phase.end')}</p>` : ctx.may('phase.write') ? form : ''}</section>`
}

function record({ standing, names, timeZone }: PhaseView, { t, f }: PageContext): Html {
  const row = (step: Step) =>
    html`<li><b>${t(`phase.${step.phase}`)}</b> · ${f.instant(step.at, timeZone)} · ${names.get(step.actor) ?? t('council.gone')} (${t(`role.${step.role}`)})${step.reason === null ? '' : html`<span class="note">${step.reason}</span>`}</li>`
  return html`<section class="card pad" aria-labelledby="record-title"><h2 id="record-title">${t('phase.record')}</h2>
${standing.steps.length === 0 ? html`<p class="soft">${t('phase.recordNone')}</p>` : html`<ol class="record">${standing.steps.map(row)}</ol>`}</section>`
}

export function directionCard({ vision, themes }: Direction, { t, may }: PageContext): Html {
  const none = vision === '' && themes.length === 0
  return html`<section class="card pad" aria-labelledby="direction-title"><h2 id="direction-title">${t('direction.title')}</h2>
${none ? html`<p class="soft">${t('direction.none')}</p>` : ''}${vision === '' ? '' : html`<p class="sentence">${vision}</p>`}
${themes.length === 0 ? '' : html`<ol class="themes">${themes.map((text) => html`<li>${text}</li>`)}</ol>`}
${may('direction.write') ? html`<p class="send"><a class="button" href="/direction">${t('direction.edit')}</a></p>` : ''}</section>`
}

export function phasePage(view: PhaseView, ctx: PageContext): Html {
  const { t } = ctx
  const { standing, refused, direction } = view
  const { cycle, phase } = standing
  const told =
    refused === undefined
      ? ''
      : html`<div class="refused" role="alert"><p>${refused === 'meanwhile' ? t('phase.meanwhile') : t('phase.refused')}</p>${refused === 'meanwhile' ? '' : refused.map((one) => html`<p>${hindranceText(one, ctx)}</p>`)}</div>`
  const content = html`<nav class="path" aria-label="${t('detail.path')}"><a href="/?cycle=${cycle.id}">${cycle.name}</a><span aria-hidden="true">/</span><span>${t('phase.title')}</span></nav>
<header class="title-line"><h1>${t('phase.page', { cycle: cycle.name })}</h1>${way(phase, ctx)}${standing.steps.length === 0 ? html`<p class="notes">${t('phase.byDays')}</p>` : ''}</header>
<div class="stack">${told}${duties(phase, ctx)}<div class="two">${moves(view, ctx)}${directionCard(direction, ctx)}</div>${record(view, ctx)}</div>`
  return layout(t('phase.page', { cycle: cycle.name }), content, ctx)
}
