/** Changes of a CRM's set-up as the pages show them: with an offer, without one, and a mere new name. */
import type { Finding } from '../../src/mapping/read.ts'
import type { Definition } from '../../src/metrics/types.ts'
import { now } from './views.ts'

const offer: Definition = { metric: 'won_revenue', window: 'cycle', filter: { pipelines: ['new', 'next'] } }
const touched = (title: string, of: Definition | null) => ({ id: 'won', title, offer: of })
const plain = { source: 'hubspot', crm: 'hubspot', noticedAt: now, before: null, successor: null, moved: 0 }

export const setUpFindings: readonly Finding[] = [
  {
    ...{ ...plain, id: 3, kind: 'pipeline_archived', subject: 'new', label: 'Neugeschäft Deutschland' },
    ...{ successor: 'Neugeschäft DACH', moved: 83, deals: 4 },
    keyResults: [touched('Gewonnener Umsatz im Norden', offer), touched('Abschlussquote im Norden', offer)],
  },
  {
    ...{ ...plain, id: 2, kind: 'property_gone', subject: 'branche', label: 'branche', deals: 0 },
    keyResults: [touched('Offene Pipeline mit Bestandskunden in der Holz verarbeitenden Industrie', null)],
  },
  {
    ...{ ...plain, id: 1, kind: 'team_renamed', subject: '31', label: 'Süd und Österreich', before: 'Süd' },
    ...{ deals: 1, keyResults: [] },
  },
]
