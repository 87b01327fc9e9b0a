/** Where an installation stands, above each of its pages. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'

export const steps = ['connect', 'mapping', 'import', 'template'] as const
export type Step = (typeof steps)[number]

export function stepsLine(here: Step, { t }: PageContext): Html {
  const at = steps.indexOf(here)
  const item = (step: Step, n: number) =>
    html`<li class="${n < at ? 'was' : n === at ? 'here' : 'ahead'}"${n === at ? html` aria-current="step"` : ''}><span aria-hidden="true">${n + 1}</span>${t(`install.step.${step}`)}</li>`
  return html`<ol class="steps" aria-label="${t('install.steps')}">${steps.map(item)}</ol>`
}
