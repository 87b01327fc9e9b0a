/**
 * HubSpot's card in every state, in HubSpot's own renderer. The answers are those of the program. Planted and seen red: an answer
 * of somebody else's believed; a refusal of the backend inside a 200 not seen; a second record shown the first one's numbers.
 */
import {
  Alert,
  Button,
  DescriptionListItem,
  EmptyState,
  ErrorState,
  Link,
  LoadingSpinner,
  ProgressBar,
  StatusTag,
  Text,
} from '@hubspot/ui-extensions'
import { expect, test, vi } from 'vitest'
import { refusals } from '../../../../src/card/types.ts'
import { refusal } from '../../../../src/card/words.ts'
import { companyCard, dealCard, emptyCard, staleCard, unchosenCard } from '../../../support/card-views.ts'
import { type Opened, open, told } from './render.ts'

async function settled({ renderer }: Opened): Promise<void> {
  await renderer.waitFor(() => {
    if (renderer.maybeFind(LoadingSpinner) !== null) throw new Error('still loading')
  })
}

test('while the numbers are read it says so, in the person’s language', async () => {
  for (const [locale, label] of [
    ['de', 'Zahlen werden gelesen'],
    ['de-at', 'Zahlen werden gelesen'],
    ['en-us', 'Reading the numbers'],
    ['fr-fr', 'Reading the numbers'],
  ] as const) {
    const { renderer, fetched } = open(() => new Promise(() => {}), { locale })
    expect(renderer.find(LoadingSpinner).props.label).toBe(label)
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(1))
  }
})

test('it asks the one address that the project permits, and says the record and the language', async () => {
  const opened = open(told(dealCard('de')), { objectId: 4711 })
  await settled(opened)
  const [url, options] = opened.fetched.mock.calls[0] ?? []
  expect(url).toBe('https://pegel.example/card/hubspot?objectId=4711&objectTypeId=0-3&locale=de')
  expect(options).toEqual({ method: 'GET', timeout: 12_000 })
  expect(opened.fetched).toHaveBeenCalledTimes(1)
})

test('a deal: each key result with its status, what the deal adds and what becomes of it', async () => {
  const answer = dealCard('de')
  const opened = open(told(answer))
  await settled(opened)
  const { renderer } = opened
  expect(renderer.findAll(StatusTag).map(({ text }) => text)).toEqual(
    answer.keyResults.map(({ status }) => status.text),
  )
  expect(renderer.findAll(Link).map(({ props }) => (props.href as { url: string }).url)).toEqual([
    ...answer.keyResults.map(({ url }) => url),
    answer.url,
  ])
  const items = renderer.findAll(DescriptionListItem).map(({ props, text }) => `${props.label}: ${text}`)
  expect(items.slice(0, 3)).toEqual([
    'Dieser Deal: zählt noch nicht mit',
    `Wird er gewonnen: ${answer.keyResults[0]?.won?.value} · ${answer.keyResults[0]?.won?.change} · ${answer.keyResults[0]?.won?.progressText}`,
    `Geht er verloren: ${answer.keyResults[0]?.lost?.value} · unverändert · ${answer.keyResults[0]?.lost?.progressText}`,
  ])
  for (const bar of renderer.findAll(ProgressBar)) {
    expect(bar.props.value).toBeGreaterThanOrEqual(0)
    expect(bar.props.value).toBeLessThanOrEqual(100)
  }
  expect(renderer.maybeFind(Alert)).toBe(null)
})

test('numbers that are old are told at the top', async () => {
  const answer = staleCard('en')
  const opened = open(told(answer), { locale: 'en' })
  await settled(opened)
  expect(opened.renderer.find(Alert).props).toMatchObject({ title: answer.age, variant: 'warning' })
})

test('a company: recurring revenue, renewals and what they count for', async () => {
  const answer = companyCard('de')
  const opened = open(told(answer), { objectTypeId: '0-2' })
  await settled(opened)
  const texts = opened.renderer.findAll(Text).map(({ text }) => text)
  expect(texts).toContain(answer.recurring?.value)
  for (const { title, state, value } of answer.renewals)
    for (const one of [title, state, value]) expect(texts).toContain(one)
})

test('nothing to show is said in the words of the program', async () => {
  for (const answer of [emptyCard('de'), unchosenCard('de')]) {
    const opened = open(told(answer))
    await settled(opened)
    expect(opened.renderer.find(EmptyState).props.title).toBe(answer.empty?.title)
  }
})

test.for(refusals)('refused for %s: the program’s own sentence, and no number', async (code) => {
  const answer = refusal(code, 'de', { email: 'a@b.example' })
  const opened = open(told(answer))
  await settled(opened)
  const { renderer } = opened
  const shown = renderer.maybeFind(ErrorState) ?? renderer.maybeFind(EmptyState)
  expect(shown?.props.title).toBe(answer.title)
  expect(renderer.findAll(Text).map(({ text }) => text)).toContain(answer.text)
  expect(renderer.findAll(ProgressBar)).toEqual([])
})

test('an app that is not installed any more leads to where it is connected, however HubSpot tells it', async () => {
  const wrapped = {
    status: 'error',
    category: 'BAD_GATEWAY',
    message: 'x',
    context: { appServerStatusCode: ['401'] },
  }
  for (const answer of [told({}, 401), told(null, 404), told(wrapped)]) {
    const opened = open(answer, { locale: 'en' })
    await settled(opened)
    expect(opened.renderer.find(EmptyState).props.title).toBe('Pegel is not connected')
    expect(opened.renderer.find(Button).props.href).toEqual({
      url: 'https://pegel.example/connect/hubspot',
      external: true,
    })
  }
})

test('what is no answer of ours is not shown, and can be asked again', async () => {
  const strange = [
    told('<html>'),
    told({ ok: true }),
    told({ ok: true, kind: 'deal', words: {}, keyResults: [{}], notes: [], url: '' }),
    told({ status: 'error', context: { appServerStatusCode: ['503'] } }),
    async () => new Response('no json', { status: 200 }),
    () => Promise.reject(new Error('timeout')),
  ]
  for (const answer of strange) {
    const opened = open(answer)
    await settled(opened)
    expect(opened.renderer.find(ErrorState).props.title).toBe('Gerade nicht erreichbar')
    opened.fetched.mockImplementation(told(dealCard('de')))
    opened.renderer.find(Button).trigger('onClick')
    await settled(opened)
    expect(opened.renderer.findAll(StatusTag).length).toBeGreaterThan(0)
    expect(opened.fetched).toHaveBeenCalledTimes(2)
  }
})
