/** Asks a CRM for a number of its own while a person looks: the check before it is saved. A handful of calls. */
import { ConnectorError, type Pull } from '../../../connectors/contract.ts'
import type { Native, NativeAnswer, NativeAsk, NativeTrouble } from '../../../connectors/native.ts'
import type { Unit } from '../../metrics/types.ts'
import type { Platform, Workspace } from '../../platform.ts'
import { Resting } from '../../sync/call-rest.ts'
import { openCrm } from '../../sync/crm.ts'
import { loadConnection, type SyncOptions } from '../../sync/views.ts'
import { readSettings } from '../settings.ts'
import type { NativeBasis, NativeInput, NativeSource } from './types.ts'
import { inUnit, tooFew } from './value.ts'

export interface NativeChecked {
  readonly source: NativeSource
  readonly value: number
  readonly moves: boolean
  readonly people: number | null
  readonly basis: NativeBasis
}
export type NativeCheck =
  | { readonly ok: true; readonly checked: NativeChecked }
  | { readonly ok: false; readonly trouble: NativeTrouble }

export type AskNative = (input: NativeInput, unit: Unit) => Promise<NativeCheck>

const none = (trouble: NativeTrouble): NativeCheck => ({ ok: false, trouble })

export function nativeAsker(platform: Platform, workspace: Workspace, options: SyncOptions = {}): AskNative {
  return async (input, unit) => {
    const connection = await loadConnection(platform.directory, workspace.id, input.connection)
    if (connection?.status !== 'active') return none({ code: 'not_connected', found: input.connection })
    const crm = await openCrm(platform, connection, options)
    try {
      const { native } = crm.connector
      if (native === undefined) return none({ code: 'not_offered', found: crm.connector.title })
      const ask = native.ask(input.kind, input.question)
      if ('trouble' in ask) return none(ask.trouble)
      const { rows } = await workspace.db.$client.execute({
        sql: 'SELECT account FROM source WHERE id = ?',
        args: [input.connection],
      })
      const account = rows[0]?.account
      const pull: Pull<unknown> = {
        ...{ config: crm.config, transport: crm.transport, baseUrl: (await crm.grant()).baseUrl },
        ...{
          now: platform.now(),
          timeZone: workspace.timeZone,
          currency: workspace.currency,
          properties: [],
        },
        account: account == null ? null : JSON.parse(String(account)),
      }
      return await judged(native, pull, ask, { input, unit, workspace })
    } catch (error) {
      if (error instanceof Resting) return none({ code: 'unavailable', found: 'rests' })
      if (!(error instanceof ConnectorError)) throw error
      return none({ code: 'unavailable', found: error.failure.kind })
    } finally {
      await crm.close()
    }
  }
}

interface Asked {
  readonly input: NativeInput
  readonly unit: Unit
  readonly workspace: Workspace
}

async function judged(
  native: Native<unknown>,
  pull: Pull<unknown>,
  given: NativeAsk,
  { input, unit, workspace }: Asked,
): Promise<NativeCheck> {
  const { ask, answer } = await answered(native, pull, given)
  if (!answer.ok) return none(answer.trouble)
  const { value: found } = answer
  const { minimumPeople } = await readSettings(workspace.db)
  const few = tooFew(found, minimumPeople)
  if (few !== null) return none(few)
  const inside = inUnit(found, unit, workspace.currency)
  if (!inside.ok) return none(inside.trouble)
  const people = ask.kind === 'soql' && ask.people
  // Nobody can tell whom it is about: then a person says so, and it stands in the audit log.
  const unsure = ask.kind === 'report' || (given.kind === 'soql' && given.people && !people)
  if (unsure && !input.confirmed) return none({ code: 'unconfirmed' })
  const { title, scope, moves } = found
  const question = ask.kind === 'soql' ? ask.soql : ask.report
  return {
    ok: true,
    checked: {
      source: { ...input, question, people },
      ...{ value: inside.value, moves, people: found.people },
      basis: { title, scope, ...(await native.rights(pull)) },
    },
  }
}

/** Records that nobody owns have nobody to be counted: then it is asked without. */
async function answered(
  native: Native<unknown>,
  pull: Pull<unknown>,
  ask: NativeAsk,
): Promise<{ readonly ask: NativeAsk; readonly answer: NativeAnswer }> {
  const [answer] = await native.read(pull, [ask])
  if (answer === undefined) throw new Error('No answer came back.')
  if (answer.ok || answer.trouble.code !== 'malformed' || ask.kind !== 'soql' || !ask.people)
    return { ask, answer }
  const bare = { ...ask, people: false }
  const [second] = await native.read(pull, [bare])
  // Wrong in itself: its own words are about the statement as it was typed.
  return { ask: bare, answer: second ?? answer }
}
