/** What the last run asked of the CRM, by what for, against what it may ask. */
import { html } from 'hono/html'
import type { ConnectionHealth, Spent } from '../health/types.ts'
import type { Html, PageContext } from './ctx.ts'
import type { HealthView } from './health-page.ts'

const purposes = [
  'setup',
  'changes',
  'deletions',
  'reconciliation',
  'history',
  'census',
  'push',
  'native',
] as const

function purposeText(purpose: string, { t }: PageContext): string {
  const known = purposes.find((one) => one === purpose)
  return known === undefined ? purpose : t(`health.purpose.${known}`)
}

export function callsPart(
  { crm, lastRun }: ConnectionHealth,
  view: HealthView,
  ctx: PageContext,
): Html | null {
  const { t, f } = ctx
  if (lastRun === null || lastRun.spent.length === 0) return null
  const buckets = view.buckets(crm)
  const budget = (bucket: string) => {
    const found = buckets[bucket]
    if (found === undefined) return bucket
    return t('health.calls.budget', { calls: found.calls, seconds: found.perMs / 1000 })
  }
  const row = ({ purpose, bucket, calls, refused }: Spent) =>
    html`<tr><th scope="row">${purposeText(purpose, ctx)}</th><td class="fold">${budget(bucket)}</td><td class="num">${f.number(calls)}</td><td class="num">${f.number(refused)}</td></tr>`
  return html`<details class="more"><summary>${t('health.calls')}: ${f.number(lastRun.calls)}</summary><table class="table"><thead><tr><th scope="col">${t('health.calls.purpose')}</th><th scope="col" class="fold">${t('health.calls.bucket')}</th><th scope="col" class="num">${t('health.calls.made')}</th><th scope="col" class="num">${t('health.calls.refused')}</th></tr></thead><tbody>${lastRun.spent.map(row)}</tbody></table></details>`
}
