/** Requests and answers of the sandbox as plain values. */
import type { Refusal } from './refusal.ts'

export interface Request {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const JSON_TYPE = 'application/json;charset=UTF-8'

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(body) }
}

/** The REST API answers errors as a list. */
export function refused(refusal: Pick<Refusal, 'status' | 'code' | 'message'>): Response {
  return json(refusal.status, [{ message: refusal.message, errorCode: refusal.code }])
}

/** A token that is missing, unknown or over. */
export function sessionEnded(): Response {
  const body = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]
  return json(401, body, { 'www-authenticate': 'Token' })
}

export function html(status: number, text: string): Response {
  return {
    status,
    headers: { 'content-type': 'text/html;charset=utf-8' },
    body: `<html><body>${text}</body></html>`,
  }
}

export function text(status: number, body: string): Response {
  return { status, headers: { 'content-type': 'text/plain;charset=utf-8' }, body }
}

export function pathOf(request: Pick<Request, 'url'>): string {
  return request.url.split('?')[0] ?? ''
}

export function paramsOf(request: Pick<Request, 'url'>): URLSearchParams {
  const at = request.url.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1))
}
