/** What came back instead of one number, as a refusal at the field that has to change. Pure. */
import type { NativeTrouble } from '../../../connectors/native.ts'
import type { Issue } from '../types.ts'

export function nativeIssue({ code, found = '' }: NativeTrouble): Issue {
  return { field: fieldOf(code), code: `native_${code}`, subject: found }
}

function fieldOf(code: NativeTrouble['code']): string {
  switch (code) {
    case 'not_connected':
    case 'not_offered':
      return 'native.connection'
    case 'unconfirmed':
      return 'native.confirmed'
    case 'currency':
    case 'not_whole':
      return 'unit'
    default:
      return 'native.question'
  }
}
