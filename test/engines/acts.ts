/** What people do in the CRMs, through the sandboxes' own control, and the pushes that tell of it. */
import { recordId } from '../../connectors/salesforce/sandbox/id.ts'
import type { AppDeps } from '../../src/app-env.ts'
import { dealFields } from '../connectors/support/company.ts'
import { changeOf, hubspot, salesforce } from '../src/webhooks/signed.ts'
import type { Crms, Deployment } from './deployment.ts'
import { FIRST_DEAL, idOfDeal } from './ids.ts'

/** Open, and expected within the cycle. */
const WON = 8
const won = { stageId: 'closedwon', amount: '5000.00', currency: 'EUR' }

/** One deal of each company is won. */
export async function winDeals(crms: Crms): Promise<void> {
  const { both, one } = urlsOf(crms)
  await act(crms, both.hubspot, `PATCH ${dealPath('hubspot', WON)}`, won)
  await act(crms, one, `PATCH ${dealPath('one', WON)}`, won)
}

/** What no push tells of. */
export async function editTheRest(crms: Crms): Promise<void> {
  const { both, one } = urlsOf(crms)
  const hidden = { ...dealFields(40), name: 'Nordlicht, new', closeDate: null }
  await act(crms, both.hubspot, 'POST /deals', hidden)
  await act(crms, both.hubspot, `PATCH ${dealPath('hubspot', 12)}`, { amount: null, closeDate: null })
  await act(crms, both.hubspot, `DELETE ${dealPath('hubspot', 16)}`)
  await act(crms, both.hubspot, `DELETE ${dealPath('hubspot', 20)}`)
  await act(crms, both.hubspot, `POST ${dealPath('hubspot', 20)}/restore`)
  const merged = { survivorId: idOfDeal(FIRST_DEAL.hubspot, 24), loserId: idOfDeal(FIRST_DEAL.hubspot, 28) }
  await act(crms, both.hubspot, 'POST /merge', merged)
  await act(crms, both.salesforce, `PATCH ${dealPath('both', WON)}`, { ...won, amount: '700.50' })
  await act(crms, both.salesforce, `DELETE ${dealPath('both', 17)}`)
  await act(crms, one, `PATCH ${dealPath('one', 9)}`, { stageId: 'closedlost' })
  await act(crms, one, `DELETE ${dealPath('one', 13)}`)
}

/** Both companies' CRMs tell of the deals that were won; the statuses they get. */
export async function push(
  deployment: Deployment,
  { now, publicUrl }: Pick<AppDeps, 'now' | 'publicUrl'>,
  { both, one }: Crms,
  guessed?: string,
): Promise<number[]> {
  const url = `${publicUrl}/webhooks/hubspot`
  const changes = [changeOf(both.portalId, Number(idOfDeal(FIRST_DEAL.hubspot, WON)))]
  const first = hubspot(changes, { at: now(), url, secret: guessed ?? both.hubspot.clientSecret })
  const id = recordId('Opportunity', idOfDeal(FIRST_DEAL.one, WON))
  const told = { orgId: one.orgId, events: [{ id, change: 'UPDATE', at: now(), key: 'tx-1' }] }
  const second = salesforce(told, { at: now(), secret: guessed ?? one.salesforce.clientSecret })
  const answers = [
    await deployment.http('/webhooks/hubspot', { method: 'POST', ...first }),
    await deployment.http('/webhooks/salesforce', { method: 'POST', ...second }),
  ]
  return answers.map(({ status }) => status)
}

function urlsOf({ both, one }: Crms) {
  const { hubspot: first, salesforce: second } = both
  return { both: { hubspot: first.apiUrl, salesforce: second.instanceUrl }, one: one.salesforce.instanceUrl }
}

function dealPath(where: keyof typeof FIRST_DEAL, n: number): string {
  return `/deals/${idOfDeal(FIRST_DEAL[where], n)}`
}

/** A second after the last one, everywhere: Salesforce keeps no finer times. */
async function act(crms: Crms, url: string, action: string, body?: object): Promise<void> {
  await control(urlsOf(crms).both.hubspot, 'POST /advance', { ms: 1000 })
  await control(url, action, body)
}

async function control(url: string, action: string, body?: object): Promise<void> {
  const [method = '', path = ''] = action.split(' ')
  const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const answer = await fetch(`${url}/_sandbox${path}`, init)
  const said = await answer.text()
  if (!answer.ok) throw new Error(`${action}: ${answer.status} ${said}`)
}
