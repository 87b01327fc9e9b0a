import type { Failure } from './contract.ts'

/** A vendor may echo what it was sent: no secret stays in a failure, whichever field it stands in. */
export function redact(failure: Failure, secrets: readonly string[]): Failure {
  const hide = (text: string) =>
    secrets.reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '[secret]')), text)
  const fields = Object.entries(failure).map(([name, value]) => [
    name,
    typeof value === 'string' ? hide(value) : value,
  ])
  // Same keys, same kind: only texts were shortened.
  return Object.fromEntries(fields) as Failure
}
