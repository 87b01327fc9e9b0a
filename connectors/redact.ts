import type { Failure } from './contract.ts'

/** Names a person; bounded, so that a long text costs no more than its length. */
const EMAIL = /[\w.+%-]{1,64}@[\w.-]{1,190}\.[a-z]{2,24}/gi

/** A vendor may echo what it was sent, or name who it is about: no secret and no e-mail address stays in a failure. */
export function redact(failure: Failure, secrets: readonly string[]): Failure {
  const hide = (text: string) =>
    secrets
      .reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '[secret]')), text)
      .replaceAll(EMAIL, '[email]')
  const fields = Object.entries(failure).map(([name, value]) => [
    name,
    typeof value === 'string' ? hide(value) : value,
  ])
  // Same keys, same kind: only texts were shortened.
  return Object.fromEntries(fields) as Failure
}
