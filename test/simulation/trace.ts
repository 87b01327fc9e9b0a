/** Everything that happened, in one number; and its last lines, for a seed that is looked at. */
export interface Trace {
  add(...parts: readonly string[]): void
  hash(): string
  readonly lines: readonly string[]
}

export function createTrace(now: () => number, keep: number): Trace {
  let hash = 0x811c9dc5
  const lines: string[] = []
  return {
    lines,
    add(...parts) {
      const line = `${now()} ${parts.join(' ')}`
      for (let i = 0; i < line.length; i += 1) hash = Math.imul(hash ^ line.charCodeAt(i), 0x01000193)
      if (keep === 0) return
      lines.push(`${new Date(now()).toISOString()} ${parts.join(' ')}`)
      if (lines.length > keep) lines.shift()
    },
    hash: () => (hash >>> 0).toString(16).padStart(8, '0'),
  }
}
