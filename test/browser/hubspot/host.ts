/**
 * HubSpot's components as plain HTML: a stand-in for the host that HubSpot does not ship, so that a card can be looked at. It knows
 * the components that our cards use, and throws at any other.
 */
import type { RenderedRootNode } from '@hubspot/ui-extensions/testing'
import { html, raw } from 'hono/html'

type Html = ReturnType<typeof html>
interface Node {
  readonly nodeType: string | number
  readonly name?: string
  readonly text?: string | null
  readonly props?: Record<string, unknown>
  readonly childNodes?: readonly Node[]
}

export function hostPage(root: RenderedRootNode, title: string, locale: string): Html {
  return html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/host.css"></head><body><main><section class="card"><h1>${title}</h1>${children(root as unknown as Node)}</section></main></body></html>`
}

function children({ childNodes = [] }: Node): Html[] {
  return childNodes.map(show)
}

function show(node: Node): Html {
  if (node.name === undefined)
    return node.childNodes === undefined ? html`${node.text ?? ''}` : html`${children(node)}`
  const { props = {} } = node
  const inner = children(node)
  const text = (name: string) => (typeof props[name] === 'string' ? String(props[name]) : '')
  switch (node.name) {
    case 'Flex':
      return html`<div class="flex ${text('direction') || 'row'} gap-${text('gap') || 'flush'} j-${text('justify') || 'start'}${props.wrap === true ? ' wrap' : ''}">${inner}</div>`
    case 'Box':
      return html`<div class="box-${text('flex') || 'initial'}">${inner}</div>`
    case 'Text': {
      const weight = (props.format as { fontWeight?: string } | undefined)?.fontWeight ?? 'regular'
      return props.inline === true
        ? html`<span class="text ${weight}">${inner}</span>`
        : html`<p class="text ${text('variant')} ${weight}">${inner}</p>`
    }
    case 'Heading':
      return html`<h2>${inner}</h2>`
    case 'Link':
      return html`<a href="${hrefOf(props)}">${inner}</a>`
    case 'Button':
      return props.href === undefined
        ? html`<button type="button" class="button ${text('variant')}">${inner}</button>`
        : html`<a class="button ${text('variant')}" href="${hrefOf(props)}">${inner}</a>`
    case 'StatusTag':
      return html`<span class="tag ${text('variant')}">${inner}</span>`
    case 'ProgressBar':
      return html`<div class="bar"><progress aria-label="${text('aria-label')}" class="${text('variant')}" value="${Number(props.value)}" max="${Number(props.maxValue)}"></progress><span>${text('valueDescription')}</span></div>`
    case 'DescriptionList':
      return html`<dl>${inner}</dl>`
    case 'DescriptionListItem':
      return html`<div><dt>${text('label')}</dt><dd>${inner}</dd></div>`
    case 'Divider':
      return html`<hr>`
    case 'Alert':
      return html`<div class="alert ${text('variant')}" role="status"><strong>${text('title')}</strong>${inner}</div>`
    case 'EmptyState':
    case 'ErrorState':
      return html`<div class="state ${text('type')}"><h2>${text('title')}</h2>${inner}</div>`
    case 'LoadingSpinner':
      return html`<div class="spinner" role="status">${text('label')}</div>`
    default:
      throw new Error(`The host does not know ${node.name}.`)
  }
}

function hrefOf({ href }: Record<string, unknown>): string {
  return typeof href === 'string' ? href : String((href as { url?: string } | undefined)?.url ?? '')
}

/** Colours and sizes near HubSpot's own. */
export const hostCss = String(
  raw(`* { box-sizing: border-box } body { margin: 0; background: #f5f8fa; color: #33475b; font: 14px/1.5 Lexend, "Open Sans", sans-serif }
main { max-width: 360px; padding: 12px } .card { background: #fff; border: 1px solid #cbd6e2; border-radius: 4px; padding: 16px }
h1 { font-size: 14px; margin: 0 0 12px } h2 { font-size: 14px; margin: 0 } p { margin: 0; overflow-wrap: anywhere } a { color: #0068b1; font-weight: 600; overflow-wrap: anywhere }
.flex { display: flex; min-width: 0 } .column { flex-direction: column } .row { flex-direction: row; align-items: center } .wrap { flex-wrap: wrap }
.j-between { justify-content: space-between } .gap-xs { gap: 4px } .gap-sm { gap: 8px } .gap-md { gap: 16px }
.box-none { flex: none } .microcopy { font-size: 12px; color: #425b76 } .bold { font-weight: 700 } .demibold { font-weight: 600 }
.tag { display: inline-flex; align-items: center; gap: 6px; font-size: 12px; font-weight: 600; white-space: nowrap } .tag::before { content: ""; width: 9px; height: 9px; border-radius: 50%; background: #7c98b6 }
.tag.success::before { background: #00a38d } .tag.warning::before { background: #d39b00 } .tag.danger::before { background: #d94c53 } .tag.info::before { background: #0091ae }
.bar { display: flex; align-items: center; gap: 8px; font-size: 12px } progress { flex: 1; height: 8px; appearance: none; border: 0; background: #dfe3eb; border-radius: 4px; overflow: hidden }
progress::-webkit-progress-bar { background: #dfe3eb } progress::-webkit-progress-value { background: #0091ae } progress.success::-webkit-progress-value { background: #00a38d } progress.warning::-webkit-progress-value { background: #d39b00 } progress.danger::-webkit-progress-value { background: #d94c53 }
dl { margin: 0; display: grid; gap: 4px } dl div { display: grid; grid-template-columns: 40% 1fr; gap: 8px } dt { color: #425b76 } dd { margin: 0; overflow-wrap: anywhere }
hr { width: 100%; border: 0; border-top: 1px solid #dfe3eb; margin: 4px 0 } .alert { padding: 8px 12px; background: #fef8f0; border-left: 3px solid #d39b00 }
.state { text-align: center; padding: 12px 0; display: grid; gap: 8px } .button { display: inline-block; padding: 6px 14px; border: 1px solid #cbd6e2; border-radius: 3px; background: #eaf0f6; color: #33475b; font: inherit; font-weight: 600; text-decoration: none } .primary { background: #33475b; color: #fff } .spinner { text-align: center; padding: 24px }`),
)
