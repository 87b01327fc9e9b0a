/** A request and its answer without a socket, so that a simulation can run the sandbox in process. */
export interface SandboxRequest {
  readonly method: string
  /** Path with query, as on the request line. */
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface SandboxResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What the socket does: answer, stay silent, or break off. */
export type Answer =
  | { readonly kind: 'response'; readonly response: SandboxResponse }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }

/** Thrown by a handler that turns the request down; the body is the vendor's own. */
export class Refusal extends Error {
  readonly response: SandboxResponse
  constructor(response: SandboxResponse) {
    super(response.body)
    this.response = response
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): SandboxResponse {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
    body: JSON.stringify(body),
  }
}

export function html(status: number, text: string, headers: Record<string, string> = {}): SandboxResponse {
  return {
    status,
    headers: { 'content-type': 'text/html;charset=utf-8', ...headers },
    body: `<html><body>${text}</body></html>`,
  }
}
