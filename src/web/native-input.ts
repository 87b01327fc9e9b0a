/** The question to a CRM as it is typed: a statement, or the id or address of a report; which of the two shows by itself. Pure. */
import type { NativeInput, NativeSource } from '../okr/native/types.ts'
import { type Entered, first } from './form-state.ts'

export function typedNative(entered: Entered): NativeInput {
  const question = first(entered, 'nativeQuestion').trim()
  return {
    connection: first(entered, 'nativeConnection'),
    // An id or an address has no space in it.
    kind: question === '' || /\s/.test(question) ? 'soql' : 'report',
    question,
    confirmed: first(entered, 'nativeConfirmed') === 'yes',
  }
}

export function nativeEntered({ connection, question, confirmed }: NativeSource): Entered {
  return {
    nativeConnection: [connection],
    nativeQuestion: [question],
    nativeConfirmed: confirmed ? ['yes'] : [],
  }
}

export function fieldOfNative(field: string): string | null {
  if (field === 'native.connection') return 'nativeConnection'
  if (field === 'native.confirmed') return 'nativeConfirmed'
  return field.startsWith('native') ? 'nativeQuestion' : null
}
