/** Where each connection's contracts come from. */
import * as z from 'zod'
import { contractKinds } from '../../connectors/contract.ts'
import type { AppDeps, Role } from '../app-env.ts'
import { lookForContracts } from '../health/contract-offers.ts'
import { chooseContracts, mappingInput, proposedOf, readContracts } from '../okr/contracts.ts'
import { can } from '../okr/roles.ts'
import type { Workspace } from '../platform.ts'
import type { Add } from './endpoint.ts'
import { Refusal, refusalOf } from './problem.ts'

const sample = z.object({
  id: z.string(),
  kind: z.enum(contractKinds),
  product: z.string().nullable(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable().describe('First day on which it does not run any more'),
  amountMinor: z.number().nullable(),
  periodMonths: z.number(),
  currency: z.string().nullable(),
  overlap: z.enum(['replaces', 'adds']).nullable(),
})
const offer = z.object({
  mapping: mappingInput,
  count: z.number().nullable().describe('Records with recurring money'),
  sample: z.array(sample).readonly().describe('Empty for who may not see evidence'),
})
const connection = z.object({
  id: z.string(),
  crm: z.string(),
  mapping: mappingInput.nullable().describe('Null: nobody has chosen, and no contracts are read'),
  contracts: z.number(),
  held: z.number().describe('Of those, the ones that cannot be read whole'),
  undecided: z
    .array(
      z.object({
        type: z.string().nullable(),
        pipelineId: z.string().nullable(),
        pipeline: z.string().nullable(),
        contracts: z.number(),
      }),
    )
    .readonly()
    .describe('Contracts that add until somebody decides whether they replace an earlier one'),
  offers: z.array(offer).readonly().describe('What the CRM had when somebody looked'),
  proposed: z.number().nullable().describe('Place in the offers'),
})
const answer = z.object({ connections: z.array(connection).readonly() })

async function view({ db }: Workspace, role: Role): Promise<z.infer<typeof answer>> {
  const choices = await readContracts(db)
  const shows = can(role, 'evidence.read')
  return {
    connections: choices.map(({ found, ...choice }) => {
      const offers = found?.offers ?? []
      const best = proposedOf({ found })
      return {
        ...choice,
        offers: offers.map((one) => ({ ...one, sample: shows ? one.sample.map(shown) : [] })),
        proposed: best === null ? null : offers.indexOf(best),
      }
    }),
  }
}

function shown(one: z.infer<typeof sample>): z.infer<typeof sample> {
  const { id, kind, product, startsOn, endsOn, amountMinor, periodMonths, currency, overlap } = one
  return { id, kind, product, startsOn, endsOn, amountMinor, periodMonths, currency, overlap }
}

export function contractEndpoints(add: Add, deps: AppDeps): void {
  add({
    ...{ action: 'settings.read', method: 'get', path: '/mapping/contracts', tag: 'Mapping' },
    summary: 'Where contracts come from, how many there are, and what nobody has decided',
    answer,
    handle: ({ workspace, session }) => view(workspace, session.role),
  })
  add({
    ...{ action: 'settings.write', method: 'post', path: '/mapping/contracts/offers', tag: 'Mapping' },
    summary: 'Ask the CRM what contracts could be read from',
    input: z.strictObject({ connection: z.string().min(1) }),
    answer,
    async handle({ workspace, session, input }) {
      const looked = await lookForContracts(deps, workspace, input.connection)
      if (looked === null) throw new Refusal('not_found')
      if (!looked.ok)
        throw refusalOf([{ field: 'connection', code: 'invalid', subject: looked.failure.kind }])
      return view(workspace, session.role)
    },
  })
  add({
    ...{ action: 'settings.write', method: 'patch', path: '/mapping/contracts', tag: 'Mapping' },
    summary: 'Choose where the contracts of a connection come from',
    input: z.strictObject({ connection: z.string().min(1), mapping: mappingInput }),
    answer,
    async handle({ workspace, session, input: { connection: source, mapping }, now }) {
      const context = { actor: session.userId, now }
      const written = await chooseContracts(workspace.db, source, mapping, context)
      if (!written.ok) throw refusalOf(written.issues)
      return view(workspace, session.role)
    },
  })
}
