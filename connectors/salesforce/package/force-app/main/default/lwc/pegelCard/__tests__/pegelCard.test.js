/** The component in every state; the answers are those of the program, written by test/connectors/salesforce/package. */

import { readFileSync } from 'node:fs'
import read from '@salesforce/apex/PegelCard.read'
import PegelCard from 'c/pegelCard'
import { createElement } from 'lwc'

jest.mock('@salesforce/apex/PegelCard.read', () => ({ default: jest.fn() }), { virtual: true })

const answers = JSON.parse(readFileSync(process.env.PEGEL_ANSWERS, 'utf8'))
const told = (body, status = 200) => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const settled = () => new Promise((resolve) => setTimeout(resolve))

function open(recordId = '006000000000001AAA') {
  const element = createElement('c-pegel-card', { is: PegelCard })
  element.recordId = recordId
  document.body.appendChild(element)
  return element
}
const text = (element) => element.shadowRoot.textContent.replace(/\s+/g, ' ')

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild)
  read.mockReset()
})

test('it says that it reads, and asks once for its record', async () => {
  read.mockReturnValue(new Promise(() => {}))
  const element = open()
  await settled()
  expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull()
  expect(read.mock.calls).toEqual([[{ recordId: '006000000000001AAA' }]])
})

test.each(Object.entries(answers.cards))('shown whole: %s', async (_, answer) => {
  read.mockResolvedValue(told(answer))
  const element = open()
  await settled()
  const shown = text(element)
  for (const { title, objective, value, part, status, url } of answer.keyResults) {
    for (const one of [title, objective, value, part, status.text])
      expect(shown).toContain(one.replace(/\s+/g, ' '))
    expect(element.shadowRoot.querySelector(`a[href="${url}"]`)).not.toBeNull()
  }
  for (const note of answer.notes) expect(shown).toContain(note.replace(/\s+/g, ' '))
  if (answer.empty) expect(shown).toContain(answer.empty.title)
  if (answer.recurring) expect(shown).toContain(answer.recurring.value.replace(/\s+/g, ' '))
  expect(element.shadowRoot.querySelector('.age')?.classList.contains('stale') ?? false).toBe(answer.stale)
})

test.each(Object.entries(answers.refusals))('refused: %s', async (_, answer) => {
  read.mockResolvedValue(told(answer))
  const element = open()
  await settled()
  expect(text(element)).toContain(answer.title)
  expect(text(element)).toContain(answer.text)
  expect(element.shadowRoot.querySelectorAll('.counts li')).toHaveLength(0)
})

test.each([401, 404])('status %i: nobody connected it', async (status) => {
  read.mockResolvedValue(told('', status))
  const element = open()
  await settled()
  expect(text(element)).toContain('c.Pegel_Unconnected')
})

test.each([
  ['not reached', { status: 0, body: null }],
  ['a page of somebody else', told('<html>')],
  ['half an answer', told({ ok: true, kind: 'deal' })],
  ['an error of the server', told('', 500)],
])('%s: it says so and can be asked again', async (_, answer) => {
  read.mockResolvedValueOnce(answer).mockResolvedValueOnce(told(answers.cards.deal))
  const element = open()
  await settled()
  expect(text(element)).toContain('c.Pegel_Failed')
  element.shadowRoot.querySelector('lightning-button').click()
  await settled()
  expect(element.shadowRoot.querySelectorAll('.counts li').length).toBeGreaterThan(0)
})

test('Apex throws, and the person is not told a stack', async () => {
  read.mockRejectedValue({ body: { message: 'This record cannot be read.' } })
  const element = open()
  await settled()
  expect(text(element)).toContain('c.Pegel_Failed')
})

test('an answer for the record before is not shown beside the next', async () => {
  let first
  read.mockReturnValueOnce(new Promise((resolve) => (first = resolve)))
  read.mockResolvedValueOnce(told(answers.cards.empty))
  const element = open()
  element.recordId = '006000000000002AAA'
  await settled()
  first(told(answers.cards.deal))
  await settled()
  expect(element.shadowRoot.querySelectorAll('.counts li')).toHaveLength(0)
})
