/** Structured lines on standard error: JSON, one event a line. */
import type { Platform } from '../platform.ts'

export function stderrLog(level: 'quiet' | 'info'): Platform['log'] {
  if (level === 'quiet') return () => undefined
  return (event, fields) => {
    process.stderr.write(`${JSON.stringify({ event, ...fields })}\n`)
  }
}
