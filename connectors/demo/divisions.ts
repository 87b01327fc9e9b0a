/** The firm's two halves: Nordwerk sells in HubSpot, the division it bought in the south kept its Salesforce. */

import { personName } from './names.ts'
import type { CrmPipeline, CrmRate, CrmStage, CrmTeam, CrmUser } from './types.ts'

export type Division = 'hubspot' | 'salesforce'
export type Motion = 'new' | 'expansion' | 'renewal'

export interface Setup {
  readonly name: string
  readonly pipelines: CrmPipeline[]
  readonly teams: CrmTeam[]
  readonly users: CrmUser[]
  readonly pipelineOf: Readonly<Record<Motion, string>>
  /** Teams that take new deals of a motion, with the region each sells to. */
  readonly sellers: Readonly<Record<Motion, readonly { teamId: string; region: string }[]>>
  readonly firstDealId: number
  readonly firstCompanyId: number
  /** New deals a working day in the last year. */
  readonly perDay: Readonly<Record<'new' | 'expansion', number>>
  /** Customers from before the CRM; their contracts come up for renewal in its first year. */
  readonly oldCustomers: number
  /** HubSpot lets a deal live without close date, Salesforce does not. */
  readonly dateless: boolean
}

export const rates: readonly CrmRate[] = [
  { currency: 'CHF', factor: '1.062', from: null },
  { currency: 'USD', factor: '0.918', from: null },
]
export const customFields = [
  'product_line',
  'region',
  'term_months',
  'recurring_amount',
  'contract_start',
  'contract_end',
  'lost_reason',
] as const

type StageRow = readonly [id: string, label: string, probability: string]

function pipeline(id: string, label: string, rows: readonly StageRow[]): CrmPipeline {
  const stages = rows.map(([stageId, name, probability], position): CrmStage => {
    const won = probability === '1'
    return {
      id: stageId,
      label: name,
      position,
      closed: won || probability === '0',
      won,
      probability,
      archived: false,
    }
  })
  return { id, label, archived: false, stages }
}

/** People of a team; the last `gone` of them have left the firm. */
interface TeamPlan {
  readonly id: string
  readonly name: string
  readonly parentId: string | null
  readonly people: number
  readonly gone: number
}

function staff(plans: readonly TeamPlan[], firstUserId: number, mailHost: string): CrmUser[] {
  let n = 0
  return plans.flatMap((team) =>
    Array.from({ length: team.people + team.gone }, (_, i): CrmUser => {
      const index = firstUserId + n++
      const name = personName(index)
      const email = `${name.toLowerCase().replaceAll(' ', '.').replaceAll('ß', 'ss')}@${mailHost}`
      return { id: String(index), name, email, teamId: team.id, active: i < team.people }
    }),
  )
}

const nordwerkTeams: readonly TeamPlan[] = [
  { id: '501', name: 'Vertrieb', parentId: null, people: 0, gone: 0 },
  { id: '502', name: 'Neukunden', parentId: '501', people: 0, gone: 0 },
  { id: '503', name: 'Neukunden Nord', parentId: '502', people: 7, gone: 1 },
  { id: '504', name: 'Neukunden West', parentId: '502', people: 6, gone: 0 },
  { id: '505', name: 'Neukunden Süd', parentId: '502', people: 6, gone: 1 },
  { id: '506', name: 'Bestandskunden', parentId: '501', people: 7, gone: 0 },
]
const albtalTeams: readonly TeamPlan[] = [
  { id: '11', name: 'Vertrieb Albtal', parentId: null, people: 0, gone: 0 },
  { id: '12', name: 'Industrie', parentId: '11', people: 6, gone: 1 },
  { id: '13', name: 'Logistik', parentId: '11', people: 5, gone: 0 },
  { id: '14', name: 'Kundenbetreuung', parentId: '11', people: 5, gone: 0 },
]
const asTeam = ({ id, name, parentId }: TeamPlan): CrmTeam => ({ id, name, parentId })

export const setups: Readonly<Record<Division, () => Setup>> = {
  hubspot: () => ({
    name: 'Nordwerk Automation GmbH',
    pipelines: [
      pipeline('default', 'Neugeschäft', [
        ['1101', 'Qualifizierung', '0.1'],
        ['1102', 'Bedarfsanalyse', '0.2'],
        ['1103', 'Lösungskonzept', '0.4'],
        ['1104', 'Angebot', '0.6'],
        ['1105', 'Verhandlung', '0.8'],
        ['1106', 'Gewonnen', '1'],
        ['1107', 'Verloren', '0'],
      ]),
      pipeline('2200', 'Erweiterung', [
        ['2201', 'Bedarf erkannt', '0.3'],
        ['2202', 'Angebot', '0.5'],
        ['2203', 'Abstimmung', '0.75'],
        ['2204', 'Gewonnen', '1'],
        ['2205', 'Verloren', '0'],
      ]),
      pipeline('3300', 'Verlängerung', [
        ['3301', 'Steht an', '0.7'],
        ['3302', 'Angeboten', '0.8'],
        ['3303', 'In Abstimmung', '0.9'],
        ['3304', 'Verlängert', '1'],
        ['3305', 'Gekündigt', '0'],
      ]),
    ],
    teams: nordwerkTeams.map(asTeam),
    users: staff(nordwerkTeams, 71_000_401, 'nordwerk.example'),
    pipelineOf: { new: 'default', expansion: '2200', renewal: '3300' },
    sellers: {
      new: [
        { teamId: '503', region: 'Nord' },
        { teamId: '504', region: 'West' },
        { teamId: '505', region: 'Süd' },
      ],
      expansion: [{ teamId: '506', region: 'Bestand' }],
      renewal: [{ teamId: '506', region: 'Bestand' }],
    },
    firstDealId: 38_400_120_001,
    firstCompanyId: 29_700_450_001,
    perDay: { new: 2.45, expansion: 0.95 },
    oldCustomers: 130,
    dateless: true,
  }),
  salesforce: () => ({
    name: 'Albtal Steuerungstechnik GmbH',
    pipelines: [
      pipeline('1', 'Neugeschäft', [
        ['11', 'Erstgespräch', '0.1'],
        ['12', 'Analyse', '0.25'],
        ['13', 'Angebot', '0.5'],
        ['14', 'Verhandlung', '0.75'],
        ['15', 'Gewonnen', '1'],
        ['16', 'Verloren', '0'],
      ]),
      pipeline('2', 'Erweiterung', [
        ['21', 'Analyse', '0.25'],
        ['22', 'Angebot', '0.5'],
        ['23', 'Verhandlung', '0.75'],
        ['24', 'Gewonnen', '1'],
        ['25', 'Verloren', '0'],
      ]),
      pipeline('3', 'Verlängerung', [
        ['31', 'Verlängerung steht an', '0.7'],
        ['32', 'Verlängerung angeboten', '0.85'],
        ['33', 'Gewonnen', '1'],
        ['34', 'Verloren', '0'],
      ]),
    ],
    teams: albtalTeams.map(asTeam),
    users: staff(albtalTeams, 201, 'albtal.example'),
    pipelineOf: { new: '1', expansion: '2', renewal: '3' },
    sellers: {
      new: [
        { teamId: '12', region: 'Industrie' },
        { teamId: '13', region: 'Logistik' },
      ],
      expansion: [{ teamId: '14', region: 'Bestand' }],
      renewal: [{ teamId: '14', region: 'Bestand' }],
    },
    firstDealId: 1001,
    firstCompanyId: 5001,
    perDay: { new: 1.17, expansion: 0.47 },
    oldCustomers: 70,
    dateless: false,
  }),
}
