/** A CRM's failure in plain words, with the vendor's own reason behind them. */
import type { Failure } from '../../connectors/contract.ts'
import type { Locale } from '../app-env.ts'
import { texts } from '../i18n/index.ts'
import type { RunFailure } from '../sync/views.ts'
import { cliTexts } from './texts.ts'

export function failureWords(failure: RunFailure, locale: Locale): string {
  if (failure.kind === 'internal') return `${cliTexts(locale).stopped} (${failure.detail})`
  const detail = detailOf(failure, locale)
  return `${texts(locale)(`failure.${failure.kind}`)}${detail === null ? '' : ` (${detail})`}`
}

function detailOf(failure: Failure, locale: Locale): string | null {
  switch (failure.kind) {
    case 'unreadable':
      return `${failure.path}: ${failure.issue}`
    case 'rate_limited':
      return failure.scope === 'day'
        ? cliTexts(locale).daySpent(Math.ceil(failure.retryAfterMs / 60_000))
        : null
    case 'unsupported':
      return failure.stream
    case 'forbidden':
      return failure.missing ?? failure.detail
    case 'unauthorized':
    case 'unavailable':
    case 'refused':
    case 'misconfigured':
      return failure.detail
    default:
      return failure satisfies never
  }
}
