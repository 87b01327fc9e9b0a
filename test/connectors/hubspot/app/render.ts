/** The card as HubSpot would run it: its component tree, with `hubspot.fetch` in our hands. */
import { createRenderer, type Renderer } from '@hubspot/ui-extensions/testing'
import { createElement } from 'react'
import { vi } from 'vitest'

type Fetch = (url: string, options: { method: string; timeout: number }) => Promise<Response>

/** What HubSpot's worker has; the library reads it when a card asks. */
const fetched = vi.fn<Fetch>()
Object.assign(globalThis, { self: globalThis, hsFetch: fetched })

const { RecordCard } = await import('../../../../connectors/hubspot/app/src/app/cards/RecordCard.tsx')

export interface Opened {
  readonly renderer: Renderer<'crm.record.sidebar'>
  readonly fetched: typeof fetched
}

export interface Where {
  readonly locale?: string
  readonly objectId?: number
  readonly objectTypeId?: string
}

/** Opens the card of a record; `answer` is what a call gets. */
export function open(
  answer: Fetch,
  { locale = 'de-de', objectId = 7, objectTypeId = '0-3' }: Where = {},
): Opened {
  fetched.mockReset()
  fetched.mockImplementation(answer)
  const renderer = createRenderer('crm.record.sidebar')
  renderer.render(
    createElement(RecordCard, { context: { user: { locale }, crm: { objectId, objectTypeId } } }),
  )
  return { renderer, fetched }
}

export function told(body: unknown, status = 200): Fetch {
  return async () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}
