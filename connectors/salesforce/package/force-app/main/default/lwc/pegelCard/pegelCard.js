import read from '@salesforce/apex/PegelCard.read'
import failedLabel from '@salesforce/label/c.Pegel_Failed'
import failedText from '@salesforce/label/c.Pegel_Failed_Text'
import loadingLabel from '@salesforce/label/c.Pegel_Loading'
import retryLabel from '@salesforce/label/c.Pegel_Retry'
import unconnectedLabel from '@salesforce/label/c.Pegel_Unconnected'
import unconnectedText from '@salesforce/label/c.Pegel_Unconnected_Text'
import { api, LightningElement } from 'lwc'
import { answerFrom } from './answer'

/** Only what is rated has a colour that praises or warns. */
const tones = {
  achieved: 'good',
  on_track: 'good',
  behind: 'warn',
  at_risk: 'bad',
  missed: 'bad',
}

/** The card of an opportunity or account: whole sentences of the program, and none of its own but that it loads or failed. */
export default class PegelCard extends LightningElement {
  labels = { loading: loadingLabel, retry: retryLabel }
  /** loading, card, refused or failed. */
  state = 'loading'
  card = null
  title = ''
  text = ''
  canRetry = false
  asked = 0
  record = null

  @api
  get recordId() {
    return this.record
  }
  set recordId(id) {
    if (id === this.record) return
    this.record = id
    this.load()
  }

  get isLoading() {
    return this.state === 'loading'
  }
  get isCard() {
    return this.state === 'card'
  }
  get isTold() {
    return this.state === 'refused' || this.state === 'failed'
  }
  get heading() {
    return this.isCard ? this.card.words.title : 'Pegel'
  }
  get ageClass() {
    return this.card.stale ? 'age stale' : 'age'
  }
  get isCompany() {
    return this.card.kind === 'company'
  }
  get recurring() {
    const { recurring } = this.card
    return recurring ? { value: recurring.value, note: `${recurring.change} · ${recurring.contracts}` } : null
  }
  get renewals() {
    return (this.card.renewals ?? []).map((one, n) => ({ ...one, key: `${n}`, state: one.state }))
  }
  get hasRenewals() {
    return this.renewals.length > 0
  }
  get hasKeyResults() {
    return this.card.keyResults.length > 0
  }
  get keyResults() {
    const { words, keyResults } = this.card
    return keyResults.map((one) => ({
      ...one,
      statusClass: `status ${tones[one.status.code] ?? 'mute'}`,
      hasProgress: one.progress !== null && one.progress !== undefined,
      percent: Math.round(Math.min(1, Math.max(0, one.progress ?? 0)) * 100),
      outcomes: [
        { key: 'part', label: words.part, text: one.part },
        ...(one.won ? [{ key: 'won', label: words.won, text: said(one.won, words.same) }] : []),
        ...(one.lost ? [{ key: 'lost', label: words.lost, text: said(one.lost, words.same) }] : []),
      ],
    }))
  }
  get notes() {
    return this.card.notes.map((text, n) => ({ key: `${n}`, text }))
  }

  retry() {
    this.load()
  }

  async load() {
    this.asked += 1
    const mine = this.asked
    this.state = 'loading'
    let told = null
    try {
      told = await read({ recordId: this.record })
    } catch {
      told = null
    }
    // Another record may be on the screen by now.
    if (mine === this.asked) this.show(told)
  }

  show(told) {
    if (told?.status === 401 || told?.status === 404)
      return this.tell('refused', unconnectedLabel, unconnectedText, false)
    const answer = told?.status === 200 ? answerFrom(told.body) : null
    if (answer === null) return this.tell('failed', failedLabel, failedText, true)
    if (!answer.ok) return this.tell('refused', answer.title, answer.text, answer.code === 'failed')
    this.card = answer
    this.state = 'card'
    return undefined
  }

  tell(state, title, text, canRetry) {
    this.state = state
    this.title = title
    this.text = text
    this.canRetry = canRetry
  }
}

function said({ value, change, progressText }, same) {
  return [value, change ?? same, progressText].filter(Boolean).join(' · ')
}
